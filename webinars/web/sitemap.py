"""The list of all public pages, for search engines."""

from collections.abc import Iterator

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue

from webinars.domain.sitemap import Listed, sitemap
from webinars.i18n import languages
from webinars.links import external_url
from webinars.queries.sitemap import (
    case_study_places,
    practice_places,
    series_places,
    sponsor_places,
    webinar_places,
)
from webinars.web.feeds.response import PUBLIC
from webinars.web.public.kept import PUBLIC_BLUEPRINTS

PLACES = {
    "series.show": series_places,
    "webinar.show": webinar_places,
    "practices.show": practice_places,
    "case_studies.show": case_study_places,
    "sponsors.show": sponsor_places,
}

bp = Blueprint("sitemap", __name__)


@bp.get("/sitemap.xml")
def show() -> ResponseReturnValue:
    """List every public page in each language, drafts excepted."""
    response = Response(sitemap(_pages(), languages()), content_type="application/xml")
    response.headers["Cache-Control"] = PUBLIC
    response.add_etag()
    return response.make_conditional(request)


def single_pages() -> list[str]:
    """Return the public pages of which there is one each, by endpoint, the first page first."""
    rules = [
        rule
        for rule in current_app.url_map.iter_rules()
        if not rule.arguments
        and rule.endpoint.partition(".")[0] in PUBLIC_BLUEPRINTS
        and rule.rule.endswith("/")
    ]
    return [rule.endpoint for rule in sorted(rules, key=lambda rule: rule.rule)]


def _pages() -> Iterator[Listed]:
    for endpoint in single_pages():
        yield Listed(external_url(endpoint), None)
    for endpoint, places in PLACES.items():
        for place, changed_at in places():
            yield Listed(external_url(endpoint, **place), changed_at)
