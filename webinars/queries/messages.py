"""What the mails need to know beside the rows they name."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, object_session

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
