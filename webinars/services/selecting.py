"""Why webinars cannot be had, in words."""

from webinars.domain.selection import Fault, Refusal
from webinars.i18n import gettext


def fault_message(fault: Fault) -> str:
    """Return what is wrong with a choice, in words."""
    return {
        Fault.NOTHING: gettext("Choose at least one webinar."),
        Fault.UNKNOWN: gettext("One of the chosen webinars is not part of this series."),
        Fault.TOO_MANY: gettext("Choose one webinar only."),
    }[fault]


def refusal_message(refusal: Refusal) -> str:
    """Return why a webinar cannot be chosen, in words."""
    return {
        Refusal.NOT_OPEN_YET: gettext("Registration has not opened yet."),
        Refusal.CLOSED: gettext("Registration is closed."),
        Refusal.ARCHIVED: gettext("This series has ended: it takes no registrations any more."),
        Refusal.PAST: gettext("This webinar is over."),
        Refusal.CANCELLED: gettext("This webinar is cancelled."),
    }[refusal]
