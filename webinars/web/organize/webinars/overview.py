"""One webinar at a glance."""

from flask import render_template
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.domain.stages import stage
from webinars.models import Series
from webinars.queries.audiences import is_asked_for
from webinars.queries.enrollments import seats
from webinars.web.organize.access import for_series
from webinars.web.organize.webinars.blueprint import bp, webinar_of


@bp.get("/<webinar>/")
@for_series(Permission.SEE_SERIES)
def show(series: Series, webinar: str) -> ResponseReturnValue:
    """Show what is set of a webinar, and what can be done with it."""
    found, now = webinar_of(series, webinar), utcnow()
    return render_template(
        "organize/webinars/show.html",
        series=series,
        webinar=found,
        stage=stage(found, now),
        seats=seats([found])[found.id],
        is_asked_for=is_asked_for(found),
    )
