"""A series: its webinars, its practices, the people and organizations behind it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.queries.series import series_with_everything
from webinars.web.public.cards import practices_taught, series_cards, speakers_of
from webinars.web.public.previews import preview_token, previewable

bp = Blueprint("series", __name__)


@bp.get("/series/<series>/")
@previewable
def show(series: str) -> ResponseReturnValue:
    """Show what is taught, when, and how to take part."""
    found = series_with_everything(series, preview=preview_token())
    [card] = series_cards([found], utcnow())
    return render_template(
        "public/series.html",
        series=found,
        card=card,
        speakers=speakers_of(found.webinars),
        map=practices_taught(found.webinars),
    )
