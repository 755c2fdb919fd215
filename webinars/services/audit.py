"""Noting who did what, in the transaction that does it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from webinars.database import Base
from webinars.extensions import db
from webinars.models import (
    AccessRequest,
    Action,
    AuditEntry,
    Consent,
    Delivery,
    Enrollment,
    InboundMail,
    Invitation,
    Registrant,
    Registration,
    Series,
    User,
)
from webinars.texts import Texts

# What belongs to a person: of these an entry keeps no value and no name.
PERSONAL = (
    *(Registrant, Registration, Enrollment, Invitation),
    *(AccessRequest, Consent, Delivery, InboundMail),
)
NAMES = ("title", "name", "label", "email", "slug")


def record(
    actor: User | None,
    action: Action,
    subject: Base,
    *,
    now: datetime,
    series: Series | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    fields: Iterable[str] = (),
) -> None:
    """Note that *actor* (None: the command line) did *action* to *subject*, a flushed row.

    Of *before* and *after* stay the values that differ. About registrants only the names of
    *fields* may be given: raises ValueError when values are.
    """
    is_personal = isinstance(subject, PERSONAL)
    if is_personal and (before is not None or after is not None):
        raise ValueError("the audit keeps no values about registrants")
    db.session.flush()
    was, became = _differing(before, after)
    changed = sorted({*fields, *(was or {}), *(became or {})})
    db.session.add(
        AuditEntry(
            at=now,
            actor_id=actor and actor.id,
            actor_email=actor and actor.email,
            action=action,
            series_id=_series_id(subject, series),
            subject_kind=type(subject).__name__,
            subject_id=getattr(subject, "id", None),
            subject_name="" if is_personal else _name(subject),
            fields=changed,
            before=was,
            after=became,
        )
    )


def _differing(
    before: Mapping[str, object] | None, after: Mapping[str, object] | None
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    if before is None or after is None:
        return _plain(before), _plain(after)
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    return (
        _plain({name: value for name, value in before.items() if name in changed}),
        _plain({name: value for name, value in after.items() if name in changed}),
    )


def _plain(values: Mapping[str, object] | None) -> dict[str, Any] | None:
    return None if values is None else {name: _as_json(value) for name, value in values.items()}


def _as_json(value: object) -> Any:
    """Return *value* as JSON can hold it; rows by their names, bytes by their number."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping):
        return {str(name): _as_json(part) for name, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_as_json(part) for part in value]
    return _in_words(value)


def _in_words(value: object) -> str:
    if isinstance(value, Base):
        return _name(value)
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    return value.isoformat() if isinstance(value, date) else str(value)


def _name(subject: Base) -> str:
    found = (getattr(subject, name, None) for name in NAMES)
    name = next((name for name in found if name), "")
    return next(iter(name.values()), "") if isinstance(name, Texts) else str(name)


def _series_id(subject: Base, series: Series | None) -> int | None:
    if series is not None:
        return series.id
    if isinstance(subject, Series):
        return subject.id
    found: int | None = getattr(subject, "series_id", None)
    return found
