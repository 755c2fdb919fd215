"""Whether a queued mail still has a reason to leave."""

from datetime import UTC, datetime

from webinars.domain import follow_ups, reminders
from webinars.models import Delivery, MessageKind, PartStat


def still_stands(delivery: Delivery, *, now: datetime) -> bool:
    """Whether *delivery* may leave; what tells of a change always may."""
    if delivery.kind is MessageKind.REMINDER:
        return reminders.still_stands(delivery, now=now)
    if delivery.kind is MessageKind.FOLLOW_UP:
        return follow_ups.still_stands(delivery, now=now)
    if delivery.kind is MessageKind.DECLINE_CHECK:
        return _is_still_declined(delivery, now=now)
    if delivery.kind is MessageKind.BROADCAST:
        person = delivery.registrant
        return person.announcements_stopped_at is None and person.erased_at is None
    return True


def _is_still_declined(delivery: Delivery, *, now: datetime) -> bool:
    invitation = delivery.invitation
    if invitation is None or invitation.withdrawn_at is not None:
        return False
    webinar = invitation.enrollment.webinar
    is_ahead = not webinar.has_started(now) and not webinar.is_cancelled
    return is_ahead and invitation.partstat is PartStat.DECLINED


def comes_too_late(delivery: Delivery, moment: datetime) -> bool:
    """Whether *delivery* would be of no use at *moment*."""
    if delivery.kind is MessageKind.REMINDER:
        return moment >= datetime.fromtimestamp(delivery.details["starts_at"], UTC)
    if delivery.kind is MessageKind.FOLLOW_UP:
        return moment >= datetime.fromtimestamp(delivery.details["until"], UTC)
    return False
