"""Questions about a registrant's registrations."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from webinars.errors import NotFound
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.models import (
    Consent,
    Enrollment,
    EnrollmentStatus,
    Registrant,
    Registration,
    Series,
    Sponsor,
)


def registrations_of(registrant: Registrant) -> list[Registration]:
    """Return the person's registrations, the oldest first, with all that their page shows."""
    series = joinedload(Registration.series)
    return list(
        db.session.scalars(
            select(Registration)
            .where(Registration.registrant_id == registrant.id)
            .order_by(Registration.created_at, Registration.id)
            .options(
                series.joinedload(Series.organizer),
                series.selectinload(Series.webinars),
                series.selectinload(Series.co_sponsors),
                selectinload(Registration.enrollments).selectinload(Enrollment.invitations),
                selectinload(Registration.access_requests),
                selectinload(Registration.consents).joinedload(Consent.sponsor),
            )
        )
    )


def sole_organizer(registrant_id: int) -> Sponsor | None:
    """Return who organizes every series that the person is registered in, if that is one."""
    organizers = db.session.scalars(
        select(Series.organizer_id)
        .join(Registration, Registration.series_id == Series.id)
        .where(Registration.registrant_id == registrant_id)
        .distinct()
    ).all()
    if len(organizers) != 1 or organizers[0] is None:
        return None
    return db.session.get(Sponsor, organizers[0])


def registration_in(registrant: Registrant, series_slug: str) -> Registration:
    """Return the person's registration in the series with this slug; raise NotFound."""
    for registration in registrations_of(registrant):
        if registration.series.slug == series_slug:
            return registration
    raise NotFound(gettext("You are not registered for this series."))


def enrollment_in(registrant: Registrant, series_slug: str, webinar_slug: str) -> Enrollment:
    """Return the person's enrollment, cancelled or not, in one webinar; raise NotFound."""
    for enrollment in registration_in(registrant, series_slug).enrollments:
        if enrollment.webinar.slug == webinar_slug:
            return enrollment
    raise NotFound(gettext("You are not registered for this webinar."))


def places_in_line(registrations: Iterable[Registration]) -> dict[int, int]:
    """Return by enrollment id how many come before it on the waiting list, itself included."""
    ahead = aliased(Enrollment)
    waiting = (
        select(Enrollment.id, func.count())
        .join(ahead, ahead.webinar_id == Enrollment.webinar_id)
        .where(
            Enrollment.registration_id.in_([registration.id for registration in registrations]),
            Enrollment.status == EnrollmentStatus.WAITLISTED,
            ahead.status == EnrollmentStatus.WAITLISTED,
            ahead.ticket <= Enrollment.ticket,
        )
        .group_by(Enrollment.id)
    )
    return dict(db.session.execute(waiting).all())
