"""Whom a change of a webinar concerns, counted by time zone."""

from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select

from webinars.domain.change_preview import Audience
from webinars.extensions import db
from webinars.models import (
    Delivery,
    DeliveryState,
    Enrollment,
    EnrollmentStatus,
    Invitation,
    Registrant,
    Registration,
    Series,
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


def standing_by_zone(series: Series) -> dict[str, int]:
    """Return who has registered for all webinars of *series*, those added later too."""
    rows = db.session.execute(
        select(Registrant.time_zone, func.count())
        .select_from(Registration)
        .join(Registration.registrant)
        .where(
            Registration.series_id == series.id,
            Registration.is_standing,
            Registrant.erased_at.is_(None),
        )
        .group_by(Registrant.time_zone)
    )
    return {row[0]: row[1] for row in rows}


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


def is_asked_for(webinar: Webinar) -> bool:
    """Whether anybody ever had a seat or a waiting place in *webinar*."""
    asked = select(Enrollment.id).where(Enrollment.webinar_id == webinar.id).limit(1)
    return db.session.scalar(asked) is not None


def mails_since(webinar: Webinar, moment: datetime) -> dict[DeliveryState, int]:
    """Return how many mails about seats in *webinar* were queued since, by what became of them."""
    rows = db.session.execute(
        select(Delivery.state, func.count())
        .join(Delivery.enrollment)
        .where(Enrollment.webinar_id == webinar.id, Delivery.created_at >= moment)
        .group_by(Delivery.state)
    )
    return {row[0]: row[1] for row in rows}
