"""The words of a mail: its facts, and the organizers' own where there are any."""

from datetime import datetime

from webinars import rendering
from webinars.domain.wordings import OwnWords, worded_mail
from webinars.i18n import current_language
from webinars.models import Delivery, MessageKind
from webinars.queries.wordings import own_words
from webinars.services import account_mails, message_values
from webinars.services.message_values import Values


def text_of(
    delivery: Delivery, kind: MessageKind, *, has_calendar: bool, now: datetime
) -> rendering.MessageText:
    """Return what *delivery* says as a mail of *kind*, in the language spoken now."""
    if kind in account_mails.KINDS:
        words = account_mails.values(delivery)
        return rendering.render_message(kind, words.personal, words.common)
    words = message_values.of(delivery, kind, has_calendar=has_calendar, now=now)
    own = own_words(delivery, worded_mail(kind, words.common), current_language())
    return _rendered(delivery, kind, words, own)


def text_in_words(
    delivery: Delivery, own: OwnWords | None, *, has_calendar: bool, now: datetime
) -> rendering.MessageText:
    """Return what *delivery* says with *own* words that need not be stored."""
    words = message_values.of(delivery, delivery.kind, has_calendar=has_calendar, now=now)
    return _rendered(delivery, delivery.kind, words, own)


def _rendered(
    delivery: Delivery, kind: MessageKind, words: Values, own: OwnWords | None
) -> rendering.MessageText:
    filled = message_values.placeholders(delivery, words) if own else {}
    return rendering.render_message(kind, words.personal, words.common, own, filled)
