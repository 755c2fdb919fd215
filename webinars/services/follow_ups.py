"""Queueing the follow-ups that are due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    column,
    exists,
    func,
    or_,
    select,
    values,
)

from webinars.domain.follow_ups import CATCH_UP, is_due
from webinars.domain.reminders import epoch
from webinars.extensions import db
from webinars.models import (
    Delivery,
    Enrollment,
    EnrollmentStatus,
    Invitation,
    JoinClick,
    MessageKind,
    PartStat,
    Registrant,
    Registration,
    ReminderRule,
    RuleAnchor,
    RuleAudience,
    Series,
    SeriesStatus,
    SuppressionScope,
    Webinar,
    WebinarStatus,
)
from webinars.queries.suppressions import is_suppressed
from webinars.services.reminders import insert_mails, mail_columns

TABLE = Delivery.__table__.c


@dataclass(frozen=True)
class Slot:
    """A rule whose time has come for a webinar."""

    rule_id: int
    audience: RuleAudience
    webinar_id: int
    starts_at: datetime
    due_at: datetime


def enqueue_due(now: datetime) -> int:
    """Queue every follow-up that is due and not queued yet; return how many.

    `domain.follow_ups.rules_due` states the same rule for one seat.
    """
    slots = due_slots(now)
    return insert_mails(_rows(slots, now)) if slots else 0


def due_slots(now: datetime) -> list[Slot]:
    """Return, for each webinar, the follow-ups whose time came within the days of catching up."""
    is_follow_up = (
        or_(ReminderRule.anchor == RuleAnchor.END, ReminderRule.seconds_before <= 0),
        ReminderRule.is_active,
    )
    longest = db.session.scalar(select(func.max(ReminderRule.seconds_before)).where(*is_follow_up))
    shortest = db.session.scalar(select(func.min(ReminderRule.seconds_before)).where(*is_follow_up))
    if longest is None or shortest is None:
        return []
    pairs = db.session.execute(
        select(Webinar, ReminderRule)
        .join(Webinar.series)
        .join(Series.reminder_rules)
        .where(
            Series.status == SeriesStatus.PUBLISHED,
            Webinar.status == WebinarStatus.SCHEDULED,
            Webinar.starts_at <= now + timedelta(seconds=longest),
            Webinar.ends_at > now - CATCH_UP + timedelta(seconds=shortest),
            *is_follow_up,
        )
    )
    return [_slot(webinar, rule) for webinar, rule in pairs if is_due(rule, webinar, now=now)]


def _slot(webinar: Webinar, rule: ReminderRule) -> Slot:
    due_at = rule.due_at(webinar)
    if webinar.starts_at is None or due_at is None:
        raise ValueError(f"webinar {webinar.id} has no date")
    return Slot(rule.id, rule.audience, webinar.id, webinar.starts_at, due_at)


def _rows(slots: list[Slot], now: datetime) -> Select[Any]:
    """Select the rows to insert: every seat of the slots' webinars that its rule means."""
    slot = _table(slots)
    rule, enrollment, generation = (
        cast(number, String) for number in (slot.c.rule, Enrollment.id, Invitation.generation)
    )
    key = "followup:" + rule + ":" + enrollment + ":" + generation
    has_joined = exists().where(JoinClick.enrollment_id == Enrollment.id)
    is_willing = Invitation.partstat != PartStat.DECLINED
    return (
        select(*mail_columns(MessageKind.FOLLOW_UP, key, slot, now))
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
            case(
                (slot.c.audience == RuleAudience.JOINED.value, has_joined),
                (slot.c.audience == RuleAudience.NOT_JOINED.value, and_(~has_joined, is_willing)),
                (slot.c.audience == RuleAudience.SEATED.value, is_willing),
                else_=Enrollment.id.is_not(None),
            ),
            Registrant.announcements_stopped_at.is_(None),
            ~is_suppressed(SuppressionScope.ANNOUNCEMENTS),
            Registrant.erased_at.is_(None),
            # A conflict too uses up an id; this is asked every few seconds.
            ~exists().where(TABLE.key == key),
        )
        # All rows are found before the first is added, as with reminders.
        .order_by(key)
    )


def _table(slots: list[Slot]) -> CTE:
    moment = TABLE.due_at.type
    columns = (
        column("rule", Integer),
        column("audience", String),
        column("webinar", Integer),
        column("starts_at", moment),
        column("due_at", moment),
        column("details", TABLE.details.type),
    )
    rows = [
        (
            slot.rule_id,
            slot.audience.value,
            slot.webinar_id,
            slot.starts_at,
            slot.due_at,
            {
                "rule": slot.rule_id,
                "starts_at": epoch(slot.starts_at),
                "until": epoch(slot.due_at + CATCH_UP),
            },
        )
        for slot in slots
    ]
    return values(*columns, name="slot").data(rows).cte("slot")
