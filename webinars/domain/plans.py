"""What the rules of a series will send: when, about what, and why not."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from webinars.domain import follow_ups
from webinars.domain.reminders import nearest_rule
from webinars.models import ReminderRule, RuleAudience, Series, Webinar

AHEAD = timedelta(days=30)


class Off(enum.StrEnum):
    """Why nobody gets the mail of a rule about one webinar."""

    DRAFT = "draft"
    CANCELLED = "cancelled"
    SWITCHED_OFF = "switched_off"
    # The rule, or the webinar's date, is newer than the time it would have been due.
    NEWER_RULE = "newer_rule"
    NEWER_DATE = "newer_date"
    NEARER_RULE = "nearer_rule"


class Fate(enum.StrEnum):
    """What becomes of a planned mail to one person."""

    GETS = "gets"
    # Decided when the webinar takes place.
    IF_JOINS = "if_joins"
    UNLESS_JOINS = "unless_joins"
    CANCELLED = "cancelled"
    WAITING = "waiting"
    ERASED = "erased"
    UNSUBSCRIBED = "unsubscribed"
    # Mails to the address come back, or somebody complained of them.
    UNREACHABLE = "unreachable"
    NOT_INVITED = "not_invited"
    DECLINED = "declined"
    CONFIRMED_LATER = "confirmed_later"
    ALREADY_SENT = "already_sent"
    NOT_JOINED = "not_joined"
    JOINED = "joined"


# Of what would be under way: whoever switched it off or cancelled it knows.
NOT_WORTH_TELLING = frozenset({Off.SWITCHED_OFF, Off.DRAFT, Off.CANCELLED})
WRITTEN_TO = frozenset({Fate.GETS, Fate.IF_JOINS, Fate.UNLESS_JOINS})


@dataclass(frozen=True)
class Slot:
    """A rule and a webinar that it is about, and when."""

    rule: ReminderRule
    webinar: Webinar
    due_at: datetime
    off: Off | None
    is_ahead: bool

    @property
    def key(self) -> str:
        """How addresses name it."""
        return f"{self.rule.id}-{self.webinar.id}"


@dataclass(frozen=True)
class Counts:
    """How many people each fate meets."""

    by_fate: Mapping[Fate, int] = field(default_factory=dict)

    @property
    def mails(self) -> int:
        """How many may get the mail."""
        return sum(count for fate, count in self.by_fate.items() if fate in WRITTEN_TO)

    @property
    def skipped(self) -> int:
        """How many do not."""
        return sum(self.by_fate.values()) - self.mails


def slots(series: Series, *, now: datetime) -> list[Slot]:
    """Return what is due within 30 days or still being sent, the earliest first."""
    found = [
        _slot(series, rule, webinar, due_at, now=now)
        for rule in series.reminder_rules
        for webinar in series.webinars
        if (due_at := rule.due_at(webinar)) is not None
        and due_at < now + AHEAD
        and (due_at > now or _is_still_sent(rule, webinar, due_at, now=now))
    ]
    found = [slot for slot in found if slot.is_ahead or slot.off not in NOT_WORTH_TELLING]
    return sorted(found, key=lambda slot: (slot.due_at, slot.webinar.id, slot.rule.id))


def fate(base: Fate | None, *, slot: Slot, is_declined: bool, has_joined: bool) -> Fate:
    """Return what becomes of the mail to somebody; *base* is what settles it in any case."""
    audience = slot.rule.audience
    if base is not None:
        return base
    if audience is RuleAudience.JOINED and not has_joined:
        return Fate.IF_JOINS if slot.is_ahead else Fate.NOT_JOINED
    if audience is RuleAudience.NOT_JOINED and has_joined:
        return Fate.JOINED
    if is_declined and audience in follow_ups.ONLY_WILLING:
        return Fate.DECLINED
    if audience is RuleAudience.NOT_JOINED and slot.is_ahead:
        return Fate.UNLESS_JOINS
    return Fate.GETS


def _is_still_sent(
    rule: ReminderRule, webinar: Webinar, due_at: datetime, *, now: datetime
) -> bool:
    if rule.is_reminder:
        return webinar.starts_at is not None and now < webinar.starts_at
    return now < due_at + follow_ups.CATCH_UP


def _slot(
    series: Series, rule: ReminderRule, webinar: Webinar, due_at: datetime, *, now: datetime
) -> Slot:
    is_ahead = due_at > now
    return Slot(rule, webinar, due_at, _off(series, rule, webinar, due_at, now=now), is_ahead)


def _off(
    series: Series, rule: ReminderRule, webinar: Webinar, due_at: datetime, *, now: datetime
) -> Off | None:
    reasons = {
        Off.SWITCHED_OFF: not rule.is_active,
        Off.DRAFT: not series.is_published,
        Off.CANCELLED: webinar.is_cancelled,
        Off.NEWER_RULE: not rule.is_live(due_at),
        Off.NEWER_DATE: webinar.scheduled_at is not None and webinar.scheduled_at > due_at,
        Off.NEARER_RULE: due_at <= now and _is_overtaken(series, rule, webinar, now=now),
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def _is_overtaken(series: Series, rule: ReminderRule, webinar: Webinar, *, now: datetime) -> bool:
    if not rule.is_reminder or webinar.starts_at is None:
        return False
    nearest = nearest_rule(series.reminder_rules, starts_at=webinar.starts_at, now=now)
    return nearest is not rule
