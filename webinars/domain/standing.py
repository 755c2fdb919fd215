"""Whether a queued mail still has a reason to leave."""

from datetime import UTC, datetime

from webinars.domain import follow_ups, reminders
from webinars.models import Delivery, EnrollmentStatus, MessageKind, PartStat


def still_stands(delivery: Delivery, *, now: datetime) -> bool:
    """Whether *delivery* may leave; what tells who has a seat of a change always may."""
    if delivery.kind is MessageKind.REMINDER:
        return reminders.still_stands(delivery, now=now)
    if delivery.kind is MessageKind.FOLLOW_UP:
        return follow_ups.still_stands(delivery, now=now)
    if delivery.kind is MessageKind.DECLINE_CHECK:
        return _is_still_declined(delivery, now=now)
    if delivery.kind is MessageKind.WAITLIST_NEWS:
        return _are_news_still_true(delivery)
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


def _are_news_still_true(delivery: Delivery) -> bool:
    """Whether newer news, or a seat, have not taken the place of what is told to who waits."""
    enrollment, news = delivery.enrollment, delivery.details["news"]
    if enrollment is None or news == "cancelled":
        return enrollment is not None
    webinar, has_seat = enrollment.webinar, bool(delivery.details.get("has_seat"))
    wanted = EnrollmentStatus.CONFIRMED if has_seat else EnrollmentStatus.WAITLISTED
    if webinar.is_cancelled or enrollment.status is not wanted:
        return False
    return news == "revived" or webinar.is_dated is (news != "postponed")


def comes_too_late(delivery: Delivery, moment: datetime) -> bool:
    """Whether *delivery* would be of no use at *moment*."""
    if delivery.kind is MessageKind.REMINDER:
        return moment >= datetime.fromtimestamp(delivery.details["starts_at"], UTC)
    if delivery.kind is MessageKind.FOLLOW_UP:
        return moment >= datetime.fromtimestamp(delivery.details["until"], UTC)
    return False
