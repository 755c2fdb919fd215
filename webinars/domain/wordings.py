"""Which mails organizers may word, and what they may name in each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from webinars.domain.placeholders import Placeholder
from webinars.models import MessageKind, WordedMail

OF_EVERYBODY = frozenset(
    {Placeholder.NAME, Placeholder.ORGANIZATION, Placeholder.SERIES, Placeholder.OWN_PAGE}
)
OF_A_WEBINAR = OF_EVERYBODY | {Placeholder.WEBINAR, Placeholder.WHEN, Placeholder.WEBINAR_PAGE}
OF_A_SEAT = OF_A_WEBINAR | {Placeholder.JOIN_LINK}
PLACEHOLDERS: Mapping[WordedMail, Collection[Placeholder]] = {
    WordedMail.WELCOME: OF_EVERYBODY,
    WordedMail.WELCOME_WAITING: OF_EVERYBODY,
    WordedMail.INVITED: OF_A_SEAT,
    WordedMail.PROMOTED: OF_A_SEAT,
    WordedMail.MOVED: OF_A_SEAT,
    WordedMail.CHANGED: OF_A_SEAT,
    WordedMail.CANCELLED: OF_A_WEBINAR,
    WordedMail.POSTPONED: OF_A_WEBINAR,
    WordedMail.WITHDRAWN: OF_A_WEBINAR,
    WordedMail.WAITING_CANCELLED: OF_A_WEBINAR,
    WordedMail.WAITING_MOVED: OF_A_WEBINAR,
    WordedMail.REMINDER: OF_A_SEAT,
    WordedMail.FOLLOW_UP: OF_A_WEBINAR | {Placeholder.RECORDING},
}


@dataclass(frozen=True)
class OwnWords:
    """Organizers' words for a mail; an empty part means our own.

    ``body`` is Markdown, and both may hold placeholders.
    """

    subject: str
    body: str


# Why a seat was given up, or an event taken back, that nobody must read in other words.
OUR_REASONS = frozenset({"address", "again", "erased", "declined"})


# That a webinar takes place after all is said in our words.
TO_WAITING = {"cancelled": WordedMail.WAITING_CANCELLED, "moved": WordedMail.WAITING_MOVED}


def worded_mail(kind: MessageKind, values: Mapping[str, Any]) -> WordedMail | None:
    """Return what a mail counts as for those who word it; None: its words are ours.

    *values* is what its templates are filled with.
    """
    match kind:
        case MessageKind.WELCOME:
            return WordedMail.WELCOME if values["has_seat"] else WordedMail.WELCOME_WAITING
        case MessageKind.UPDATED:
            return WordedMail.MOVED if values["is_new_time"] else WordedMail.CHANGED
        case MessageKind.CANCELLED:
            return WordedMail.POSTPONED if values["is_postponed"] else WordedMail.CANCELLED
        case MessageKind.WAITLIST_NEWS:
            return TO_WAITING.get(values["news"])
        case MessageKind.WITHDRAWN:
            return None if values["reason"] in OUR_REASONS else WordedMail.WITHDRAWN
        case MessageKind.INVITED | MessageKind.PROMOTED:
            return WordedMail(kind.value)
        case MessageKind.REMINDER | MessageKind.FOLLOW_UP:
            return WordedMail(kind.value)
    return None
