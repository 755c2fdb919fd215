"""The application, and an address that fails in every way: for looking at error pages."""

from flask import abort
from werkzeug.exceptions import TooManyRequests

from wsgi import app

__all__ = ["app"]


@app.get("/fail/<int:status>")
def fail(status: int) -> str:
    """Answer with the page of *status*."""
    if status == 429:
        raise TooManyRequests(retry_after=17)
    abort(status)
