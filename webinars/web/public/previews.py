"""Drafts, shown to those who hold the link that `series preview` writes.

The same pages at the same addresses, with ``?preview=``: links among them keep the token.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Flask, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webinars.queries.series import is_public
from webinars.web import limits

PREVIEW = "preview"
PREVIEWED_PAGES = {"series.show", "webinar.show"}


@dataclass(frozen=True)
class Preview:
    """The series whose draft is asked for, and the token that opens it."""

    series: str
    token: str


def init_app(app: Flask) -> None:
    """Let the links on *app*'s previewed pages lead to previews."""
    app.url_defaults(keep_preview)


def previewable(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Let *view* show a draft to those who hold its link; once public, lead to the public page."""

    @wraps(view)
    def shown(series: str, **values: Any) -> ResponseReturnValue:
        token = request.args.get(PREVIEW)
        if token is None:
            return view(series, **values)
        if is_public(series):
            return redirect(url_for(str(request.endpoint), series=series, **values))
        g.preview = Preview(series, token)
        with limits.wrong_tokens_counted():
            response = make_response(view(series, **values))
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return shown


def preview_token() -> str | None:
    """Return the token of the preview that is asked for, if one is."""
    preview: Preview | None = g.get(PREVIEW)
    return preview.token if preview else None


def keep_preview(endpoint: str, values: dict[str, Any]) -> None:
    """Add the token to a link that leads to another page of the previewed series."""
    preview: Preview | None = g.get(PREVIEW)
    if preview and endpoint in PREVIEWED_PAGES and values.get("series") == preview.series:
        values.setdefault(PREVIEW, preview.token)
