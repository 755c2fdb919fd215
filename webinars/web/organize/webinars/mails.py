"""The mails that a change has caused, while they go out."""

from datetime import UTC, datetime, timedelta

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.models import DeliveryState, Series
from webinars.queries.audiences import mails_since
from webinars.web.organize.access import for_series
from webinars.web.organize.webinars.blueprint import bp, webinar_of

SECONDS = 5
A_DAY = timedelta(days=1)


@bp.get("/<webinar>/mails")
@for_series(Permission.SEE_SERIES)
def mails(series: Series, webinar: str) -> ResponseReturnValue:
    """Count the mails about a webinar since a moment; comes again by itself while some are due."""
    found = webinar_of(series, webinar)
    since, is_still = _since(), "still" in request.args
    counts = mails_since(found, since)
    is_going = bool(counts.get(DeliveryState.DUE)) and not is_still
    response = make_response(
        render_template(
            "organize/webinars/mails.html",
            series=series,
            webinar=found,
            counts={state.value: number for state, number in counts.items()},
            total=sum(counts.values()),
            is_going=is_going,
            seconds=SECONDS,
            address=url_for(
                ".mails", series=series.slug, webinar=found.slug, since=since.isoformat()
            ),
        )
    )
    if is_going:
        # Works without a script, and can be stopped by the link on the page (WCAG 2.2.2).
        response.headers["Refresh"] = str(SECONDS)
    return response


def _since() -> datetime:
    """Return the moment that the address names, or a day ago."""
    try:
        asked = datetime.fromisoformat(request.args.get("since", "").replace(" ", "+"))
    except ValueError:
        return utcnow() - A_DAY
    return asked if asked.tzinfo else asked.replace(tzinfo=UTC)
