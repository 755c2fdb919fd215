"""Answering with a feed: bytes rendered once, validators, and what may keep them."""

import re
from hashlib import sha256

from flask import Response, current_app, request

from webinars.domain.feed_health import FeedKey
from webinars.i18n import languages
from webinars.links import external_url
from webinars.models import FeedKind
from webinars.queries.feeds import Feed
from webinars.settings import settings
from webinars.web.feeds.cache import Rendered, RenderedFeeds
from webinars.web.feeds.fetches import ENVIRON, Answered
from webinars.web.feeds.rendering import Options, render

PUBLIC = "public, max-age=300"
PRIVATE = "private, max-age=0, must-revalidate"
ALARM = "15"


def answer(feed: Feed, *, file_name: str, caching: str) -> Response:
    """Return the bytes of *feed* as the request's options want them, or 304.

    *caching* is the Cache-Control of the answer.
    """
    options = _options()
    rendered = _rendered(feed, options)
    request.environ[ENVIRON].append(_answered(feed))
    response = Response(rendered.body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{_ascii(file_name)}.ics"'
    response.headers["Cache-Control"] = caching
    response.set_etag(rendered.digest)
    response.last_modified = feed.last_modified
    response.make_conditional(request)
    return response


def _answered(feed: Feed) -> Answered:
    if feed.kind is FeedKind.PERSONAL:
        # Counted together: nobody need know who follows theirs.
        return Answered(FeedKey(feed.kind, 0), None)
    return Answered(FeedKey(feed.kind, feed.owner_id or 0), feed.last_modified)


def _options() -> Options:
    language = request.args.get("lang")
    return Options(
        language=language if language in languages() else None,
        has_alarm=request.args.get("alarm") == ALARM,
    )


def _rendered(feed: Feed, options: Options) -> Rendered:
    cache: RenderedFeeds = current_app.extensions["webinars.feeds"]
    # Beside its rows a feed shows whose it is.
    key = (request.path, options, str(settings().sender), settings().default_language)
    found = cache.get(key, feed)
    if found is not None:
        return found
    body = render(feed, options, source=_source(feed, options))
    rendered = Rendered(feed, body, sha256(body).hexdigest()[:32])
    cache.put(key, rendered)
    return rendered


def _source(feed: Feed, options: Options) -> str | None:
    """Return the address of this feed; the personal one's stays out of the bytes."""
    if feed.kind is FeedKind.PERSONAL or request.endpoint is None:
        return None
    asked: dict[str, str] = {}
    if options.language:
        asked["lang"] = options.language
    if options.has_alarm:
        asked["alarm"] = ALARM
    return external_url(request.endpoint, **(request.view_args or {}), **asked)


def _ascii(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]", "", name) or "calendar"
