"""Giving freed and added seats to those who wait."""

from datetime import datetime

from webinars.domain.seats import promotions
from webinars.models import EnrollmentStatus, MessageKind, Webinar
from webinars.queries.enrollments import seats, waiting_enrollments
from webinars.services import deliveries, invitations


def promote(webinar: Webinar, *, now: datetime) -> None:
    """Give every free seat of a locked *webinar* to the first who wait, and invite them.

    Nobody is promoted once the webinar has begun, or while it is cancelled. Without a
    date it is a plain mail that says so, and the invitation follows when there is one.
    """
    if webinar.has_started(now) or webinar.is_cancelled:
        return
    number = promotions(seats([webinar])[webinar.id])
    if number == 0:
        return
    for enrollment in waiting_enrollments(webinar, limit=number):
        enrollment.status = EnrollmentStatus.CONFIRMED
        enrollment.confirmed_at = now
        enrollment.registration.registrant.links_changed_at = now
        if webinar.is_dated:
            invitations.invite(enrollment, MessageKind.PROMOTED, now=now)
        else:
            deliveries.enqueue_plain_news(MessageKind.PROMOTED, enrollment, now=now)
