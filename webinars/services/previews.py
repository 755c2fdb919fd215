"""Mails shown to organizers before anybody gets them, and sent to themselves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value

from webinars.domain.wordings import OwnWords
from webinars.errors import NotFound
from webinars.extensions import db
from webinars.i18n import gettext, speaking
from webinars.links import new_nonce
from webinars.models import Broadcast, Delivery, MessageKind, Series, User, Webinar, WordedMail
from webinars.rendering import MessageText
from webinars.services import account_mails, samples
from webinars.services.message_texts import text_in_words
from webinars.services.samples import Reader


@dataclass(frozen=True)
class Preview:
    """A mail in one language."""

    language: str
    text: MessageText
    has_calendar: bool


def of_mail(
    mail: WordedMail, webinar: Webinar, reader: Reader, own: OwnWords, *, now: datetime
) -> Preview:
    """Return *mail* about *webinar* as *reader* would get it, in organizers' *own* words."""
    delivery = samples.of_mail(mail, webinar, reader, now=now)
    has_calendar = delivery.method is not None
    with speaking(reader.language):
        text = text_in_words(delivery, _given(own), has_calendar=has_calendar, now=now)
    return Preview(reader.language, text, has_calendar)


def of_broadcast(broadcast: Broadcast, reader: Reader, *, now: datetime) -> Preview:
    """Return *broadcast* as *reader* would get it."""
    delivery = samples.of_broadcast(broadcast.series, reader, now=now)
    set_committed_value(delivery, "broadcast", broadcast)
    with speaking(reader.language):
        own = OwnWords(
            broadcast.subject.pick(reader.language).text, broadcast.body.pick(reader.language).text
        )
        text = text_in_words(delivery, own, has_calendar=False, now=now)
    return Preview(reader.language, text, has_calendar=False)


def send_mail(
    mail: WordedMail,
    webinar: Webinar,
    own: OwnWords,
    *,
    language: str,
    user: User,
    now: datetime,
) -> None:
    """Send *mail* to *user*, in words that need not be stored; it carries no calendar part."""
    details = {"mail": mail.value, "webinar": webinar.id, "language": language}
    _send(details | {"subject": own.subject, "body": own.body}, user=user, now=now)


def send_broadcast(broadcast: Broadcast, *, language: str, user: User, now: datetime) -> None:
    """Send *broadcast* to *user*, as it stands when the mail is written."""
    _send({"broadcast": broadcast.id, "language": language}, user=user, now=now)


def text_of_test(delivery: Delivery, *, now: datetime) -> MessageText:
    """Return what a mail to oneself says; raise ValueError when a row it names is missing."""
    user, details = delivery.user, delivery.details
    if user is None:
        raise ValueError(f"delivery {delivery.id} ({delivery.kind}) has no account")
    reader = Reader(user.name, "", details["language"], user.time_zone)
    if "broadcast" in details:
        broadcast = db.session.get(Broadcast, details["broadcast"])
        if broadcast is None:
            raise ValueError(f"delivery {delivery.id}: the broadcast is gone")
        preview = of_broadcast(broadcast, reader, now=now)
    else:
        webinar = db.session.get(Webinar, details["webinar"])
        if webinar is None:
            raise ValueError(f"delivery {delivery.id}: the webinar is gone")
        own = OwnWords(details["subject"], details["body"])
        preview = of_mail(WordedMail(details["mail"]), webinar, reader, own, now=now)
    subject = gettext("[Test] %(subject)s", subject=preview.text.subject)
    return MessageText(subject, preview.text.text, preview.text.html)


def sample_webinar(series: Series, slug: str | None, *, now: datetime) -> Webinar:
    """Return the webinar of *series* that a preview is about: the one asked for, or the next."""
    chosen = [webinar for webinar in series.webinars if webinar.slug == slug]
    ahead = [
        webinar
        for webinar in series.webinars
        if not webinar.is_cancelled and not webinar.is_over(now)
    ]
    found = next(iter([*chosen, *ahead, *series.webinars]), None)
    if found is None:
        raise NotFound(gettext("This series has no webinar yet that a mail could be about."))
    return found


def _send(details: dict[str, Any], *, user: User, now: datetime) -> None:
    key = f"test:{user.id}:{new_nonce()}"
    account_mails.enqueue(MessageKind.TEST_MAIL, user, key=key, now=now, details=details)


def _given(own: OwnWords) -> OwnWords | None:
    return own if own.subject or own.body else None
