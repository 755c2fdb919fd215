"""One series at a glance: its webinars, and what can be done next."""

from flask import render_template
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.models import Series
from webinars.queries.enrollments import seats
from webinars.queries.series_lists import registration_counts
from webinars.services.series_states import to_come
from webinars.web.organize.access import for_series
from webinars.web.organize.series.blueprint import bp
from webinars.web.public.cards import cards


@bp.get("/<series>/")
@for_series(Permission.SEE_SERIES)
def show(series: Series) -> ResponseReturnValue:
    """Show the series with its webinars, and what is left to do."""
    now = utcnow()
    return render_template(
        "organize/series/show.html",
        series=series,
        cards=cards(series.webinars, now),
        seats=seats(series.webinars),
        registrations=registration_counts([series]).get(series.id, 0),
        ahead=len(to_come(series, now)),
    )
