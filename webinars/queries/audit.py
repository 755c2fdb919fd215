"""What the audit holds, newest first; fast however much that is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from webinars.domain.audit_filters import COMMAND_LINE, AuditFilters, actions_in
from webinars.extensions import db
from webinars.models import (
    AccessRequest,
    AuditEntry,
    Consent,
    Delivery,
    Enrollment,
    Invitation,
    Membership,
    Registrant,
    Registration,
    Series,
    User,
)

AT_ONCE = 500


@dataclass(frozen=True)
class Slice:
    """Some entries, newest first, and whether there are newer and older ones."""

    entries: Sequence[AuditEntry]
    has_newer: bool
    has_older: bool


# How each kind of row about a person leads to that person's number; with their registration.
PEOPLE: Mapping[str, Any] = {
    "Registrant": select(Registrant.id, Registrant.id),
    "Registration": select(Registration.id, Registration.registrant_id),
    "Enrollment": select(Enrollment.id, Registration.registrant_id).join(Enrollment.registration),
    "Invitation": select(Invitation.id, Registration.registrant_id)
    .join(Invitation.enrollment)
    .join(Enrollment.registration),
    "AccessRequest": select(AccessRequest.id, Registration.registrant_id).join(
        Registration, Registration.id == AccessRequest.registration_id
    ),
    "Consent": select(Consent.id, Registration.registrant_id).join(
        Registration, Registration.id == Consent.registration_id
    ),
    "Delivery": select(Delivery.id, Delivery.registrant_id),
}


def audit_slice(
    filters: AuditFilters, *, before: int | None, after: int | None, size: int
) -> Slice:
    """Return *size* entries older than the one with the id *before*, or newer than *after*.

    Walks by number: the thousandth page costs what the first does, and what is added meanwhile
    moves nothing.
    """
    question = _filtered(filters)
    if after is not None:
        newer = question.where(AuditEntry.id > after).order_by(AuditEntry.id).limit(size + 1)
        found = list(db.session.scalars(newer))
        return Slice(found[:size][::-1], has_newer=len(found) > size, has_older=True)
    older = question.order_by(AuditEntry.id.desc()).limit(size + 1)
    if before is not None:
        older = older.where(AuditEntry.id < before)
    found = list(db.session.scalars(older))
    return Slice(found[:size], has_newer=before is not None, has_older=len(found) > size)


def all_entries(filters: AuditFilters) -> Iterator[Sequence[AuditEntry]]:
    """Yield all that *filters* let through, newest first, some hundred at a time."""
    last: int | None = None
    while True:
        part = audit_slice(filters, before=last, after=None, size=AT_ONCE)
        if part.entries:
            yield part.entries
            last = part.entries[-1].id
        if not part.has_older:
            return
        db.session.expunge_all()


def people_behind(entries: Sequence[AuditEntry]) -> dict[tuple[str, int], int]:
    """Return the registrants whom entries are about, as far as they are still there.

    By kind and number of the row; who asked to be erased is gone already.
    """
    found: dict[tuple[str, int], int] = {}
    for kind, question in PEOPLE.items():
        numbers = {entry.subject_id for entry in entries if entry.subject_kind == kind}
        if numbers - {None}:
            key = question.selected_columns[0]
            for number, person in db.session.execute(question.where(key.in_(numbers - {None}))):
                found[kind, number] = person
    erased = select(Registrant.id).where(
        Registrant.id.in_(set(found.values())), Registrant.erased_at.is_not(None)
    )
    gone = set(db.session.scalars(erased)) if found else set()
    return {row: person for row, person in found.items() if person not in gone}


def series_of(entries: Sequence[AuditEntry]) -> dict[int, Series]:
    """Return the series that entries belong to, as far as they are still there."""
    numbers = {entry.series_id for entry in entries if entry.series_id is not None}
    question = select(Series).where(Series.id.in_(numbers))
    return {found.id: found for found in db.session.scalars(question)} if numbers else {}


def names_of(entries: Sequence[AuditEntry]) -> dict[int, str]:
    """Return what those who did it are called now, as far as they have an account."""
    numbers = {entry.actor_id for entry in entries if entry.actor_id is not None}
    question = select(User.id, User.name).where(User.id.in_(numbers))
    if not numbers:
        return {}
    return {row.id: row.name for row in db.session.execute(question)}


def people_who_may_act(series: Series | None) -> Sequence[User]:
    """Return the accounts that may have done something, in *series* or anywhere, by name."""
    question = select(User).order_by(User.name, User.email)
    if series is not None:
        members = select(Membership.user_id).where(Membership.series_id == series.id)
        question = question.where(or_(User.is_owner, User.id.in_(members)))
    return db.session.scalars(question).all()


def all_series() -> Sequence[Series]:
    """Return every series, those added last first."""
    return db.session.scalars(select(Series).order_by(Series.id.desc())).all()


def _filtered(filters: AuditFilters) -> Select[AuditEntry]:
    wanted = [condition for condition in _conditions(filters) if condition is not None]
    return select(AuditEntry).where(*wanted)


def _conditions(filters: AuditFilters) -> Iterator[ColumnElement[bool] | None]:
    entry, text = AuditEntry, filters.words
    yield _is(entry.series_id, filters.series_id)
    yield _is(entry.subject_kind, filters.kind or None)
    yield _is_by(filters.actor)
    yield entry.action.in_(actions_in(filters.group)) if filters.group else None
    yield entry.at >= filters.since if filters.since else None
    yield entry.at < filters.until if filters.until else None
    if text:
        named = entry.subject_name.icontains(text, autoescape=True)
        yield or_(named, entry.actor_email.icontains(text, autoescape=True))


def _is(column: InstrumentedAttribute[Any], value: object) -> ColumnElement[bool] | None:
    return None if value is None else column == value


def _is_by(actor: str) -> ColumnElement[bool] | None:
    if actor == COMMAND_LINE:
        return AuditEntry.actor_id.is_(None)
    return _is(AuditEntry.actor_id, int(actor)) if actor else None
