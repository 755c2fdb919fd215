"""The headers of every answer, and whose forms are read."""

from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Response, request

from webinars.errors import NotAllowed, NotFound
from webinars.i18n import gettext
from webinars.settings import settings

NO_FRAMES = "frame-ancestors 'none'"
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-src 'self'",
        NO_FRAMES,
    )
)
PRIVATE_BLUEPRINTS = {
    "me",
    "join",
    "seat_answer",
    "unsubscribe",
    "confirm_address",
    "private_link",
    "registration",
    "organize",
    "security",
}
# All below it stays private, whatever is there.
CONSOLE = "/organize/"
# Where one registers anybody may find; what it answers stays out of caches all the same.
LISTED_ENDPOINTS = {"registration.register"}
# RFC 8058: posted by mail programs, from wherever they run.
FORMS_FROM_ANYWHERE = {"unsubscribe.stop"}
READING_METHODS = {"GET", "HEAD", "OPTIONS"}
TWO_YEARS = 63072000


def init_app(app: Flask) -> None:
    """Add the headers to every answer of *app*, and refuse other sites' forms."""
    app.before_request(refuse_impossible_addresses)
    app.before_request(refuse_foreign_forms)
    app.after_request(forget_the_host)
    app.after_request(add_headers)


def refuse_impossible_addresses() -> None:
    """Raise NotFound for an address with NUL in it, about which no database can be asked."""
    if "\0" in request.path:
        raise NotFound(gettext("There is no such page."))


def refuse_foreign_forms() -> None:
    """Raise NotAllowed for a form that a browser sends from a page of another site.

    Beside the form's token. Our private pages send no Referer, and then browsers say the
    origin is ``null``; Sec-Fetch-Site tells all the same.
    """
    if request.method in READING_METHODS or request.endpoint in FORMS_FROM_ANYWHERE:
        return
    site = request.headers.get("Sec-Fetch-Site", "none")
    if site not in {"same-origin", "none"} or not _is_own(request.headers.get("Origin", "null")):
        raise NotAllowed(gettext("This form was sent from a page of another site."))


def _is_own(origin: str) -> bool:
    own_hosts = {request.host, urlsplit(settings().base_url).netloc}
    return origin == "null" or origin.partition("://")[2] in own_hosts


def _is_private() -> bool:
    """Whether the page is a person's or of the console, also where there is none."""
    is_in_console = request.path.startswith(CONSOLE)
    return is_in_console or not PRIVATE_BLUEPRINTS.isdisjoint(request.blueprints)


def policy_framed_by(origins: Iterable[str]) -> str:
    """Return our policy for a page that *origins* may show in a frame, and our own pages."""
    allowed = " ".join(["'self'", *origins])
    return CONTENT_SECURITY_POLICY.replace(NO_FRAMES, f"frame-ancestors {allowed}")


def forget_the_host(response: Response) -> Response:
    """Redirect to another spelling of an address by its path: the Host header may lie."""
    if response.status_code == HTTPStatus.PERMANENT_REDIRECT and response.location:
        parts = urlsplit(response.location)
        path = "/" + parts.path.lstrip("/")
        response.location = urlunsplit(("", "", path, parts.query, ""))
        response.set_data(b"")
    return response


def add_headers(response: Response) -> Response:
    """Forbid what our pages never need; a view's own header stays."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    if not settings().is_development:
        headers.setdefault("Strict-Transport-Security", f"max-age={TWO_YEARS}; includeSubDomains")
    if request.path.startswith(CONSOLE):
        # Files too, which come with a word of their own about caches.
        headers["Cache-Control"] = "no-store"
    if _is_private():
        headers.setdefault("Cache-Control", "no-store")
        headers["Referrer-Policy"] = "no-referrer"
        if request.endpoint not in LISTED_ENDPOINTS:
            headers["X-Robots-Tag"] = "noindex"
    return response
