"""Everything about registrants that an export tells, a thousand at a time."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from webinars.extensions import db
from webinars.models import (
    AccessKind,
    AccessRequest,
    AccessRequestStatus,
    Answer,
    Consent,
    ConsentStatus,
    Enrollment,
    EnrollmentStatus,
    Invitation,
    JoinClick,
    PartStat,
    Registrant,
    Registration,
)

AT_ONCE = 1000


@dataclass
class Exported:
    """One registrant of a series, as plain values."""

    name: str
    email: str
    organization: str
    role: str
    state: str
    language: str
    time_zone: str
    is_standing: bool
    ref: str
    created_at: datetime
    # By webinar.
    seats: dict[int, EnrollmentStatus] = field(default_factory=dict)
    joined: set[int] = field(default_factory=set)
    # What the calendar answered to the invitation in force, by webinar.
    calendar: dict[int, PartStat] = field(default_factory=dict)
    # By co-sponsor; None is the privacy notice.
    consents: dict[int | None, ConsentStatus] = field(default_factory=dict)
    # By question.
    answers: dict[int, list[str]] = field(default_factory=dict)
    access: list[tuple[AccessKind, str]] = field(default_factory=list)


def exported(ids: Sequence[int]) -> Iterator[Exported]:
    """Yield the registrants with these registrations, in this order.

    Plain rows, not objects: of a hundred thousand no more than a thousand are in memory.
    """
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        people = _people(some)
        for add in ADDED:
            add(people)
        yield from (people[number] for number in some if number in people)


def _people(ids: Collection[int]) -> dict[int, Exported]:
    columns = (
        Registrant.name,
        Registrant.email,
        Registrant.organization,
        Registrant.role,
        Registrant.state,
        Registrant.language,
        Registrant.time_zone,
        Registration.is_standing,
        Registration.ref,
        Registration.created_at,
    )
    rows = db.session.execute(
        select(Registration.id, *columns)
        .join(Registration.registrant)
        .where(Registration.id.in_(ids), Registrant.erased_at.is_(None))
    )
    return {number: Exported(*values) for number, *values in rows}


def _add_seats(people: dict[int, Exported]) -> None:
    rows = db.session.execute(
        select(Enrollment.registration_id, Enrollment.webinar_id, Enrollment.status).where(
            Enrollment.registration_id.in_(people)
        )
    )
    for number, webinar_id, status in rows:
        people[number].seats[webinar_id] = status


def _add_joined(people: dict[int, Exported]) -> None:
    rows = db.session.execute(
        select(Enrollment.registration_id, Enrollment.webinar_id)
        .join(JoinClick, JoinClick.enrollment_id == Enrollment.id)
        .where(Enrollment.registration_id.in_(people))
    )
    for number, webinar_id in rows:
        people[number].joined.add(webinar_id)


def _add_calendar(people: dict[int, Exported]) -> None:
    rows = db.session.execute(
        select(Enrollment.registration_id, Enrollment.webinar_id, Invitation.partstat)
        .join(Enrollment.invitations)
        .where(
            Enrollment.registration_id.in_(people),
            Enrollment.status == EnrollmentStatus.CONFIRMED,
            Invitation.generation == Enrollment.generation,
            Invitation.withdrawn_at.is_(None),
        )
    )
    for number, webinar_id, partstat in rows:
        people[number].calendar[webinar_id] = partstat


def _add_consents(people: dict[int, Exported]) -> None:
    rows = db.session.execute(
        select(Consent.registration_id, Consent.sponsor_id, Consent.status)
        .where(Consent.registration_id.in_(people))
        .order_by(Consent.id)
    )
    for number, sponsor_id, status in rows:
        people[number].consents[sponsor_id] = status


def _add_answers(people: dict[int, Exported]) -> None:
    rows = db.session.execute(
        select(Answer.registration_id, Answer.question_id, Answer.values).where(
            Answer.registration_id.in_(people)
        )
    )
    for number, question_id, values in rows:
        people[number].answers[question_id] = values


def _add_access(people: dict[int, Exported]) -> None:
    rows: Any = db.session.execute(
        select(AccessRequest.registration_id, AccessRequest.kind, AccessRequest.note)
        .where(
            AccessRequest.registration_id.in_(people),
            AccessRequest.status != AccessRequestStatus.WITHDRAWN,
        )
        .order_by(AccessRequest.id)
    )
    found: defaultdict[int, list[tuple[AccessKind, str]]] = defaultdict(list)
    for number, kind, note in rows:
        found[number].append((kind, note))
    for number, requests in found.items():
        people[number].access = requests


ADDED = (_add_seats, _add_joined, _add_calendar, _add_consents, _add_answers, _add_access)
