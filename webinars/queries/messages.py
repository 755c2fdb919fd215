"""What the mails need to know beside the rows they name."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload, object_session

from webinars.domain.suppressing import OPTIONAL_KINDS
from webinars.extensions import db
from webinars.models import (
    CalendarMethod,
    Delivery,
    Enrollment,
    EnrollmentStatus,
    MessageKind,
    Registration,
    Webinar,
    WebinarStatus,
)


def with_rows(delivery: Delivery) -> Delivery:
    """Return *delivery* with the rows that its mail is about, all fetched in one question."""
    seat = joinedload(Delivery.enrollment)
    return db.session.scalars(
        select(Delivery)
        .where(Delivery.id == delivery.id)
        .options(
            joinedload(Delivery.registrant),
            joinedload(Delivery.user),
            joinedload(Delivery.registration),
            joinedload(Delivery.invitation),
            joinedload(Delivery.broadcast),
            seat.joinedload(Enrollment.webinar).joinedload(Webinar.series),
        )
    ).one()


def has_attempted_request(delivery: Delivery) -> bool:
    """Return whether an earlier REQUEST of the delivery's invitation may have reached somebody."""
    earlier = select(Delivery.id).where(
        Delivery.invitation_id == delivery.invitation_id,
        Delivery.id < delivery.id,
        Delivery.method == CalendarMethod.REQUEST,
        Delivery.attempts > 0,
    )
    return db.session.scalar(earlier.limit(1)) is not None


def first_kind(delivery: Delivery) -> MessageKind:
    """Return how the delivery's invitation began: as an invitation, or as a seat given on."""
    first = (
        select(Delivery.kind)
        .where(
            Delivery.invitation_id == delivery.invitation_id,
            Delivery.id < delivery.id,
            Delivery.method == CalendarMethod.REQUEST,
        )
        .order_by(Delivery.id)
        .limit(1)
    )
    return db.session.scalar(first) or MessageKind.INVITED


def former_times(delivery: Delivery) -> tuple[datetime, datetime] | None:
    """Return when the webinar was to be as far as the mail's reader has heard.

    That is before the change that the mail tells of, and before those it took the place of.
    """
    details = delivery.details
    # Only a second change can have taken the place of a first.
    if delivery.method is not None and (delivery.sequence or 0) > 1:
        details = _untold_details(delivery) or details
    elif delivery.kind is MessageKind.WAITLIST_NEWS and object_session(delivery) is not None:
        details = _untold_news(delivery) or details
    started, ended = (details.get(name) for name in ("was_starts_at", "was_ends_at"))
    if started is None or ended is None:
        return None
    return datetime.fromisoformat(started), datetime.fromisoformat(ended)


def asks_anew(delivery: Delivery) -> bool:
    """Return whether a REQUEST has another SEQUENCE than the last that may have been read.

    Calendars then ask for an answer again, be the time another or not. An invented mail, which
    is no row, is the only one.
    """
    if object_session(delivery) is None:
        return False
    told = select(func.max(Delivery.sequence)).where(
        Delivery.invitation_id == delivery.invitation_id,
        Delivery.id < delivery.id,
        Delivery.method == CalendarMethod.REQUEST,
        Delivery.attempts > 0,
    )
    return (delivery.sequence or 0) > (db.session.scalar(told) or 0)


def is_told_already(delivery: Delivery) -> bool:
    """Return whether the last news that may have been read about a seat are the same."""
    last = db.session.execute(
        select(Delivery.kind, Delivery.details)
        .where(
            Delivery.enrollment_id == delivery.enrollment_id,
            Delivery.id < delivery.id,
            Delivery.attempts > 0,
            Delivery.kind.not_in(OPTIONAL_KINDS),
        )
        .order_by(Delivery.id.desc())
        .limit(1)
    ).one_or_none()
    if last is None or last.kind is not delivery.kind:
        return False
    return all(last.details.get(one) == delivery.details.get(one) for one in ("news", "postponed"))


def active_enrollments(registration: Registration) -> list[Enrollment]:
    """Return the registration's seats and places in waitlists of webinars that are on, in order.

    An invented one, which is no row, has what it was given.
    """
    if object_session(registration) is None:
        return registration.enrollments
    return list(
        db.session.scalars(
            select(Enrollment)
            .join(Enrollment.webinar)
            .options(joinedload(Enrollment.webinar))
            .where(
                Enrollment.registration_id == registration.id,
                Enrollment.status != EnrollmentStatus.CANCELLED,
                Webinar.status == WebinarStatus.SCHEDULED,
            )
            .order_by(Webinar.position, Webinar.id)
        )
    )


def _untold_details(delivery: Delivery) -> dict[str, Any] | None:
    """Return the details of the first update that *delivery* took the place of, untried."""
    same, earlier = aliased(Delivery), aliased(Delivery)
    told = select(func.coalesce(func.max(same.id), 0)).where(
        same.invitation_id == delivery.invitation_id,
        same.id < delivery.id,
        same.method == CalendarMethod.REQUEST,
        same.attempts > 0,
    )
    return db.session.scalar(
        select(earlier.details)
        .where(
            earlier.invitation_id == delivery.invitation_id,
            earlier.id < delivery.id,
            earlier.id > told.scalar_subquery(),
            earlier.kind == MessageKind.UPDATED,
        )
        .order_by(earlier.id)
        .limit(1)
    )


def _untold_news(delivery: Delivery) -> dict[str, Any] | None:
    """Return the details of the first news to who waits that *delivery* took the place of."""
    same, earlier = aliased(Delivery), aliased(Delivery)
    of_seat = delivery.enrollment_id
    told = select(func.coalesce(func.max(same.id), 0)).where(
        same.enrollment_id == of_seat, same.id < delivery.id, same.attempts > 0
    )
    since = select(Enrollment.enrolled_at).where(Enrollment.id == of_seat)
    return db.session.scalar(
        select(earlier.details)
        .where(
            earlier.enrollment_id == of_seat,
            earlier.id < delivery.id,
            earlier.id > told.scalar_subquery(),
            earlier.kind == MessageKind.WAITLIST_NEWS,
            earlier.created_at >= since.scalar_subquery(),
        )
        .order_by(earlier.id)
        .limit(1)
    )
