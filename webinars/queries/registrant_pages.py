"""All that the console shows of one registrant of a series."""

from collections.abc import Sequence

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from webinars.extensions import db
from webinars.models import (
    AccessRequest,
    Answer,
    AuditEntry,
    Consent,
    Delivery,
    Enrollment,
    JoinClick,
    Membership,
    MessageKind,
    Registrant,
    Registration,
    Series,
    User,
)

# What is about a person, whatever they registered for.
ABOUT_THE_PERSON = (MessageKind.PRIVATE_LINK, MessageKind.CONFIRM_ADDRESS)


def registration_of(series_id: int, registrant_id: int) -> Registration | None:
    """Return somebody's registration in a series, with all that their page shows."""
    return db.session.scalar(
        select(Registration)
        .join(Registration.registrant)
        .where(
            Registration.series_id == series_id,
            Registrant.id == registrant_id,
            Registrant.erased_at.is_(None),
        )
        .options(
            contains_eager(Registration.registrant),
            selectinload(Registration.enrollments).selectinload(Enrollment.invitations),
            selectinload(Registration.enrollments).joinedload(Enrollment.webinar),
            selectinload(Registration.access_requests),
            selectinload(Registration.consents).joinedload(Consent.sponsor),
            selectinload(Registration.answers).joinedload(Answer.question),
        )
    )


def enrollment_of(series_id: int, registrant_id: int, enrollment_id: int) -> Enrollment | None:
    """Return one seat of somebody in a series."""
    return db.session.scalar(
        select(Enrollment)
        .join(Enrollment.registration)
        .join(Registration.registrant)
        .where(
            Enrollment.id == enrollment_id,
            Registration.series_id == series_id,
            Registrant.id == registrant_id,
            Registrant.erased_at.is_(None),
        )
        .options(
            joinedload(Enrollment.webinar),
            contains_eager(Enrollment.registration).contains_eager(Registration.registrant),
        )
    )


def registration_by_email_key(series_id: int, email_key: str) -> Registration | None:
    """Return who is registered in a series with this address."""
    return db.session.scalar(
        select(Registration)
        .join(Registration.registrant)
        .where(Registration.series_id == series_id, Registrant.email_key == email_key)
        .options(contains_eager(Registration.registrant))
    )


def other_series_of(registration: Registration, user: User) -> Sequence[Series]:
    """Return the other series that the person is registered in, as far as *user* may see them."""
    found = (
        select(Series)
        .join(Series.registrations)
        .where(
            Registration.registrant_id == registration.registrant_id,
            Registration.id != registration.id,
        )
        .order_by(Series.created_at.desc(), Series.id)
    )
    if not user.is_owner:
        mine = select(Membership.series_id).where(Membership.user_id == user.id)
        found = found.where(Series.id.in_(mine))
    return db.session.scalars(found).all()


def mails_of(registration: Registration) -> Select[Delivery]:
    """Select the mails to somebody about this series or about themselves, the newest first."""
    return (
        select(Delivery)
        .where(
            Delivery.registrant_id == registration.registrant_id,
            or_(
                Delivery.registration_id == registration.id,
                Delivery.registration_id.is_(None) & Delivery.kind.in_(ABOUT_THE_PERSON),
            ),
        )
        .order_by(Delivery.id.desc())
    )


def mail_of(registration: Registration, delivery_id: int) -> Delivery | None:
    """Return one of these mails."""
    return db.session.scalar(mails_of(registration).where(Delivery.id == delivery_id))


def calendar_mails_of(enrollment: Enrollment) -> Sequence[Delivery]:
    """Return the mails by which the calendar of one seat was to learn something, in order."""
    return db.session.scalars(
        select(Delivery)
        .where(Delivery.enrollment_id == enrollment.id, Delivery.method.is_not(None))
        .order_by(Delivery.id)
    ).all()


def joins_of(registration: Registration) -> Sequence[JoinClick]:
    """Return when somebody went into webinars of a series, the first time first."""
    return db.session.scalars(
        select(JoinClick)
        .join(Enrollment, Enrollment.id == JoinClick.enrollment_id)
        .where(Enrollment.registration_id == registration.id)
        .order_by(JoinClick.id)
    ).all()


def kept_mails_count(registrant_id: int) -> int:
    """Return how many mails to somebody, of any series, still have their content."""
    found = select(func.count()).where(
        Delivery.registrant_id == registrant_id, Delivery.rendered.is_not(None)
    )
    return db.session.scalar(found) or 0


def entries_about(registration: Registration, most: int) -> Sequence[AuditEntry]:
    """Return the last *most* entries of the audit about somebody in a series, the newest first."""
    rows = {
        Registrant: [registration.registrant_id],
        Registration: [registration.id],
        Enrollment: [one.id for one in registration.enrollments],
        AccessRequest: [one.id for one in registration.access_requests],
    }
    about = [
        and_(AuditEntry.subject_kind == model.__name__, AuditEntry.subject_id.in_(ids))
        for model, ids in rows.items()
    ]
    return db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.series_id == registration.series_id, or_(*about))
        .order_by(AuditEntry.id.desc())
        .limit(most)
    ).all()
