"""Answers of public feeds and of the sitemap, given again within the second.

Many calendars ask for the same feed. Its answer is the same for all of them, so it is made at
most once a second, in front of everything else that a request costs. Whatever this process
commits is seen at once; what another one commits, a second later: far sooner than the five
minutes for which the answer allows any cache to keep it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from sqlalchemy import event
from sqlalchemy.orm import Session as DatabaseSession
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response

from webinars.clock import utcnow
from webinars.web.feeds.fetches import ENVIRON, Answered, Fetches

KEPT_FOR = timedelta(seconds=1)
NOT_LATER = timedelta(0)
FEEDS = ("/calendar.ics", "/feed.atom", "/sitemap.xml")
# What asks for less than the whole answer.
CONDITIONS = (
    "HTTP_IF_MATCH",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_IF_RANGE",
    "HTTP_RANGE",
)


class Commits:
    """Counts what this process has committed, to any database."""

    def __init__(self) -> None:
        self.count = 0
        event.listen(DatabaseSession, "after_commit", self._note)

    def _note(self, _session: object) -> None:
        self.count += 1


COMMITS = Commits()


@dataclass(frozen=True)
class Kept:
    """A whole answer, and when it was asked for."""

    body: bytes
    status: int
    headers: tuple[tuple[str, str], ...]
    is_public: bool
    asked_at: datetime
    commits: int
    # Empty where it is no feed.
    feed: tuple[Answered, ...]

    @property
    def is_fresh(self) -> bool:
        """Whether it may be given again."""
        is_recent = NOT_LATER <= utcnow() - self.asked_at < KEPT_FOR
        return is_recent and self.commits == COMMITS.count


class KeptAnswers:
    """The application, with its public feeds' answers kept for a moment."""

    def __init__(self, application: WSGIApplication, fetches: Fetches) -> None:
        self._application = application
        self._fetches = fetches
        self._kept: dict[str, Kept] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a plain request for a feed; pass any other on."""
        if not _is_plain_request(environ):
            said = environ[ENVIRON] = []
            answer = self._application(environ, start_response)
            self._note(environ, *said)
            return answer
        kept = self._kept.get(environ["PATH_INFO"])
        if kept is None or not kept.is_fresh:
            kept = self._ask(environ)
        self._note(environ, *kept.feed)
        response = Response(kept.body, kept.status, Headers(kept.headers))
        if kept.is_public:
            response.make_conditional(environ)
        return response(environ, start_response)

    def _ask(self, environ: WSGIEnvironment) -> Kept:
        """Ask the application for the whole answer, whatever part of it is wanted."""
        # Read before: a commit during the question makes its answer an old one.
        asked_at, commits = utcnow(), COMMITS.count
        whole = {name: value for name, value in environ.items() if name not in CONDITIONS}
        said: list[Answered] = []
        asked = {**whole, "REQUEST_METHOD": "GET", ENVIRON: said}
        answer = Response.from_app(self._application, asked, buffered=True)
        kept = Kept(
            answer.get_data(),
            answer.status_code,
            tuple(answer.headers),
            answer.status_code == 200 and bool(answer.cache_control.public),
            asked_at,
            commits,
            tuple(said),
        )
        if kept.is_public:
            fresh = {path: other for path, other in self._kept.items() if other.is_fresh}
            self._kept = {**fresh, environ["PATH_INFO"]: kept}
        return kept

    def _note(self, environ: WSGIEnvironment, *feeds: Answered) -> None:
        # Who only asks for the head has not read the news.
        if environ["REQUEST_METHOD"] == "GET":
            for feed in feeds:
                self._fetches.note(feed, environ.get("HTTP_USER_AGENT", ""))


def _is_plain_request(environ: WSGIEnvironment) -> bool:
    """Whether it asks for a public feed as it is, without options."""
    path = environ.get("PATH_INFO", "")
    is_reading = environ["REQUEST_METHOD"] in {"GET", "HEAD"}
    is_public_feed = path.endswith(FEEDS) and not path.startswith("/me/")
    return is_reading and is_public_feed and not environ.get("QUERY_STRING")
