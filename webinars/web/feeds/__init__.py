"""Calendars to subscribe to. They never set a cookie and are never compressed."""

from collections.abc import Callable

from flask import Blueprint, Flask, Response, request
from flask.typing import ResponseReturnValue

from webinars.web.feeds import everything, personal, practice, series, sponsor, webinar
from webinars.web.feeds.cache import RenderedFeeds
from webinars.web.feeds.fetches import Fetches
from webinars.web.feeds.kept import KeptAnswers

bp = Blueprint("feeds", __name__)

VIEWS: dict[str, Callable[..., ResponseReturnValue]] = {
    "/calendar.ics": everything.everything,
    "/series/<series>/calendar.ics": series.series,
    "/series/<series>/<webinar>/calendar.ics": webinar.webinar,
    "/practices/<practice>/calendar.ics": practice.practice,
    "/sponsors/<sponsor>/calendar.ics": sponsor.sponsor,
    "/me/<token>/calendar.ics": personal.personal,
}

for address, view in VIEWS.items():
    bp.add_url_rule(address, view_func=view)


@bp.after_request
def keep_private(response: Response) -> Response:
    """Keep the address of a personal feed out of indexes and referrers, also when it fails."""
    if request.endpoint == "feeds.personal":
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


def init_app(app: Flask) -> None:
    """Give *app* its places for feeds already rendered and answers just given."""
    app.extensions["webinars.feeds"] = RenderedFeeds()
    fetches = app.extensions["webinars.fetches"] = Fetches(app)
    app.wsgi_app = KeptAnswers(app.wsgi_app, fetches)  # type: ignore[method-assign]
