"""Whom a change of a webinar concerns, counted by time zone."""

from sqlalchemy import ColumnElement, exists, func, select

from webinars.domain.change_preview import Audience
from webinars.extensions import db
from webinars.models import (
    Enrollment,
    EnrollmentStatus,
    Invitation,
    Registrant,
    Registration,
    Webinar,
)

HAS_INVITATION = exists().where(
    Invitation.enrollment_id == Enrollment.id, Invitation.withdrawn_at.is_(None)
)
IS_SEAT = Enrollment.status == EnrollmentStatus.CONFIRMED
IS_WAITING = Enrollment.status == EnrollmentStatus.WAITLISTED


def audience(webinar: Webinar) -> Audience:
    """Return who holds a seat in *webinar*, invited or not yet, and who waits for one."""
    return Audience(
        invited=_by_zone(webinar, IS_SEAT & HAS_INVITATION),
        uninvited=_by_zone(webinar, IS_SEAT & ~HAS_INVITATION),
        waiting=_by_zone(webinar, IS_WAITING),
    )


def _by_zone(webinar: Webinar, condition: ColumnElement[bool]) -> dict[str, int]:
    rows = db.session.execute(
        select(Registrant.time_zone, func.count())
        .select_from(Enrollment)
        .join(Enrollment.registration)
        .join(Registration.registrant)
        .where(Enrollment.webinar_id == webinar.id, Registrant.erased_at.is_(None), condition)
        .group_by(Registrant.time_zone)
    )
    return {row[0]: row[1] for row in rows}
