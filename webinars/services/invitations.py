"""Inviting seats to calendars, and telling calendars what changed (RFC 5546)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select, update

from webinars.extensions import db
from webinars.links import uid_mac
from webinars.models import (
    CalendarMethod,
    Enrollment,
    EnrollmentStatus,
    Invitation,
    MessageKind,
    PartStat,
    Priority,
    Registrant,
    Webinar,
)
from webinars.queries.enrollments import confirmed_enrollments
from webinars.services import deliveries
from webinars.services.deliveries import MailSet
from webinars.settings import settings

# An answer belongs to the time that it answers. Its stamp stays: it is older than any to come.
UNANSWERED: Mapping[str, Any] = {
    "partstat": PartStat.NEEDS_ACTION,
    "is_answer_verified": False,
    "answer_comment": "",
    "proposed_starts_at": None,
}


def invite(
    enrollment: Enrollment,
    kind: MessageKind,
    *,
    now: datetime,
    mail_set: MailSet | None = None,
) -> None:
    """Begin a new generation of invitations for a seat, with REQUEST and SEQUENCE 0.

    Does nothing while the webinar has no date, is cancelled or over. An earlier generation
    must have been withdrawn: its UID never comes back.
    """
    webinar = enrollment.webinar
    if not webinar.is_dated or webinar.is_cancelled or webinar.is_over(now):
        return
    enrollment.generation += 1
    invitation = Invitation(
        enrollment=enrollment,
        generation=enrollment.generation,
        uid=_new_uid(enrollment),
        organizer=settings().sender.addr_spec,
        attendee=enrollment.registration.registrant.email,
        revision=1,
        sequence=0,
        stamped_at=now.replace(microsecond=0),
        partstat=PartStat.NEEDS_ACTION,
    )
    db.session.add(invitation)
    db.session.flush()
    _enqueue(kind, invitation, CalendarMethod.REQUEST, now=now, mail_set=mail_set)


def invite_all(webinar: Webinar, kind: MessageKind, *, now: datetime) -> None:
    """Invite every confirmed seat that has no invitation in force."""
    invited = set(
        db.session.scalars(
            select(Invitation.enrollment_id)
            .join(Invitation.enrollment)
            .where(Enrollment.webinar_id == webinar.id, Invitation.withdrawn_at.is_(None))
        )
    )
    for enrollment in confirmed_enrollments(webinar):
        if enrollment.id not in invited:
            invite(enrollment, kind, now=now)


def withdraw(
    enrollment: Enrollment, *, reason: str, now: datetime, mail_set: MailSet | None = None
) -> None:
    """Take one seat's invitation back with CANCEL; what was still to be sent for it is dropped.

    Who has none in a calendar, and did not do it themselves, gets a plain mail.

    *reason* is ``asked``, ``organizer``, ``declined``, ``again``, ``import``,
    ``address`` or ``erased``; the mail says it in words.
    """
    deliveries.supersede(deliveries.of_enrollment(enrollment), now=now)
    invitation, webinar = current_invitation(enrollment), enrollment.webinar
    if webinar.is_over(now):
        return
    if invitation is None:
        # A seat that is in no calendar though there is a date was taken in without mails.
        is_told = enrollment.confirmed_at is None or not webinar.is_dated
        if reason == "organizer" and is_told:
            details = {"reason": reason, "has_waited": enrollment.confirmed_at is None}
            kind = MessageKind.WITHDRAWN
            deliveries.enqueue_plain_news(kind, enrollment, now=now, details=details)
        return
    invitation.revision += 1
    invitation.sequence += 1
    invitation.stamped_at = next_stamp(invitation.stamped_at, now)
    invitation.withdrawn_at = now
    db.session.flush()
    _enqueue(
        MessageKind.WITHDRAWN,
        invitation,
        CalendarMethod.CANCEL,
        now=now,
        mail_set=mail_set,
        details={
            "reason": reason,
            # A CANCEL repeats them, though the webinar have no date any more when it is mailed.
            "was_starts_at": webinar.starts_at and webinar.starts_at.isoformat(),
            "was_ends_at": webinar.ends_at and webinar.ends_at.isoformat(),
        },
    )


def send_again(enrollment: Enrollment, *, now: datetime) -> bool:
    """Mail a seat's invitation once more, as the webinar is now; False where there is none.

    The same UID and SEQUENCE with a newer DTSTAMP: calendars take it for the event they have.
    """
    invitation, webinar = current_invitation(enrollment), enrollment.webinar
    if invitation is None or webinar.is_cancelled or webinar.is_over(now):
        return False
    invitation.revision += 1
    invitation.stamped_at = next_stamp(invitation.stamped_at, now)
    db.session.flush()
    _enqueue(MessageKind.INVITED, invitation, CalendarMethod.REQUEST, now=now, mail_set=None)
    return True


def current_invitation(enrollment: Enrollment) -> Invitation | None:
    """Return the invitation in force for a seat."""
    return db.session.scalar(
        select(Invitation).where(
            Invitation.enrollment_id == enrollment.id,
            Invitation.generation == enrollment.generation,
            Invitation.withdrawn_at.is_(None),
        )
    )


def update_text(
    webinar: Webinar, *, priority: Priority, details: dict[str, Any], now: datetime
) -> None:
    """Send every invited seat a REQUEST with the text as it is now; SEQUENCE and answer stay.

    One that still waits to be written takes the text along, with the newer DTSTAMP: nobody is
    told twice.
    """
    stamp = _advance(webinar, now=now, sequence_step=0, values={})
    if stamp is None:
        return
    deliveries.restamp_waiting_requests(webinar, stamp)
    deliveries.enqueue_for_seats(
        MessageKind.UPDATED,
        webinar,
        method=CalendarMethod.REQUEST,
        priority=priority,
        now=now,
        details=details,
    )


def update_time(
    webinar: Webinar, *, priority: Priority, details: dict[str, Any], now: datetime
) -> None:
    """Send every invited seat a REQUEST with the new time and the next SEQUENCE.

    It replaces what was still to be sent, and takes back what people answered to the former
    time: their calendars ask anew (RFC 5546, 2.1.4).
    """
    deliveries.supersede(deliveries.of_webinar(webinar), now=now)
    _advance(webinar, now=now, sequence_step=1, values=UNANSWERED)
    deliveries.enqueue_for_seats(
        MessageKind.UPDATED,
        webinar,
        method=CalendarMethod.REQUEST,
        priority=priority,
        now=now,
        details=details,
    )


def cancel_all(
    webinar: Webinar, *, priority: Priority, details: dict[str, Any], now: datetime
) -> None:
    """Send every invited seat a CANCEL, and end this generation of invitations.

    What was still to be sent for the seats must have been taken out before.
    """
    in_force = list(db.session.scalars(select(Invitation.id).where(_in_force(webinar))))
    _advance(webinar, now=now, sequence_step=1, values={})
    deliveries.enqueue_for_seats(
        MessageKind.CANCELLED,
        webinar,
        method=CalendarMethod.CANCEL,
        priority=priority,
        now=now,
        details=details,
    )
    if in_force:
        _change(_in_force(webinar), {"withdrawn_at": now})


def next_stamp(last: datetime, now: datetime) -> datetime:
    """Return a DTSTAMP for *now* that is at least a second after *last* (RFC 5546, 2.1.5)."""
    return max(now.replace(microsecond=0), last + timedelta(seconds=1))


def _advance(
    webinar: Webinar, *, now: datetime, sequence_step: int, values: Mapping[str, Any]
) -> datetime | None:
    """Take the next revision and DTSTAMP, and SEQUENCE if asked, for all in force at once.

    Returns the DTSTAMP; None when nobody is invited.
    """
    last = db.session.scalar(select(func.max(Invitation.stamped_at)).where(_in_force(webinar)))
    if last is None:
        return None
    stamp = next_stamp(last, now)
    counters = {
        "revision": Invitation.revision + 1,
        "sequence": Invitation.sequence + sequence_step,
        "stamped_at": stamp,
    }
    _change(_in_force(webinar), counters | dict(values))
    return stamp


def _change(condition: ColumnElement[bool], values: dict[str, Any]) -> None:
    db.session.execute(
        update(Invitation).where(condition).values(values),
        execution_options={"synchronize_session": False},
    )
    db.session.expire_all()


def _in_force(webinar: Webinar) -> ColumnElement[bool]:
    seats = select(Enrollment.id).where(
        Enrollment.webinar_id == webinar.id, Enrollment.status == EnrollmentStatus.CONFIRMED
    )
    return Invitation.enrollment_id.in_(seats) & Invitation.withdrawn_at.is_(None)


def _new_uid(enrollment: Enrollment) -> str:
    webinar_id, generation = enrollment.webinar_id, enrollment.generation
    mac = uid_mac(webinar_id, enrollment.id, generation)
    return f"webinar-{webinar_id}-e{enrollment.id}-g{generation}-{mac}@{settings().host}"


def _enqueue(
    kind: MessageKind,
    invitation: Invitation,
    method: CalendarMethod,
    *,
    now: datetime,
    mail_set: MailSet | None,
    details: dict[str, Any] | None = None,
) -> None:
    enrollment = invitation.enrollment
    registrant: Registrant = enrollment.registration.registrant
    deliveries.enqueue(
        kind,
        registrant,
        key=f"invite:{enrollment.id}:{invitation.generation}:{invitation.revision}",
        now=now,
        recipient=invitation.attendee,
        registration=enrollment.registration,
        enrollment=enrollment,
        invitation=invitation,
        method=method,
        details=details,
        mail_set=mail_set,
    )
