"""Queueing the reminders that are due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    String,
    cast,
    column,
    exists,
    func,
    literal,
    select,
    values,
)

from webinars.domain.reminders import epoch, nearest_rule
from webinars.extensions import db
from webinars.models import (
    Delivery,
    DeliveryState,
    Enrollment,
    EnrollmentStatus,
    Invitation,
    MessageKind,
    PartStat,
    Priority,
    Registrant,
    Registration,
    ReminderRule,
    RuleAnchor,
    Series,
    SeriesStatus,
    SuppressionScope,
    Webinar,
    WebinarStatus,
)
from webinars.queries.suppressions import is_suppressed
from webinars.services.rows import INSERTS

TABLE = Delivery.__table__.c


@dataclass(frozen=True)
class Slot:
    """The rule that counts for a webinar now, and when it came due."""

    rule_id: int
    webinar_id: int
    starts_at: datetime
    due_at: datetime


def enqueue_due(now: datetime) -> int:
    """Queue every reminder that is due and not queued yet; return how many.

    `domain.reminders.rule_due` states the same rule for one seat.
    """
    slots = due_slots(now)
    if not slots:
        return 0
    return insert_mails(_rows(slots, now))


def insert_mails(rows: Select[Any]) -> int:
    """Queue the mails that *rows* selects unless they are there; return how many were added."""
    insert = INSERTS[db.engine.dialect.name](Delivery)
    # Without the answer's rows PostgreSQL does not say how many there are.
    added = db.session.scalars(
        insert.from_select([name.name for name in rows.selected_columns], rows)
        .on_conflict_do_nothing()
        .returning(TABLE.id)
    )
    return len(added.all())


def due_slots(now: datetime) -> list[Slot]:
    """Return, of each webinar ahead, the rule that counts at *now*, unless its date is newer."""
    is_reminder = (
        ReminderRule.anchor == RuleAnchor.START,
        ReminderRule.seconds_before > 0,
        ReminderRule.is_active,
    )
    longest = db.session.scalar(select(func.max(ReminderRule.seconds_before)).where(*is_reminder))
    if longest is None:
        return []
    upcoming = db.session.execute(
        select(Webinar.id, Webinar.starts_at, Webinar.scheduled_at, ReminderRule)
        .join(Webinar.series)
        .join(Series.reminder_rules)
        .where(
            Series.status == SeriesStatus.PUBLISHED,
            Webinar.status == WebinarStatus.SCHEDULED,
            Webinar.starts_at > now,
            Webinar.starts_at <= now + timedelta(seconds=longest),
            *is_reminder,
        )
        .order_by(Webinar.id)
    )
    slots = []
    for (webinar_id, starts_at, scheduled_at), rows in groupby(upcoming, key=lambda row: row[:3]):
        rule = nearest_rule((row[3] for row in rows), starts_at=starts_at, now=now)
        due_at = rule and starts_at - rule.before
        if rule and due_at and (scheduled_at is None or scheduled_at <= due_at):
            slots.append(Slot(rule.id, webinar_id, starts_at, due_at))
    return slots


def _rows(slots: list[Slot], now: datetime) -> Select[Any]:
    """Select the rows to insert: every confirmed seat of the slots' webinars that takes them."""
    slot = _table(slots)
    rule, enrollment, generation, start = (
        cast(number, String)
        for number in (slot.c.rule, Enrollment.id, Invitation.generation, slot.c.epoch)
    )
    key = "reminder:" + rule + ":" + enrollment + ":" + generation + ":" + start
    return (
        select(*mail_columns(MessageKind.REMINDER, key, slot, now))
        .select_from(slot)
        .join(Webinar, Webinar.id == slot.c.webinar)
        .join(Webinar.enrollments)
        .join(Enrollment.registration)
        .join(Registration.registrant)
        .join(Enrollment.invitations)
        .where(
            # It may have been moved or cancelled since the slots were read.
            Webinar.starts_at == slot.c.starts_at,
            Webinar.status == WebinarStatus.SCHEDULED,
            Enrollment.status == EnrollmentStatus.CONFIRMED,
            Enrollment.confirmed_at <= slot.c.due_at,
            Invitation.generation == Enrollment.generation,
            Invitation.withdrawn_at.is_(None),
            Invitation.partstat != PartStat.DECLINED,
            Registrant.reminders_stopped_at.is_(None),
            ~is_suppressed(SuppressionScope.REMINDERS),
            Registrant.erased_at.is_(None),
            # A conflict too uses up an id; this is asked every few seconds.
            ~exists().where(TABLE.key == key),
        )
        # An order that no index has: all rows are found before the first is added. Else
        # PostgreSQL may look for each one's key by reading the outbox while it grows.
        .order_by(key)
    )


def _table(slots: list[Slot]) -> CTE:
    moment = TABLE.due_at.type
    columns = (
        column("rule", Integer),
        column("webinar", Integer),
        column("epoch", Integer),
        column("starts_at", moment),
        column("due_at", moment),
        column("details", TABLE.details.type),
    )
    return values(*columns, name="slot").data([_slot_row(slot) for slot in slots]).cte("slot")


def _slot_row(slot: Slot) -> tuple[Any, ...]:
    start = epoch(slot.starts_at)
    details = {"rule": slot.rule_id, "starts_at": start}
    return (slot.rule_id, slot.webinar_id, start, slot.starts_at, slot.due_at, details)


def mail_columns(
    kind: MessageKind, key: ColumnElement[str], slot: CTE, now: datetime
) -> list[ColumnElement[Any]]:
    """Return what the rows of mails by rules hold; *slot* has their ``due_at`` and ``details``."""
    columns: dict[str, Any] = {
        "key": key,
        "kind": literal(kind, TABLE.kind.type),
        "priority": literal(int(Priority.REMINDER)),
        "state": literal(DeliveryState.DUE, TABLE.state.type),
        "due_at": slot.c.due_at,
        "created_at": literal(now, TABLE.created_at.type),
        "recipient": Invitation.attendee,
        "registrant_id": Registrant.id,
        "registration_id": Registration.id,
        "enrollment_id": Enrollment.id,
        "invitation_id": Invitation.id,
        "details": slot.c.details,
        "attempts": literal(0),
    }
    return [value.label(name) for name, value in columns.items()]
