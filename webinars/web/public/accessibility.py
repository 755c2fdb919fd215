"""The accessibility statement: what works for whom, what does not, and whom to tell."""

from datetime import UTC, datetime

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.stages import LEFT, Stage, by_date, stage
from webinars.queries.series import all_published_series
from webinars.settings import settings
from webinars.web.access import promises

bp = Blueprint("accessibility", __name__)

# When somebody last went through templates/public/accessibility.html and tried what it says.
REVIEWED_ON = datetime(2026, 11, 22, 12, tzinfo=UTC)
STILL_TO_COME = LEFT | {Stage.UNDATED}


@bp.get("/accessibility/")
def show() -> ResponseReturnValue:
    """Tell how to ask for access, what each coming webinar offers, and how our pages behave."""
    now = utcnow()
    webinars = by_date(webinar for one in all_published_series() for webinar in one.webinars)
    coming = [webinar for webinar in webinars if stage(webinar, now) in STILL_TO_COME]
    return render_template(
        "public/accessibility.html",
        contact=settings().contact,
        coming=promises(coming, now),
        reviewed_on=REVIEWED_ON,
    )
