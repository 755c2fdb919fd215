"""Who will get the mails of rules, and who will not: counted and listed by the database."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
)

from webinars.domain.plans import WRITTEN_TO, Counts, Fate, Slot, fate
from webinars.extensions import db
from webinars.models import (
    Delivery,
    Enrollment,
    EnrollmentStatus,
    Invitation,
    JoinClick,
    PartStat,
    Registrant,
    Registration,
    RuleAudience,
    SuppressionScope,
)
from webinars.queries.suppressions import is_suppressed

HAS_JOINED = exists().where(JoinClick.enrollment_id == Enrollment.id)
IS_DECLINED = func.coalesce(Invitation.partstat == PartStat.DECLINED, literal(False))


def _settled(stopped_at: Any, scope: SuppressionScope) -> tuple[tuple[Any, str], ...]:
    """Return what settles the matter for all rules whose mails are of one *scope*."""
    is_not_invited = or_(Invitation.id.is_(None), Invitation.withdrawn_at.is_not(None))
    return (
        (Enrollment.status == EnrollmentStatus.CANCELLED, Fate.CANCELLED.value),
        (Enrollment.status == EnrollmentStatus.WAITLISTED, Fate.WAITING.value),
        (Registrant.erased_at.is_not(None), Fate.ERASED.value),
        (stopped_at.is_not(None), Fate.UNSUBSCRIBED.value),
        (is_suppressed(scope), Fate.UNREACHABLE.value),
        (is_not_invited, Fate.NOT_INVITED.value),
    )


# By whether the rule reminds of what is to come.
SETTLED = {
    True: _settled(Registrant.reminders_stopped_at, SuppressionScope.REMINDERS),
    False: _settled(Registrant.announcements_stopped_at, SuppressionScope.ANNOUNCEMENTS),
}


def counts(slots: Sequence[Slot]) -> dict[str, Counts]:
    """Return for each slot, by its key, how many people each fate meets.

    One question for all that is ahead: rules differ in whom they mean, not in whom they find.
    """
    ahead = [slot for slot in slots if slot.is_ahead and slot.off is None]
    found = {slot.key: _summed(slot, rows) for slot, rows in _found_ahead(ahead)}
    for slot in slots:
        if slot.off is None and not slot.is_ahead:
            found[slot.key] = _counted(slot)
    return found


def people(slot: Slot, *, is_written_to: bool | None) -> Select[Any]:
    """Select name, address and fate of everybody whom *slot* finds, in the order of seats."""
    told = _fate(slot)
    rows = (
        _seats(Registrant.name, Registrant.email, told.label("fate"))
        .where(Enrollment.webinar_id == slot.webinar.id)
        .order_by(Enrollment.id)
    )
    if is_written_to is None:
        return rows
    written_to = told.in_([one.value for one in WRITTEN_TO])
    return rows.where(written_to if is_written_to else ~written_to)


def _found_ahead(slots: Sequence[Slot]) -> list[tuple[Slot, list[Any]]]:
    ids = {slot.webinar.id for slot in slots}
    if not ids:
        return []
    inner = _seats(
        Enrollment.webinar_id.label("webinar"),
        case(*SETTLED[True], else_=null()).label("of_reminders"),
        case(*SETTLED[False], else_=null()).label("of_news"),
        IS_DECLINED.label("is_declined"),
        HAS_JOINED.label("has_joined"),
    ).where(Enrollment.webinar_id.in_(ids))
    seats = inner.subquery()
    rows = db.session.execute(select(*seats.c, func.count()).group_by(*seats.c)).all()
    return [(slot, [row for row in rows if row[0] == slot.webinar.id]) for slot in slots]


def _summed(slot: Slot, rows: Sequence[Any]) -> Counts:
    by_fate: dict[Fate, int] = {}
    for _, of_reminders, of_news, is_declined, has_joined, count in rows:
        base = of_reminders if slot.rule.is_reminder else of_news
        met = fate(
            None if base is None else Fate(base),
            slot=slot,
            is_declined=bool(is_declined),
            has_joined=bool(has_joined),
        )
        by_fate[met] = by_fate.get(met, 0) + count
    return Counts(by_fate)


def _counted(slot: Slot) -> Counts:
    seats = (
        _seats(_fate(slot).label("fate")).where(Enrollment.webinar_id == slot.webinar.id).subquery()
    )
    rows = db.session.execute(select(seats.c.fate, func.count()).group_by(seats.c.fate))
    return Counts({Fate(row[0]): row[1] for row in rows})


def _fate(slot: Slot) -> ColumnElement[str]:
    """Return what `domain.plans.fate` says, as the database finds it."""
    audience, ahead = slot.rule.audience, slot.is_ahead
    moment = literal(slot.due_at, Enrollment.__table__.c.confirmed_at.type)
    conditions: list[tuple[Any, str]] = [
        *SETTLED[slot.rule.is_reminder],
        (or_(Enrollment.confirmed_at.is_(None), Enrollment.confirmed_at > moment),
         Fate.CONFIRMED_LATER.value),
    ]  # fmt: skip
    if not ahead:
        conditions.append((exists().where(Delivery.key == _key(slot)), Fate.ALREADY_SENT.value))
    if audience is RuleAudience.JOINED:
        told = Fate.IF_JOINS if ahead else Fate.NOT_JOINED
        conditions.append((~HAS_JOINED, told.value))
    if audience is RuleAudience.NOT_JOINED:
        conditions.append((HAS_JOINED, Fate.JOINED.value))
    if audience in {RuleAudience.SEATED, RuleAudience.NOT_JOINED}:
        conditions.append((and_(IS_DECLINED), Fate.DECLINED.value))
    is_open = audience is RuleAudience.NOT_JOINED and ahead
    return case(*conditions, else_=(Fate.UNLESS_JOINS if is_open else Fate.GETS).value)


def _key(slot: Slot) -> ColumnElement[str]:
    """Return the key of the mail that a seat would get: as the services write it."""
    enrollment, generation = (
        cast(number, String) for number in (Enrollment.id, Invitation.generation)
    )
    if not slot.rule.is_reminder:
        return literal(f"followup:{slot.rule.id}:") + enrollment + ":" + generation
    starts_at = slot.webinar.starts_at
    start = "" if starts_at is None else str(int(starts_at.timestamp()))
    return literal(f"reminder:{slot.rule.id}:") + enrollment + ":" + generation + f":{start}"


def _seats(*columns: Any) -> Select[Any]:
    """Select *columns* from all seats with their people and present invitations."""
    return (
        select(*columns)
        .select_from(Enrollment)
        .join(Registration, Registration.id == Enrollment.registration_id)
        .join(Registrant, Registrant.id == Registration.registrant_id)
        .outerjoin(
            Invitation,
            and_(
                Invitation.enrollment_id == Enrollment.id,
                Invitation.generation == Enrollment.generation,
            ),
        )
    )
