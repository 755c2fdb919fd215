"""News of webinars as Atom feeds: new ones, new dates, cancellations, recordings."""

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webinars.domain.atom import MEDIA_TYPE, Author, Category, Entry, News, atom, tag
from webinars.event_texts import page_url
from webinars.i18n import day, gettext, languages, speaking, when
from webinars.links import external_url
from webinars.models import Series, Webinar
from webinars.queries.news import newest_webinars, news_changed_at
from webinars.queries.series import published_series
from webinars.settings import settings
from webinars.texts import Texts, Wording
from webinars.web.feeds.response import PUBLIC
from webinars.web.filters import excerpt, markdown, site_name

# The feed of everything was first given out in that year.
EVERYTHING_SINCE = datetime(2026, 1, 1, tzinfo=UTC)

bp = Blueprint("atom", __name__)


@bp.get("/feed.atom")
def everything() -> ResponseReturnValue:
    """The news of all published series."""
    wanted = _wanted_language()
    language = wanted or settings().default_language
    with speaking(language):
        title = Wording(gettext("News of our webinars"), language, is_fallback=False)
    entries = _entries(None, wanted)
    changed_at = news_changed_at(None) or EVERYTHING_SINCE
    news = News(
        id=tag(settings().host, EVERYTHING_SINCE, "webinars"),
        title=title,
        subtitle=Wording("", language, is_fallback=False),
        language=language,
        address=_own_address(wanted),
        page=external_url("home.show"),
        author=_site_author(),
        updated_at=max((entry.updated_at for entry in entries), default=changed_at),
        entries=entries,
    )
    return _answer(news, changed_at)


@bp.get("/series/<series>/feed.atom")
def series(series: str) -> ResponseReturnValue:
    """The news of a published series."""
    found = published_series(series)
    wanted = _wanted_language()
    language = wanted or found.language
    entries = _entries(found, wanted)
    news = News(
        id=tag(settings().host, found.created_at, f"series-{found.id}"),
        title=found.title.pick(language),
        subtitle=excerpt(found.description).pick(language),
        language=language,
        address=_own_address(wanted, series=found.slug),
        page=external_url("series.show", series=found.slug),
        author=_author(found, language),
        updated_at=max((entry.updated_at for entry in entries), default=found.updated_at),
        entries=entries,
    )
    return _answer(news, news_changed_at(found) or found.updated_at)


def _wanted_language() -> str | None:
    wanted = request.args.get("lang")
    return wanted if wanted in languages() else None


def _own_address(wanted: str | None, **values: str) -> str:
    asked = {"lang": wanted} if wanted else {}
    return external_url(str(request.endpoint), **values, **asked)


def _answer(news: News, changed_at: datetime) -> Response:
    body = atom(news)
    response = Response(body, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    response.headers["Cache-Control"] = PUBLIC
    response.set_etag(sha256(body).hexdigest()[:32])
    response.last_modified = changed_at
    response.make_conditional(request)
    return response


def _entries(series: Series | None, wanted: str | None) -> list[Entry]:
    """Return the entries, in the *wanted* language or each in its series' own."""
    return [_entry(one, wanted or one.series.language) for one in newest_webinars(series)]


def _entry(webinar: Webinar, language: str) -> Entry:
    title = webinar.title.pick(language)
    with speaking(language):
        shown = gettext("Cancelled: %(title)s", title=title.text) if webinar.is_cancelled else None
        news = list(_news(webinar))
        about = gettext("About this webinar")
    page = page_url(webinar)
    link = Markup('<a href="{}">{}</a>').format(page, about)
    return Entry(
        id=tag(settings().host, webinar.created_at, f"webinar-{webinar.id}"),
        title=Wording(shown or title.text, title.language, title.is_fallback),
        summary=" ".join([*news, excerpt(webinar.description).pick(language).text]).strip(),
        content=_content(news, webinar.description.pick(language), link),
        language=language,
        page=page,
        author=_author(webinar.series, language),
        published_at=webinar.created_at,
        updated_at=webinar.updated_at,
        categories=tuple(_categories(webinar, language)),
    )


def _news(webinar: Webinar) -> Iterator[str]:
    """Say in sentences how *webinar* stands, in the language spoken now."""
    if webinar.is_cancelled:
        yield gettext("This webinar is cancelled.")
    if webinar.starts_at is None or webinar.ends_at is None:
        yield gettext("The date is still to be announced.")
    else:
        time = when(webinar.starts_at, webinar.ends_at, webinar.zone)
        yield gettext("When: %(time)s.", time=time)
        if webinar.scheduled_at and webinar.scheduled_at > webinar.created_at:
            set_on = day(webinar.scheduled_at, webinar.zone)
            yield gettext("This date was set on %(day)s.", day=set_on)
    if webinar.recording_url:
        yield gettext("The recording is there: %(address)s", address=webinar.recording_url)


def _content(news: list[str], description: Wording, link: Markup) -> Markup:
    """Return an entry's text as HTML: *news* in sentences, what it is about, where to read on."""
    prose = markdown(description.text)
    if description.is_fallback:
        prose = Markup('<div lang="{}">{}</div>').format(description.language, prose)
    paragraph = Markup("<p>{}</p>")
    return Markup().join([*map(paragraph.format, news), prose, paragraph.format(link)])


def _categories(webinar: Webinar, language: str) -> Iterator[Category]:
    for practice in webinar.practices:
        scheme = external_url("practices.index")
        yield Category(practice.slug, scheme, _said(practice.name, language))


def _author(series: Series, language: str) -> Author:
    organizer = series.organizer
    if organizer is None:
        return _site_author()
    page = external_url("sponsors.show", sponsor=organizer.slug)
    return Author(_said(organizer.name, language), page)


def _site_author() -> Author:
    return Author(site_name(), external_url("home.show"))


def _said(texts: Texts, language: str) -> str:
    return texts.pick(language).text
