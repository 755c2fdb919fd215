"""The least that Flask can do: answers of the same size, made beforehand."""

from flask import Flask, Response, request

PAGE = "x" * 20_000
FEED = b"BEGIN:VCALENDAR\r\n" + b"X" * 2_400 + b"\r\nEND:VCALENDAR\r\n"
ETAG = '"floor"'

app = Flask(__name__, static_folder=None)


@app.get("/page")
def page() -> str:
    """Answer with a string of 20 kB."""
    return PAGE


@app.get("/feed")
def feed() -> Response:
    """Answer with a calendar of four events, or that it has not changed."""
    if request.headers.get("If-None-Match") == ETAG:
        return Response(status=304, headers={"ETag": ETAG})
    return Response(FEED, mimetype="text/calendar", headers={"ETag": ETAG})
