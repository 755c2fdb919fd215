"""The list of a series' mails."""

from datetime import datetime
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.delivery_stands import Stand, stand_of
from webinars.domain.permissions import Permission
from webinars.i18n import gettext
from webinars.models import Delivery, Series
from webinars.queries.delivery_lists import delivery_slice
from webinars.queries.figures import Mails, mails
from webinars.web.organize.access import for_series, for_signed_in
from webinars.web.organize.choosing import lead_to_series
from webinars.web.organize.deliveries import words
from webinars.web.organize.deliveries.asked import as_typed, filters_asked_for, number_asked_for
from webinars.web.organize.deliveries.blueprint import bp

PER_PAGE = 50


@bp.get("/")
@for_signed_in
def choose() -> ResponseReturnValue:
    """Lead to the mails of the only series, or let one be chosen."""
    return lead_to_series(
        "organize.deliveries.index",
        Permission.SEE_DELIVERIES,
        title=gettext("Mails"),
        nothing=gettext("Here will stand the mails of the series that you belong to."),
    )


@bp.get("/<series>/")
@for_series(Permission.SEE_DELIVERIES)
def index(series: Series) -> ResponseReturnValue:
    """Show the mails of the series, the latest first."""
    filters, now = filters_asked_for(series), utcnow()
    found = delivery_slice(
        series,
        filters,
        before=number_asked_for("before"),
        after=number_asked_for("after"),
        size=PER_PAGE,
    )
    typed, rows = as_typed(filters), found.rows
    return render_template(
        "organize/deliveries/index.html",
        series=series,
        lines=[line(delivery, series, now) for delivery in rows],
        counts=counts_by_stand(mails(series)),
        typed=typed,
        stand=filters.stand,
        kinds=[(kind.value, str(name)) for kind, name in words.KINDS.items()],
        stands=words.STANDS,
        newer=_page(series, typed, after=rows[0].id) if found.has_newer and rows else None,
        older=_page(series, typed, before=rows[-1].id) if found.has_older and rows else None,
    )


def line(delivery: Delivery, series: Series, now: datetime) -> dict[str, object]:
    """Return one mail of the list, in words."""
    stand = stand_of(delivery)
    seat = delivery.enrollment
    return {
        "id": delivery.id,
        "name": delivery.subject or words.kind_words(delivery.kind),
        "kind": words.kind_words(delivery.kind),
        "recipient": delivery.recipient,
        "registrant_id": delivery.registrant_id,
        "webinar": seat.webinar if seat is not None else None,
        "stand": words.STANDS[stand],
        "tone": words.TONES.get(stand, ""),
        "fate": words.fate(delivery, series.time_zone, now),
    }


def counts_by_stand(counted: Mails) -> dict[Stand, int]:
    """Return how many mails stand where."""
    return {
        Stand.DELAYED: counted.delayed,
        Stand.WAITING: counted.due - counted.delayed,
        Stand.FAILED: counted.failed,
        Stand.GIVEN_UP: counted.given_up,
        Stand.SENT: counted.sent,
        Stand.SUPERSEDED: counted.superseded,
        Stand.SKIPPED: counted.skipped,
    }


def _page(series: Series, typed: dict[str, str], **place: int) -> str:
    values: dict[str, Any] = {**typed, **place}
    return url_for(".index", series=series.slug, **values)
