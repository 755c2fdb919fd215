"""What the mails need to know beside the rows they name."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload, object_session

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
    started, ended = (details.get(name) for name in ("was_starts_at", "was_ends_at"))
    if started is None or ended is None:
        return None
    return datetime.fromisoformat(started), datetime.fromisoformat(ended)


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
