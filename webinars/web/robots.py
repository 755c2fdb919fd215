"""What crawlers may read: everything public, and none of the pages for one person's eyes."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from webinars.links import external_url
from webinars.web.feeds.response import PUBLIC

# The private ones say noindex themselves; this spares crawlers the way there. Not /me/: there
# are personal calendars, and Google's calendar fetches none that its crawler may not read.
CLOSED = ("/join/", "/answer/", "/unsubscribe/", "/confirm-address/", "/dev/", "/organize/")

bp = Blueprint("robots", __name__)


@bp.get("/robots.txt")
def show() -> ResponseReturnValue:
    """Say it as RFC 9309 wants."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), "Allow: /", ""]
    text = "\n".join([*lines, f"Sitemap: {external_url('sitemap.show')}", ""])
    response = Response(text, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = PUBLIC
    return response
