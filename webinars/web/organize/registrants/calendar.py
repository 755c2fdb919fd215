"""What somebody's calendar was sent about one seat: each invitation, and each message of it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import render_template
from flask.typing import ResponseReturnValue

from webinars.domain.ledger import Generation, Message, ledger
from webinars.domain.permissions import Permission
from webinars.i18n import clock_time, gettext, short_day
from webinars.models import DeliveryState, Series
from webinars.queries.registrant_pages import calendar_mails_of
from webinars.web.organize.access import for_series
from webinars.web.organize.registrants.blueprint import bp, the_seat
from webinars.web.organize.registrants.words import (
    CALENDAR_ANSWERS,
    MAIL_KINDS,
    mail_state,
    moment_words,
)


@dataclass(frozen=True)
class Line:
    """One message, in words."""

    mail: int
    name: str
    method: str
    sequence: int | None
    stamped: str
    message_id: str
    in_reply_to: str
    state: str
    tone: str
    moment: str


@dataclass(frozen=True)
class Part:
    """One invitation, in words."""

    number: int
    facts: list[tuple[str, str]]
    lines: list[Line]


@bp.get("/<series>/<int:registrant>/seats/<int:seat>/calendar")
@for_series(Permission.SEE_REGISTRANTS)
def calendar(series: Series, registrant: int, seat: int) -> ResponseReturnValue:
    """Show the ledger of one seat: UIDs, METHOD, SEQUENCE and DTSTAMP, and what left when."""
    found = the_seat(series, registrant, seat)
    generations = ledger(found.invitations, calendar_mails_of(found))
    return render_template(
        "organize/registrants/calendar.html",
        series=series,
        person=found.registration.registrant,
        webinar=found.webinar,
        parts=[_part(one, series.time_zone) for one in generations],
    )


def _part(generation: Generation, zone: str) -> Part:
    invitation = generation.invitation
    withdrawn_at = invitation.withdrawn_at
    stands = (
        gettext("Taken back on %(moment)s", moment=_moment(withdrawn_at, zone))
        if withdrawn_at
        else gettext("In force")
    )
    return Part(
        invitation.generation,
        [
            (gettext("How it stands"), stands),
            (gettext("Answer of the calendar"), str(CALENDAR_ANSWERS[invitation.partstat])),
            ("UID", invitation.uid),
            ("ORGANIZER", invitation.organizer),
            ("ATTENDEE", invitation.attendee),
        ],
        [_line(message, zone) for message in generation.messages],
    )


def _line(message: Message, zone: str) -> Line:
    delivery = message.delivery
    words, tone = mail_state(delivery, zone)
    is_dropped = delivery.state in (DeliveryState.SUPERSEDED, DeliveryState.SKIPPED)
    return Line(
        mail=delivery.id,
        name=str(MAIL_KINDS.get(delivery.kind, delivery.kind.value)),
        method=message.method.value if message.method else gettext("A plain mail"),
        sequence=delivery.sequence,
        stamped=_stamp(delivery.stamped_at),
        message_id="" if is_dropped else delivery.message_id or "",
        in_reply_to="" if is_dropped else message.in_reply_to or "",
        state=words,
        tone=tone,
        moment=moment_words(delivery, zone),
    )


def _stamp(moment: datetime | None) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC") if moment else ""


def _moment(moment: datetime, zone: str) -> str:
    return f"{short_day(moment, zone)}, {clock_time(moment, zone)}"
