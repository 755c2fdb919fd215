"""Questions about seats and who holds them."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import contains_eager

from webinars.domain.seats import Seats
from webinars.extensions import db
from webinars.models import (
    Enrollment,
    EnrollmentStatus,
    Invitation,
    PartStat,
    Registrant,
    Registration,
    Webinar,
)


def seats(webinars: Iterable[Webinar]) -> dict[int, Seats]:
    """Return the seats of each webinar by its id, counted in one question."""
    capacities = {webinar.id: webinar.capacity for webinar in webinars}
    counts = db.session.execute(
        select(Enrollment.webinar_id, Enrollment.status, func.count())
        .where(Enrollment.webinar_id.in_(capacities))
        .group_by(Enrollment.webinar_id, Enrollment.status)
    )
    counted = {(webinar_id, status): number for webinar_id, status, number in counts}
    return {
        webinar_id: Seats(
            capacity,
            counted.get((webinar_id, EnrollmentStatus.CONFIRMED), 0),
            counted.get((webinar_id, EnrollmentStatus.WAITLISTED), 0),
        )
        for webinar_id, capacity in capacities.items()
    }


def waiting_enrollments(webinar: Webinar, limit: int | None = None) -> list[Enrollment]:
    """Return who waits for a seat, first come first, with their registrants."""
    return _enrollments(webinar, EnrollmentStatus.WAITLISTED, limit)


def confirmed_enrollments(webinar: Webinar) -> list[Enrollment]:
    """Return who holds a seat, in the order they asked, with their registrants."""
    return _enrollments(webinar, EnrollmentStatus.CONFIRMED, None)


def uninvited_enrollments(webinar: Webinar) -> list[Enrollment]:
    """Return who holds a seat that is in no calendar, in the order they asked."""
    is_invited = exists().where(
        Invitation.enrollment_id == Enrollment.id, Invitation.withdrawn_at.is_(None)
    )
    return _enrollments(webinar, EnrollmentStatus.CONFIRMED, None, ~is_invited)


def declined_seats(registration: Registration, webinars: Iterable[Webinar]) -> list[Enrollment]:
    """Return the seats of a registration in *webinars* whose calendar declined the invitation."""
    return list(
        db.session.scalars(
            select(Enrollment)
            .join(Enrollment.invitations)
            .where(
                Enrollment.registration_id == registration.id,
                Enrollment.webinar_id.in_([webinar.id for webinar in webinars]),
                Enrollment.status == EnrollmentStatus.CONFIRMED,
                Invitation.withdrawn_at.is_(None),
                Invitation.partstat == PartStat.DECLINED,
            )
            .order_by(Enrollment.id)
        )
    )


def _enrollments(
    webinar: Webinar,
    status: EnrollmentStatus,
    limit: int | None,
    *conditions: ColumnElement[bool],
) -> list[Enrollment]:
    return list(
        db.session.scalars(
            select(Enrollment)
            .join(Enrollment.registration)
            .join(Registration.registrant)
            .options(
                contains_eager(Enrollment.registration).contains_eager(Registration.registrant)
            )
            .where(
                Enrollment.webinar_id == webinar.id,
                Enrollment.status == status,
                Registrant.erased_at.is_(None),
                *conditions,
            )
            .order_by(Enrollment.ticket)
            .limit(limit)
            .execution_options(populate_existing=True)
        )
    )
