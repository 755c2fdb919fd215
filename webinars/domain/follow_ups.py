"""When a follow-up is due, and for whom."""

from datetime import datetime, timedelta

from webinars.domain.reminders import current_invitation, epoch
from webinars.models import (
    Delivery,
    Enrollment,
    EnrollmentStatus,
    Invitation,
    PartStat,
    ReminderRule,
    RuleAudience,
    Webinar,
)

# What could not be sent for so long after it came due is not sent any more.
CATCH_UP = timedelta(days=7)
# Who declined in the calendar and did not come is left alone by these.
ONLY_WILLING = frozenset({RuleAudience.SEATED, RuleAudience.NOT_JOINED})


def rules_due(enrollment: Enrollment, *, has_joined: bool, now: datetime) -> list[ReminderRule]:
    """Return the follow-ups that the holder of a seat is to get at *now*."""
    invitation = current_invitation(enrollment)
    if invitation is None or not _has_seat(enrollment, invitation):
        return []
    return [
        rule
        for rule in enrollment.webinar.series.reminder_rules
        if not rule.is_reminder
        and is_for(rule.audience, has_joined=has_joined, partstat=invitation.partstat)
        and _is_due(rule, enrollment, now=now)
    ]


def is_for(audience: RuleAudience, *, has_joined: bool, partstat: PartStat) -> bool:
    """Whether somebody with a seat belongs to *audience*."""
    if audience is RuleAudience.JOINED:
        return has_joined
    if audience is RuleAudience.NOT_JOINED and has_joined:
        return False
    return audience not in ONLY_WILLING or partstat is not PartStat.DECLINED


def is_due(rule: ReminderRule, webinar: Webinar, *, now: datetime) -> bool:
    """Whether the rule's time for *webinar* has come, was not missed, and is newer than both."""
    due_at = rule.due_at(webinar)
    return (
        due_at is not None
        and due_at <= now < due_at + CATCH_UP
        and rule.is_live(due_at)
        and (webinar.scheduled_at is None or webinar.scheduled_at <= due_at)
    )


def still_stands(follow_up: Delivery, *, now: datetime) -> bool:
    """Whether a queued follow-up may leave: the seat is still held and the date the same."""
    enrollment, invitation = follow_up.enrollment, follow_up.invitation
    if enrollment is None or invitation is None:
        return False
    starts_at = enrollment.webinar.starts_at
    return (
        starts_at is not None
        and epoch(starts_at) == follow_up.details["starts_at"]
        and now.timestamp() < follow_up.details["until"]
        and _has_seat(enrollment, invitation)
    )


def _is_due(rule: ReminderRule, enrollment: Enrollment, *, now: datetime) -> bool:
    due_at, confirmed_at = rule.due_at(enrollment.webinar), enrollment.confirmed_at
    has_held_it = due_at is not None and confirmed_at is not None and confirmed_at <= due_at
    return has_held_it and is_due(rule, enrollment.webinar, now=now)


def _has_seat(enrollment: Enrollment, invitation: Invitation) -> bool:
    webinar, registrant = enrollment.webinar, enrollment.registration.registrant
    return (
        webinar.series.is_published
        and not webinar.is_cancelled
        and enrollment.status is EnrollmentStatus.CONFIRMED
        and invitation.generation == enrollment.generation
        and invitation.withdrawn_at is None
        and registrant.announcements_stopped_at is None
        and registrant.erased_at is None
    )
