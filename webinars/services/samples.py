"""Mails as they would be, about a seat that nobody holds: for previews and tests."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value

from webinars.models import (
    CalendarMethod,
    Delivery,
    Enrollment,
    EnrollmentStatus,
    Invitation,
    MessageKind,
    PartStat,
    Registrant,
    Registration,
    Series,
    Webinar,
    WordedMail,
)

# A token made of it opens nothing.
NOBODYS_NONCE = "sample0000000000000000"
CALENDAR = {
    WordedMail.INVITED: CalendarMethod.REQUEST,
    WordedMail.PROMOTED: CalendarMethod.REQUEST,
    WordedMail.MOVED: CalendarMethod.REQUEST,
    WordedMail.CHANGED: CalendarMethod.REQUEST,
    WordedMail.CANCELLED: CalendarMethod.CANCEL,
    WordedMail.POSTPONED: CalendarMethod.CANCEL,
    WordedMail.WITHDRAWN: CalendarMethod.CANCEL,
}
KINDS = {
    WordedMail.WELCOME_WAITING: MessageKind.WELCOME,
    WordedMail.MOVED: MessageKind.UPDATED,
    WordedMail.CHANGED: MessageKind.UPDATED,
    WordedMail.POSTPONED: MessageKind.CANCELLED,
    WordedMail.WAITING_CANCELLED: MessageKind.WAITLIST_NEWS,
    WordedMail.WAITING_MOVED: MessageKind.WAITLIST_NEWS,
}
WAITING = {
    WordedMail.WELCOME_WAITING,
    WordedMail.WAITING_CANCELLED,
    WordedMail.WAITING_MOVED,
}


@dataclass(frozen=True)
class Reader:
    """Whom a sample is written to."""

    name: str
    organization: str
    language: str
    time_zone: str


def of_mail(mail: WordedMail, webinar: Webinar, reader: Reader, *, now: datetime) -> Delivery:
    """Return *mail* about *webinar* to *reader*, as no row of any table.

    None of it is added to the database session, whatever rows it names.
    """
    seat = _seat(webinar, reader, now=now, is_waiting=mail in WAITING)
    kind = KINDS.get(mail) or MessageKind(mail.value)
    method = CALENDAR.get(mail)
    return _delivery(seat, kind, method=method, details=_details(mail, webinar), now=now)


def of_broadcast(series: Series, reader: Reader, *, now: datetime) -> Delivery:
    """Return a broadcast of *series* to *reader*, as no row of any table."""
    registration = _registration(series, reader, now=now)
    delivery = Delivery(
        kind=MessageKind.BROADCAST, recipient="", details={}, created_at=now, due_at=now
    )
    set_committed_value(delivery, "registrant", registration.registrant)
    set_committed_value(delivery, "registration", registration)
    return delivery


def reader_of(registrant: Registrant) -> Reader:
    """Return what a mail to *registrant* says of its reader."""
    return Reader(
        registrant.name, registrant.organization, registrant.language, registrant.time_zone
    )


def _details(mail: WordedMail, webinar: Webinar) -> dict[str, Any]:
    details: dict[str, Any] = {}
    if mail in {WordedMail.WELCOME, WordedMail.WELCOME_WAITING}:
        details["enrollments"] = [0]
    if mail is WordedMail.WITHDRAWN:
        details["reason"] = "asked"
    if mail is WordedMail.POSTPONED:
        details["postponed"] = True
    if mail in {WordedMail.WAITING_CANCELLED, WordedMail.WAITING_MOVED}:
        details["news"] = "cancelled" if mail is WordedMail.WAITING_CANCELLED else "moved"
    if webinar.starts_at is not None and webinar.ends_at is not None:
        is_moved = mail in {WordedMail.MOVED, WordedMail.WAITING_MOVED}
        earlier = timedelta(days=1) if is_moved else timedelta()
        details["was_starts_at"] = (webinar.starts_at - earlier).isoformat()
        details["was_ends_at"] = (webinar.ends_at - earlier).isoformat()
    return details


def _seat(webinar: Webinar, reader: Reader, *, now: datetime, is_waiting: bool) -> Enrollment:
    registration = _registration(webinar.series, reader, now=now)
    seat = Enrollment(
        id=0,
        status=EnrollmentStatus.WAITLISTED if is_waiting else EnrollmentStatus.CONFIRMED,
        ticket=1,
        generation=1,
        join_nonce=NOBODYS_NONCE,
        enrolled_at=now,
        confirmed_at=None if is_waiting else now,
    )
    invitation = Invitation(
        generation=1,
        uid="sample@example.org",
        organizer="organizer@example.org",
        attendee="sample@example.org",
        revision=1,
        sequence=0,
        stamped_at=now,
        partstat=PartStat.NEEDS_ACTION,
    )
    # Set so, no relationship hands the invented rows on to the database session.
    set_committed_value(seat, "webinar", webinar)
    set_committed_value(seat, "registration", registration)
    set_committed_value(seat, "invitations", [invitation])
    set_committed_value(invitation, "enrollment", seat)
    set_committed_value(registration, "enrollments", [seat])
    return seat


def _registration(series: Series, reader: Reader, *, now: datetime) -> Registration:
    registrant = Registrant(
        email="sample@example.org",
        name=reader.name,
        organization=reader.organization,
        role="",
        state="",
        language=reader.language,
        time_zone=reader.time_zone,
        manage_nonce=NOBODYS_NONCE,
        feed_nonce=NOBODYS_NONCE,
        unsubscribe_nonce=NOBODYS_NONCE,
        links_changed_at=now,
        created_at=now,
    )
    registration = Registration(is_standing=False, ref="", created_at=now)
    set_committed_value(registration, "registrant", registrant)
    set_committed_value(registration, "series", series)
    set_committed_value(registration, "access_requests", [])
    return registration


def _delivery(
    seat: Enrollment,
    kind: MessageKind,
    *,
    method: CalendarMethod | None,
    details: dict[str, Any],
    now: datetime,
) -> Delivery:
    delivery = Delivery(
        kind=kind,
        recipient="",
        details=details,
        method=method,
        created_at=now,
        due_at=now,
    )
    set_committed_value(delivery, "registrant", seat.registration.registrant)
    set_committed_value(delivery, "registration", seat.registration)
    set_committed_value(delivery, "enrollment", seat)
    set_committed_value(delivery, "invitation", seat.invitations[0])
    return delivery
