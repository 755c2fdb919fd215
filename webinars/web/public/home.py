"""The first page: the story of the installation."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.queries.catalog import approach, case_studies, practice_groups
from webinars.queries.series import all_published_series
from webinars.web.public.cards import coming_first, series_cards

CASE_STUDIES_SHOWN = 2
WEBINARS_SHOWN = 6

bp = Blueprint("home", __name__)


@bp.get("/")
def show() -> ResponseReturnValue:
    """Tell what is offered, and why."""
    series = series_cards(all_published_series(), utcnow())
    return render_template(
        "public/home.html",
        series=series,
        coming=coming_first(series)[:WEBINARS_SHOWN],
        groups=practice_groups(),
        case_studies=case_studies(CASE_STUDIES_SHOWN),
        approach=approach(),
    )
