"""Public pages, given again within the second.

A public page is the same for all who read its language and came by the same co-sponsor's link.
It is made at most once a second; whatever this process commits is seen at once, what another
one commits a second later. Who has done something here (and so has a session) always gets a
page made anew.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, Response, current_app, g, request

from webinars.clock import utcnow
from webinars.i18n import current_language
from webinars.web.feeds.kept import COMMITS
from webinars.web.referrals import REF, given_ref

PAGES = "webinars.pages"
KEPT_FOR = timedelta(seconds=1)
NOT_LATER = timedelta(0)
PUBLIC_BLUEPRINTS = {
    "home",
    "series",
    "webinar",
    "practices",
    "case_studies",
    "sponsors",
    "approach",
    "privacy",
    "accessibility",
    "posters",
    "kit",
}


@dataclass(frozen=True)
class KeptPage:
    """A page, when it was asked for, and how much had been committed by then."""

    body: bytes
    asked_at: datetime
    commits: int

    def is_fresh(self, now: datetime) -> bool:
        """Whether it may be given again."""
        return NOT_LATER <= now - self.asked_at < KEPT_FOR and self.commits == COMMITS.count


class KeptPages:
    """The pages of the last second, by what they depend on."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, KeptPage] = {}

    def __len__(self) -> int:
        """How many pages are kept."""
        return len(self._kept)

    def get(self, key: Hashable, now: datetime) -> KeptPage | None:
        """Return the page for *key*, if it may be given again."""
        kept = self._kept.get(key)
        return kept if kept is not None and kept.is_fresh(now) else None

    def put(self, key: Hashable, page: KeptPage, now: datetime) -> None:
        """Keep *page*, and forget those that are not fresh any more."""
        fresh = {other: kept for other, kept in self._kept.items() if kept.is_fresh(now)}
        self._kept = {**fresh, key: page}


def init_app(app: Flask) -> None:
    """Give *app*'s public pages again; the headers are added to each answer anew."""
    app.extensions[PAGES] = KeptPages()
    app.before_request(give_again)
    app.after_request(keep)


def give_again() -> Response | None:
    """Answer with the page made within the last second, if there is one."""
    if not is_same_for_all():
        return None
    now = utcnow()
    g.page_key = (request.path, current_language(), given_ref())
    kept: KeptPage | None = current_app.extensions[PAGES].get(g.page_key, now)
    if kept is not None:
        del g.page_key
        return Response(kept.body, mimetype="text/html")
    # Read before the page is made: a commit meanwhile makes it an old one.
    g.page_asked_at, g.page_commits = now, COMMITS.count
    return None


def keep(response: Response) -> Response:
    """Keep the page that was just made."""
    if "page_key" in g and response.status_code == 200 and response.mimetype == "text/html":
        page = KeptPage(response.get_data(), g.page_asked_at, g.page_commits)
        current_app.extensions[PAGES].put(g.page_key, page, utcnow())
    return response


def is_same_for_all() -> bool:
    """Whether a plain public page is asked for, by somebody without a session."""
    ref = given_ref()
    return (
        request.method == "GET"
        and request.blueprint in PUBLIC_BLUEPRINTS
        and request.query_string.decode("latin-1") == (f"{REF}={ref}" if ref else "")
        and current_app.config["SESSION_COOKIE_NAME"] not in request.cookies
    )
