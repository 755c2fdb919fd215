"""The first page of the console: what needs somebody, and how every series stands."""

from flask import render_template
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.i18n import clock_time
from webinars.queries import dashboard
from webinars.web.organize.access import allowed, for_signed_in, the_user
from webinars.web.organize.dashboard.blueprint import bp
from webinars.web.organize.dashboard.concerns import concerns_of


@bp.get("/")
@for_signed_in
def show() -> ResponseReturnValue:
    """Show all series of the person as they stand now, those that need somebody first."""
    now = utcnow()
    series = dashboard.series_of(the_user())
    sees_mails = [one for one in series if allowed(Permission.SEE_DELIVERIES, one)]
    found = dashboard.today(series, now) if series else []
    return render_template(
        "organize/dashboard/today.html",
        today=found,
        concerns={one.series.id: concerns_of(one) for one in found},
        post=dashboard.post(now) if sees_mails else dashboard.Post(),
        sees_mails={one.id for one in sees_mails},
        clock=clock_time,
    )
