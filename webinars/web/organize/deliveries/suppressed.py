"""The addresses of a series that get no mail of some kind, and why."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webinars.domain.permissions import Permission
from webinars.i18n import clock_time, short_day
from webinars.models import Registrant, Series, Suppression
from webinars.queries.suppressions import in_force, suppressed_registrations
from webinars.web.organize.access import for_series
from webinars.web.organize.deliveries.blueprint import bp
from webinars.web.organize.pagination import paginated
from webinars.web.organize.registrants.returned import scope_words
from webinars.web.organize.registrants.words import address_words

LONGEST = 200


@bp.get("/<series>/suppressed")
@for_series(Permission.SEE_DELIVERIES)
def suppressed(series: Series) -> ResponseReturnValue:
    """List who gets no mail of some kind, with what the other mail server said."""
    text = " ".join(request.args.get("q", "").replace("\0", " ").split())[:LONGEST]
    page = paginated(suppressed_registrations(series.id, text))
    people = [row.registrant for row in page.rows]
    held_back = in_force({one.email_key for one in people})
    return render_template(
        "organize/deliveries/suppressed.html",
        series=series,
        text=text,
        page=page,
        lines=[_line(one, held_back[one.email_key], series.time_zone) for one in people],
    )


def _line(person: Registrant, held_back: list[Suppression], zone: str) -> dict[str, object]:
    first = held_back[0]
    told = next((one for one in held_back if one.words), first)
    return {
        "person": person,
        "mark": address_words(held_back),
        "kinds": scope_words(held_back),
        "since": f"{short_day(first.since, zone)}, {clock_time(first.since, zone)}",
        "words": told.words,
        "status_code": "" if told.status_code in told.words else told.status_code,
    }
