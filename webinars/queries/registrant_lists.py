"""The registrants of a series, searched, filtered, sorted; quick for a hundred thousand.

Words are looked for in ``registrant.search_text``, which holds all that is searched without
case and accents: reading through it once takes both stores a fraction of a second, and finds
parts of words too, which no index of theirs would without an extension.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from webinars.domain.registrant_filters import ANY, Attendance, RegistrantFilters, SortKey
from webinars.extensions import db
from webinars.models import (
    AccessRequest,
    AccessRequestStatus,
    Enrollment,
    EnrollmentStatus,
    Invitation,
    JoinClick,
    PartStat,
    Registrant,
    Registration,
    Webinar,
)
from webinars.queries.suppressions import comes_back

RANKS = {
    EnrollmentStatus.CONFIRMED: 1,
    EnrollmentStatus.WAITLISTED: 2,
    EnrollmentStatus.CANCELLED: 3,
}

SHOWN = (
    selectinload(Registration.enrollments),
    selectinload(Registration.access_requests),
)


def filtered(series_id: int, filters: RegistrantFilters) -> Select[Registration]:
    """Select the registrations that *filters* ask for, in their order, with what a row shows."""
    return (
        _matching(select(Registration), series_id, filters)
        .order_by(*order(filters))
        .options(contains_eager(Registration.registrant), *SHOWN)
    )


def filtered_ids(series_id: int, filters: RegistrantFilters) -> Select[int]:
    """Select the numbers of these registrations only, in the same order.

    Pages are cut out of this: sorting a hundred thousand whole rows would take seconds.
    """
    numbers = _matching(select(Registration.id), series_id, filters)
    return numbers.order_by(*order(filters))


def matching_ids(series_id: int, filters: RegistrantFilters) -> Sequence[int]:
    """Return the numbers of all of them, in the same order."""
    return db.session.scalars(filtered_ids(series_id, filters)).all()


def registrations_by_ids(ids: Sequence[int]) -> list[Registration]:
    """Return the registrations with these numbers, in this order, with what a row shows."""
    found = db.session.scalars(
        select(Registration)
        .where(Registration.id.in_(ids))
        .options(joinedload(Registration.registrant), *SHOWN)
    )
    by_id = {registration.id: registration for registration in found}
    return [by_id[number] for number in ids if number in by_id]


def matching_count(series_id: int, filters: RegistrantFilters) -> int:
    """Return how many registrations *filters* ask for."""
    counted = select(func.count()).select_from(Registration)
    return db.session.scalar(_matching(counted, series_id, filters)) or 0


def conditions(filters: RegistrantFilters) -> list[ColumnElement[bool]]:
    """Return what *filters* ask of a registration joined with its registrant."""
    found = [Registrant.search_text.contains(word, autoescape=True) for word in filters.words]
    if filters.ref:
        found.append(Registration.ref == filters.ref)
    if filters.language:
        found.append(Registrant.language == filters.language)
    if filters.access:
        found.append(_asks_for(filters.access))
    if filters.status is not None or filters.webinar:
        found.append(_holds(filters))
    if filters.attendance is not None:
        found += _attended(filters)
    if filters.reach is not None:
        found.append(comes_back())
    if filters.answer is not None:
        found.append(_answered(filters))
    return found


def order(filters: RegistrantFilters) -> list[ColumnElement[Any]]:
    """Return by what *filters* sort registrations joined with their registrants; always total."""
    columns: dict[SortKey, list[Any]] = {
        SortKey.NAME: [Registrant.search_text],
        SortKey.ORGANIZATION: [func.lower(Registrant.organization)],
        SortKey.REGISTERED: [Registration.created_at],
        SortKey.STATUS: [_rank(filters)],
    }
    found = [*columns[filters.sort], Registration.id]
    return [column.desc() if filters.is_descending else column.asc() for column in found]


def refs_of(series_id: int) -> Sequence[str]:
    """Return the co-sponsor links that brought somebody to the series."""
    found = select(Registration.ref).where(Registration.series_id == series_id).distinct()
    return [ref for ref in db.session.scalars(found.order_by(Registration.ref)) if ref]


def answers_of(registration_ids: Sequence[int]) -> dict[int, dict[PartStat, int]]:
    """Return by registration how often its calendar answered what, for the seats it holds."""
    counted = db.session.execute(
        select(Enrollment.registration_id, Invitation.partstat, func.count())
        .join(Enrollment.invitations)
        .where(
            Enrollment.registration_id.in_(registration_ids),
            Enrollment.status == EnrollmentStatus.CONFIRMED,
            Invitation.generation == Enrollment.generation,
            Invitation.withdrawn_at.is_(None),
        )
        .group_by(Enrollment.registration_id, Invitation.partstat)
    )
    found: dict[int, dict[PartStat, int]] = {}
    for registration_id, partstat, count in counted:
        found.setdefault(registration_id, {})[partstat] = count
    return found


def registrations_count(series_id: int) -> int:
    """Return how many people are registered in the series, whatever became of their seats."""
    return matching_count(series_id, RegistrantFilters())


def _matching(statement: Select[Any], series_id: int, filters: RegistrantFilters) -> Select[Any]:
    return statement.join(Registration.registrant).where(
        Registration.series_id == series_id,
        Registrant.erased_at.is_(None),
        *conditions(filters),
    )


def _seat(filters: RegistrantFilters) -> ColumnElement[bool]:
    """Return the condition for the registration's enrollments that are meant."""
    own = Enrollment.registration_id == Registration.id
    if not filters.webinar:
        return own
    webinar = select(Webinar.id).where(
        Webinar.series_id == Registration.series_id, Webinar.slug == filters.webinar
    )
    return and_(own, Enrollment.webinar_id == webinar.correlate(Registration).scalar_subquery())


def _holds(filters: RegistrantFilters) -> ColumnElement[bool]:
    held = _seat(filters)
    if filters.status is not None:
        held = and_(held, Enrollment.status == filters.status)
    return exists().where(held)


def _attended(filters: RegistrantFilters) -> list[ColumnElement[bool]]:
    """Who did not join held a seat all the same."""
    # Not a question for each row: PostgreSQL would take seconds for a hundred thousand.
    joined = select(Enrollment.registration_id).join(
        JoinClick, JoinClick.enrollment_id == Enrollment.id
    )
    if filters.webinar:
        # No registration has webinars of another series.
        joined = joined.join(Enrollment.webinar).where(Webinar.slug == filters.webinar)
    if filters.attendance is Attendance.JOINED:
        return [Registration.id.in_(joined)]
    seated = exists().where(_seat(filters), Enrollment.status == EnrollmentStatus.CONFIRMED)
    return [seated, Registration.id.not_in(joined)]


def _answered(filters: RegistrantFilters) -> ColumnElement[bool]:
    # As with joining: one question for all.
    answered = (
        select(Enrollment.registration_id)
        .join(Enrollment.invitations)
        .where(
            Enrollment.status == EnrollmentStatus.CONFIRMED,
            Invitation.generation == Enrollment.generation,
            Invitation.withdrawn_at.is_(None),
            Invitation.partstat == filters.answer,
        )
    )
    if filters.webinar:
        answered = answered.join(Enrollment.webinar).where(Webinar.slug == filters.webinar)
    return Registration.id.in_(answered)


def _asks_for(kind: str) -> ColumnElement[bool]:
    asked = and_(
        AccessRequest.registration_id == Registration.id,
        AccessRequest.status != AccessRequestStatus.WITHDRAWN,
    )
    return exists().where(asked if kind == ANY else and_(asked, AccessRequest.kind == kind))


def _rank(filters: RegistrantFilters) -> ColumnElement[int]:
    """Return the best standing of a registration: seats come first, then the waiting list."""
    rank = func.min(case(RANKS, value=Enrollment.status, else_=4))
    best = select(rank).where(_seat(filters)).correlate(Registration).scalar_subquery()
    return func.coalesce(best, 5)
