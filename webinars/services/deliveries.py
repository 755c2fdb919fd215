"""Putting mails into the outbox, and taking overtaken ones out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased

from webinars.extensions import db
from webinars.models import (
    CalendarMethod,
    Delivery,
    DeliveryState,
    Enrollment,
    EnrollmentStatus,
    Invitation,
    MessageKind,
    Priority,
    Registrant,
    Registration,
    Webinar,
)
from webinars.services.rows import insert_unless_there

PRIORITIES = {
    MessageKind.PRIVATE_LINK: Priority.ACCOUNT,
    MessageKind.CONFIRM_ADDRESS: Priority.ACCOUNT,
    MessageKind.ERASED: Priority.ACCOUNT,
    MessageKind.REMINDER: Priority.REMINDER,
    MessageKind.FOLLOW_UP: Priority.REMINDER,
    MessageKind.BROADCAST: Priority.BROADCAST,
}

# No worker has begun with it.
UNTOUCHED = and_(
    Delivery.state == DeliveryState.DUE,
    Delivery.lease_until.is_(None),
    Delivery.rendered_at.is_(None),
)
# What tells of a change, or of a registration, without a calendar part.
PLAIN_NEWS = (
    MessageKind.WELCOME,
    MessageKind.PROMOTED,
    MessageKind.CANCELLED,
    MessageKind.WITHDRAWN,
    MessageKind.WAITLIST_NEWS,
)


@dataclass(frozen=True)
class MailSet:
    """The mails that one form without a token causes, counted together for their address."""

    id: str
    address_key: str
    due_at: datetime


def enqueue(
    kind: MessageKind,
    registrant: Registrant,
    *,
    key: str,
    now: datetime,
    recipient: str | None = None,
    registration: Registration | None = None,
    invitation: Invitation | None = None,
    enrollment: Enrollment | None = None,
    method: CalendarMethod | None = None,
    details: Mapping[str, Any] | None = None,
    mail_set: MailSet | None = None,
    due_at: datetime | None = None,
) -> None:
    """Add one mail, due at once, at *due_at*, or when its set is; the same *key* only once.

    A mail with a calendar *method* takes SEQUENCE and DTSTAMP from its *invitation*.
    """
    values = {
        "kind": kind,
        "key": key,
        "priority": PRIORITIES.get(kind, Priority.CHANGE),
        "state": DeliveryState.DUE,
        "due_at": mail_set.due_at if mail_set else due_at or now,
        "created_at": now,
        "recipient": recipient or registrant.email,
        "registrant_id": registrant.id,
        "registration_id": registration and registration.id,
        "enrollment_id": enrollment and enrollment.id,
        "invitation_id": invitation and invitation.id,
        "method": method,
        "sequence": invitation.sequence if invitation and method else None,
        "stamped_at": invitation.stamped_at if invitation and method else None,
        "details": dict(details or {}),
        "address_key": mail_set and mail_set.address_key,
        "mail_set": mail_set and mail_set.id,
        "attempts": 0,
    }
    insert_unless_there(Delivery, values, "key")


def enqueue_plain_news(
    kind: MessageKind,
    enrollment: Enrollment,
    *,
    now: datetime,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add a mail without a calendar part about a seat, or a place on a waiting list.

    For whom no calendar shows the webinar; of one state of it, and one place, only once.
    """
    enqueue(
        kind,
        enrollment.registration.registrant,
        key=f"{kind}:{enrollment.id}:{enrollment.ticket}:{enrollment.webinar.revision}",
        now=now,
        registration=enrollment.registration,
        enrollment=enrollment,
        details=details,
    )


def enqueue_for_seats(
    kind: MessageKind,
    webinar: Webinar,
    *,
    method: CalendarMethod,
    priority: Priority,
    now: datetime,
    details: Mapping[str, Any],
) -> None:
    """Add one mail with a calendar part for every invited seat of *webinar*, in one statement.

    A seat for which a mail with the invitation's DTSTAMP waits already gets no other.
    What must leave before them, for the same seats, gets no lower *priority* than they have.
    """
    hurry(of_webinar(webinar), priority)
    if priority is Priority.URGENT:
        # Its priority cannot tell: what it takes along has the same.
        details = {**details, "urgent": True}
    rows = (
        select(*_columns(kind, method, priority, now, details))
        .select_from(Enrollment)
        .join(Enrollment.registration)
        .join(Registration.registrant)
        .join(Enrollment.invitations)
        .where(
            Enrollment.webinar_id == webinar.id,
            Enrollment.status == EnrollmentStatus.CONFIRMED,
            Invitation.withdrawn_at.is_(None),
            Registrant.erased_at.is_(None),
            ~exists().where(
                Delivery.invitation_id == Invitation.id,
                Delivery.stamped_at == Invitation.stamped_at,
            ),
        )
        .order_by(Enrollment.ticket)
    )
    names = [column.name for column in rows.selected_columns]
    db.session.execute(insert(Delivery).from_select(names, rows, include_defaults=False))


def restamp_waiting_requests(webinar: Webinar, stamp: datetime) -> None:
    """Give the DTSTAMP *stamp* to invitations to *webinar* that are still to be written.

    Of each invitation only the last mail, and only where no worker holds it: what one takes
    after this transaction it writes as the webinar is then.
    """
    other = aliased(Delivery)
    last = select(func.max(other.id)).where(
        other.invitation_id == Delivery.invitation_id, other.method.is_not(None)
    )
    # One statement, as in `supersede`: who claims a row meanwhile is waited for, and asked again.
    db.session.execute(
        update(Delivery)
        .where(
            UNTOUCHED,
            Delivery.method == CalendarMethod.REQUEST,
            Delivery.id == last.scalar_subquery(),
            of_webinar(webinar),
        )
        .values(stamped_at=stamp),
        execution_options={"synchronize_session": False},
    )


def readdress(registrant: Registrant, address: str) -> None:
    """Let plain news that no worker has begun with go to a person's new *address*."""
    db.session.execute(
        update(Delivery)
        .where(
            Delivery.registrant_id == registrant.id,
            UNTOUCHED,
            Delivery.kind.in_(PLAIN_NEWS),
            Delivery.method.is_(None),
        )
        .values(recipient=address),
        execution_options={"synchronize_session": False},
    )


def supersede(condition: ColumnElement[bool], *, now: datetime) -> None:
    """Take out the unsettled mails that match *condition*, because newer news replace them.

    One that a worker is sending is only marked: if it fails, it is not tried again. A CANCEL
    is never taken out: without it an event would stay in a calendar for ever.
    """
    is_leased = Delivery.lease_until > now
    moment = literal(now, Delivery.__table__.c.settled_at.type)
    # One statement: between two, a worker could take or put back a mail that neither sees.
    db.session.execute(
        update(Delivery)
        .where(
            Delivery.state == DeliveryState.DUE,
            or_(Delivery.method.is_(None), Delivery.method != CalendarMethod.CANCEL),
            condition,
        )
        .values(
            state=case((is_leased, Delivery.state), else_=DeliveryState.SUPERSEDED),
            overtaken_at=case((is_leased, moment), else_=Delivery.overtaken_at),
            settled_at=case((is_leased, Delivery.settled_at), else_=moment),
            rendered=case((is_leased, Delivery.rendered), else_=None),
        ),
        execution_options={"synchronize_session": False},
    )


def hurry(condition: ColumnElement[bool], priority: Priority) -> None:
    """Let the unsettled mails that match *condition* leave with *priority*, or their own higher."""
    db.session.execute(
        update(Delivery)
        .where(Delivery.state == DeliveryState.DUE, Delivery.priority > int(priority), condition)
        .values(priority=int(priority)),
        execution_options={"synchronize_session": False},
    )


def of_enrollment(enrollment: Enrollment) -> ColumnElement[bool]:
    """Return the condition for all mails about one seat."""
    return Delivery.enrollment_id == enrollment.id


def of_webinar(webinar: Webinar) -> ColumnElement[bool]:
    """Return the condition for all mails about seats of one webinar."""
    return Delivery.enrollment_id.in_(
        select(Enrollment.id).where(Enrollment.webinar_id == webinar.id)
    )


def _columns(
    kind: MessageKind,
    method: CalendarMethod,
    priority: Priority,
    now: datetime,
    details: Mapping[str, Any],
) -> list[ColumnElement[Any]]:
    column = Delivery.__table__.c
    enrollment, generation, revision = (
        cast(number, String)
        for number in (Enrollment.id, Invitation.generation, Invitation.revision)
    )
    values: dict[str, Any] = {
        "key": "invite:" + enrollment + ":" + generation + ":" + revision,
        "kind": literal(kind, column.kind.type),
        "priority": literal(int(priority)),
        "state": literal(DeliveryState.DUE, column.state.type),
        "due_at": literal(now, column.due_at.type),
        "created_at": literal(now, column.created_at.type),
        "recipient": Invitation.attendee,
        "registrant_id": Registrant.id,
        "registration_id": Registration.id,
        "enrollment_id": Enrollment.id,
        "invitation_id": Invitation.id,
        "method": literal(method, column.method.type),
        "sequence": Invitation.sequence,
        "stamped_at": Invitation.stamped_at,
        "details": literal(dict(details), column.details.type),
        "attempts": literal(0),
    }
    return [value.label(name) for name, value in values.items()]
