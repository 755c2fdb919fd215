"""Calendars to subscribe to. They never set a cookie and are never compressed."""

from collections.abc import Callable

from flask import Blueprint, Response, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from webinars.web.feeds import everything, personal, practice, series, sponsor, webinar
from webinars.web.feeds.cache import RenderedFeeds

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


@bp.record_once
def keep_rendered(state: BlueprintSetupState) -> None:
    """Give the application a place for feeds already rendered."""
    state.app.extensions["webinars.feeds"] = RenderedFeeds()


@bp.after_request
def keep_private(response: Response) -> Response:
    """Keep the address of a personal feed out of indexes and referrers, also when it fails."""
    if request.endpoint == "feeds.personal":
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
    return response
