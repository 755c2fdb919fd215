"""What the pages of registrants call things."""

from collections import Counter
from collections.abc import Mapping, Sequence

from webinars.i18n import clock_time, gettext, lazy_gettext, ngettext, number, short_day
from webinars.models import (
    AccessRequestStatus,
    ConsentStatus,
    Delivery,
    DeliveryState,
    Enrollment,
    EnrollmentStatus,
    MessageKind,
    PartStat,
    Registration,
    Suppression,
    SuppressionReason,
)

ACCESS_STATES: Mapping[str, str] = {
    AccessRequestStatus.TO_BE_CONFIRMED: lazy_gettext("The person has not confirmed it yet"),
    AccessRequestStatus.OPEN: lazy_gettext("Waits for an answer"),
    AccessRequestStatus.ARRANGED: lazy_gettext("Arranged"),
    AccessRequestStatus.DECLINED: lazy_gettext("Cannot be arranged"),
    AccessRequestStatus.WITHDRAWN: lazy_gettext("Taken back by the person"),
}
CONSENT_STATES: Mapping[str, str] = {
    ConsentStatus.TO_BE_CONFIRMED: lazy_gettext("The person has not confirmed it yet"),
    ConsentStatus.GIVEN: lazy_gettext("Given"),
    ConsentStatus.WITHDRAWN: lazy_gettext("Taken back"),
}
CALENDAR_ANSWERS: Mapping[PartStat, str] = {
    PartStat.NEEDS_ACTION: lazy_gettext("No answer yet"),
    PartStat.ACCEPTED: lazy_gettext("Accepted"),
    PartStat.TENTATIVE: lazy_gettext("Perhaps"),
    PartStat.DECLINED: lazy_gettext("Declined"),
}
HELD_BACK: Mapping[SuppressionReason, str] = {
    SuppressionReason.BOUNCE: lazy_gettext("mail to this address comes back"),
    SuppressionReason.COMPLAINT: lazy_gettext("somebody complained about our mail there"),
    SuppressionReason.BY_HAND: lazy_gettext("somebody decided that nothing is sent there"),
}
MAIL_KINDS: Mapping[str, str] = {
    MessageKind.WELCOME: lazy_gettext("Welcome"),
    MessageKind.PRIVATE_LINK: lazy_gettext("Private link"),
    MessageKind.INVITED: lazy_gettext("Invitation"),
    MessageKind.PROMOTED: lazy_gettext("A seat after waiting"),
    MessageKind.UPDATED: lazy_gettext("Change of a webinar"),
    MessageKind.CANCELLED: lazy_gettext("Webinar cancelled"),
    MessageKind.WITHDRAWN: lazy_gettext("Seat given up"),
    MessageKind.WAITLIST_NEWS: lazy_gettext("News for who waits"),
    MessageKind.REMINDER: lazy_gettext("Reminder"),
    MessageKind.FOLLOW_UP: lazy_gettext("After the webinar"),
    MessageKind.BROADCAST: lazy_gettext("Message to many"),
    MessageKind.CONFIRM_ADDRESS: lazy_gettext("Confirm a new address"),
    MessageKind.ERASED: lazy_gettext("Data erased"),
    MessageKind.DECLINE_CHECK: lazy_gettext("Question after a declined invitation"),
}


def address_words(held_back: Sequence[Suppression]) -> str:
    """Return in a word why an address gets no mail of some kind."""
    reasons = {one.reason for one in held_back}
    if SuppressionReason.BOUNCE in reasons:
        return gettext("Mail comes back")
    if SuppressionReason.COMPLAINT in reasons:
        return gettext("Complained about mail")
    return gettext("Gets no mail of some kinds")


def held_back_words(reason: SuppressionReason) -> str:
    """Return why one mail was not sent."""
    return str(HELD_BACK[reason])


def statuses() -> dict[str, str]:
    """Return what standings are called in lists to choose from."""
    return {
        EnrollmentStatus.CONFIRMED: gettext("Has a seat"),
        EnrollmentStatus.WAITLISTED: gettext("Waits for a seat"),
        EnrollmentStatus.CANCELLED: gettext("Gave the seat up"),
    }


def seat_words(enrollment: Enrollment, place: int | None = None) -> str:
    """Return how somebody stands in one webinar."""
    if enrollment.status is EnrollmentStatus.WAITLISTED and place is not None:
        return gettext("Waits, number %(place)s in line", place=place)
    return statuses()[enrollment.status]


def standing_words(registration: Registration, webinar_id: int | None) -> str:
    """Return how somebody stands in a series, or in the one webinar that is asked for."""
    for enrollment in registration.enrollments:
        if enrollment.webinar_id == webinar_id:
            return seat_words(enrollment)
    counted = Counter(enrollment.status for enrollment in registration.enrollments)
    seats, waiting = counted[EnrollmentStatus.CONFIRMED], counted[EnrollmentStatus.WAITLISTED]
    given_up = counted[EnrollmentStatus.CANCELLED]
    words = {
        ngettext("%(num)s seat", "%(num)s seats", seats): seats,
        ngettext("%(num)s waiting", "%(num)s waiting", waiting): waiting,
        ngettext("%(num)s given up", "%(num)s given up", given_up): given_up,
    }
    return " · ".join(said for said, number in words.items() if number)


def answers_words(counts: Mapping[PartStat, int]) -> str:
    """Return how often calendars answered what."""
    return " · ".join(
        gettext("%(answer)s: %(count)s", answer=words, count=number(counts[answer]))
        for answer, words in CALENDAR_ANSWERS.items()
        if counts.get(answer)
    )


def mail_name(delivery: Delivery) -> str:
    """Return what a mail is called: its subject, once it is written."""
    return delivery.subject or str(MAIL_KINDS.get(delivery.kind, delivery.kind.value))


def mail_state(delivery: Delivery, zone: str) -> tuple[str, str]:
    """Return what became of a mail, in plain words, and the kind of news that is."""
    match delivery.state:
        case DeliveryState.SENT:
            return gettext("Sent"), "good"
        case DeliveryState.FAILED:
            return gettext("Could not be delivered: %(why)s", why=_why(delivery)), "problem"
        case DeliveryState.SUPERSEDED:
            return gettext("Not sent: newer news took its place"), ""
        case DeliveryState.SKIPPED if delivery.held_back is not None:
            return gettext("Not sent: %(why)s", why=held_back_words(delivery.held_back)), "problem"
        case DeliveryState.SKIPPED:
            return gettext("Not sent: there was no reason for it any more"), ""
        case DeliveryState.DUE if delivery.attempts and delivery.last_error:
            return gettext("Delayed, is tried again: %(why)s", why=_why(delivery)), "wait"
        case _:
            moment = moment_words(delivery, zone)
            return gettext("Goes out on %(moment)s", moment=moment), "wait"


def moment_words(delivery: Delivery, zone: str) -> str:
    """Return when a mail was settled, or when it is due."""
    moment = delivery.settled_at or delivery.due_at
    return f"{short_day(moment, zone)}, {clock_time(moment, zone)}"


def _why(delivery: Delivery) -> str:
    return delivery.last_error or gettext("no reason was given")
