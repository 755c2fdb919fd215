"""When a reminder is due, and for whom."""

from collections.abc import Iterable
from datetime import datetime

from webinars.models import (
    Delivery,
    Enrollment,
    EnrollmentStatus,
    Invitation,
    PartStat,
    ReminderRule,
)


def is_due(
    due_at: datetime,
    *,
    confirmed_at: datetime,
    scheduled_at: datetime,
    starts_at: datetime,
    now: datetime,
) -> bool:
    """True from the due time until the webinar starts, unless seat or date are newer than it."""
    return max(confirmed_at, scheduled_at) <= due_at <= now < starts_at


def nearest_rule(
    rules: Iterable[ReminderRule], *, starts_at: datetime, now: datetime
) -> ReminderRule | None:
    """Return the rule that counts now: of those whose time has come, the one nearest the start.

    So whoever was not reminded during a down time is reminded once, not twice.
    """
    come = [
        rule
        for rule in rules
        if rule.is_reminder
        and rule.is_live(starts_at - rule.before)
        and starts_at - rule.before <= now < starts_at
    ]
    return min(come, key=lambda rule: rule.before, default=None)


def rule_due(enrollment: Enrollment, *, now: datetime) -> ReminderRule | None:
    """Return the rule by which the holder of a seat is to be reminded at *now*, if any."""
    webinar, starts_at = enrollment.webinar, enrollment.webinar.starts_at
    invitation = current_invitation(enrollment)
    if invitation is None or starts_at is None or not takes_reminders(enrollment, invitation):
        return None
    rule = nearest_rule(webinar.series.reminder_rules, starts_at=starts_at, now=now)
    if rule is None or enrollment.confirmed_at is None:
        return None
    due = is_due(
        starts_at - rule.before,
        confirmed_at=enrollment.confirmed_at,
        scheduled_at=webinar.scheduled_at or enrollment.confirmed_at,
        starts_at=starts_at,
        now=now,
    )
    return rule if due else None


def takes_reminders(enrollment: Enrollment, invitation: Invitation) -> bool:
    """Whether there is something to remind of, and the registrant wants to be reminded."""
    webinar, registrant = enrollment.webinar, enrollment.registration.registrant
    return (
        webinar.series.is_published
        and not webinar.is_cancelled
        and enrollment.status is EnrollmentStatus.CONFIRMED
        and invitation.generation == enrollment.generation
        and invitation.withdrawn_at is None
        and invitation.partstat is not PartStat.DECLINED
        and registrant.reminders_stopped_at is None
        and registrant.erased_at is None
    )


def current_invitation(enrollment: Enrollment) -> Invitation | None:
    """Return the invitation of the enrollment's present generation."""
    of_generation = (
        invitation
        for invitation in enrollment.invitations
        if invitation.generation == enrollment.generation
    )
    return next(of_generation, None)


def still_stands(reminder: Delivery, *, now: datetime) -> bool:
    """Whether a queued reminder may leave: same start as when it was queued, and still ahead."""
    enrollment, invitation = reminder.enrollment, reminder.invitation
    if enrollment is None or invitation is None:
        return False
    starts_at = enrollment.webinar.starts_at
    return (
        starts_at is not None
        and now < starts_at
        and epoch(starts_at) == reminder.details["starts_at"]
        and takes_reminders(enrollment, invitation)
    )


def epoch(moment: datetime) -> int:
    """Return *moment* in whole seconds since 1970, as reminders' keys and details name it."""
    return int(moment.timestamp())
