"""The list of the series that one works on."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.ical.text import clean_line
from webinars.domain.stages import next_webinar
from webinars.models import SeriesStatus
from webinars.queries.series_lists import archived_count, registration_counts, series_of
from webinars.web.organize.access import for_signed_in, the_user
from webinars.web.organize.pagination import paginated
from webinars.web.organize.series.blueprint import bp

LONGEST_SEARCH = 100


@bp.get("/")
@for_signed_in
def index() -> ResponseReturnValue:
    """List the series that the person may see; archived ones only when asked for."""
    user, now = the_user(), utcnow()
    search = clean_line(request.args.get("search", ""))[:LONGEST_SEARCH]
    asked = request.args.get("status", "")
    status = SeriesStatus(asked) if asked in {*SeriesStatus} else None
    page = paginated(series_of(user, search=search, status=status))
    return render_template(
        "organize/series/index.html",
        page=page,
        counts=registration_counts(list(page.rows)),
        next={one.id: next_webinar(one.webinars, now) for one in page.rows},
        search=search,
        status=status.value if status else "",
        archived=archived_count(user),
    )
