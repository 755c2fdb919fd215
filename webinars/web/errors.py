"""Each kind of failure, mapped once to a page."""

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException

from webinars.errors import Conflict, Gone, Invalid, NotAllowed, NotFound, WebinarsError
from webinars.extensions import db

# The nearest kind of an error decides: Gone is a NotFound, but comes first.
STATUSES: tuple[tuple[type[WebinarsError], int], ...] = (
    (Gone, 410),
    (NotFound, 404),
    (NotAllowed, 403),
    (Conflict, 409),
    (Invalid, 422),
)
RETRY_AFTER_SECONDS = 5


def init_app(app: Flask) -> None:
    """Show a page for every failure of *app*."""
    app.register_error_handler(WebinarsError, show_our_error)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(OperationalError, show_unavailable)
    app.register_error_handler(InterfaceError, show_unavailable)
    app.register_error_handler(DBAPIError, show_unavailable)


def status_of(error: WebinarsError) -> int:
    """Return the HTTP status of one of our errors."""
    return next(status for kind, status in STATUSES if isinstance(error, kind))


def show_our_error(error: WebinarsError) -> ResponseReturnValue:
    """Show the error's own message."""
    return error_page(status_of(error), error.message)


def show_http_error(error: HTTPException) -> ResponseReturnValue:
    """Show what went wrong with the request; redirects pass."""
    if error.code is None or error.code < 400:
        return error
    response = error.get_response()
    page, status = error_page(error.code, None, response.headers.get("Retry-After", type=int))
    response.set_data(page)
    response.content_type = "text/html; charset=utf-8"
    return response, status


def show_unavailable(error: DBAPIError) -> ResponseReturnValue:
    """Ask to come back: the database is locked, full or away (503)."""
    db.session.rollback()
    page, status = error_page(503, None, RETRY_AFTER_SECONDS)
    return page, status, {"Retry-After": str(RETRY_AFTER_SECONDS)}


def error_page(status: int, message: str | None, retry_after: int | None = None) -> tuple[str, int]:
    """Return the page for *status*: what happened, and what to do.

    *message* says it better than the page's usual words; *retry_after* is in seconds.
    """
    page = render_template(
        "errors/error.html", status=status, message=message, retry_after=retry_after
    )
    return page, status
