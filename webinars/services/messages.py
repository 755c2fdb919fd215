"""Mails: what a delivery says to its recipient, from its rows to the bytes that travel."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from webinars import links
from webinars.domain import standing
from webinars.domain.ical import itip
from webinars.domain.mail import dkim, mime
from webinars.domain.mail.feedback import feedback_id
from webinars.domain.names import mail_name, shortened
from webinars.event_texts import event_text, page_url
from webinars.i18n import gettext, speaking
from webinars.models import CalendarMethod, Delivery, MessageKind
from webinars.queries.messages import (
    first_kind,
    former_times,
    has_attempted_request,
    is_told_already,
    with_rows,
)
from webinars.services import forwarding, message_values, previews
from webinars.services.message_texts import text_of
from webinars.services.message_values import seat
from webinars.settings import settings

LONGEST_SUBJECT = 160
# What is news to who has the event: a first invitation, however late, is not.
URGENT_KINDS = {MessageKind.UPDATED, MessageKind.CANCELLED}


@dataclass(frozen=True)
class ComposedMail:
    """A mail ready to be sent; with ``skip`` it has become pointless and must not be."""

    message_id: str
    subject: str
    content: bytes
    recipient: str
    skip: bool = False


def compose(delivery: Delivery, *, now: datetime) -> ComposedMail:
    """Return the mail that *delivery* stands for, in its reader's language and time zone.

    It is signed for our domain when there is a key.
    Changes nothing. Each call gives another Message-ID: keep the bytes for a second try.
    Raises ValueError when a row it names is missing, or an address cannot be written.
    """
    delivery = with_rows(delivery)
    if not _is_wanted(delivery, now=now):
        return ComposedMail("", "", b"", delivery.recipient, skip=True)
    kind, method = _wording(delivery)
    with speaking(delivery.reader.language):
        message = (
            previews.text_of_test(delivery, now=now)
            if kind is MessageKind.TEST_MAIL
            else text_of(delivery, kind, has_calendar=method is not None, now=now)
        )
        is_urgent = bool(delivery.details.get("urgent")) and kind in URGENT_KINDS
        words = message.subject
        subject = gettext("Urgent: %(subject)s", subject=words) if is_urgent else words
    subject = shortened(subject, LONGEST_SUBJECT)
    boundary = f"d{delivery.id}.{secrets.token_hex(8)}"
    message_id = f"<{boundary}@{settings().host}>"
    content = mime.mail(
        _headers(delivery, subject, message_id, is_urgent=is_urgent, now=now),
        boundary=boundary,
        text=message.text,
        html=message.html,
        calendar=_calendar(delivery, method),
        forwarded=forwarding.content_of(delivery),
    )
    content = dkim.signed(content, settings().dkim_keys, now=now)
    return ComposedMail(message_id, subject, content, delivery.recipient)


def _is_wanted(delivery: Delivery, *, now: datetime) -> bool:
    if not standing.still_stands(delivery, now=now) or forwarding.is_pointless(delivery):
        return False
    news = delivery.details.get("news")
    is_off = delivery.kind is MessageKind.CANCELLED or news == "cancelled"
    if is_off and _wording(delivery)[1] is None:
        # Revived and cancelled again before anybody heard of it: once is enough.
        return not is_told_already(delivery)
    if delivery.kind is not MessageKind.WAITLIST_NEWS or news != "moved":
        return True
    # Moved and moved back likewise: to who waits nothing is new.
    webinar = seat(delivery).webinar
    return former_times(delivery) != (webinar.starts_at, webinar.ends_at)


def _wording(delivery: Delivery) -> tuple[MessageKind, CalendarMethod | None]:
    """Return how the mail reads and what it asks of calendars.

    Somebody whose invitation never left hears of no change: an update reads as the invitation
    that it takes the place of, and a CANCEL, of which their calendar knows nothing, is a plain
    mail.
    """
    kind, method = delivery.kind, delivery.method
    if kind is not MessageKind.UPDATED and method is not CalendarMethod.CANCEL:
        return kind, method
    if delivery.invitation is None:
        raise ValueError(f"delivery {delivery.id} ({kind}) has no invitation")
    if has_attempted_request(delivery):
        return kind, method
    return (first_kind(delivery), method) if kind is MessageKind.UPDATED else (kind, None)


def _headers(
    delivery: Delivery, subject: str, message_id: str, *, is_urgent: bool, now: datetime
) -> list[tuple[str, str]]:
    name = "" if forwarding.is_to_another(delivery) else mail_name(delivery.reader.name)
    headers = [
        mime.addressed("From", settings().sender.display_name, _sender(delivery)),
        mime.addressed("To", name, delivery.recipient),
        mime.unstructured("Subject", subject),
        ("Date", format_datetime(now.astimezone(UTC))),
        ("Message-ID", message_id),
        # Keep other programs from answering (RFC 3834, 5, and Exchange's own).
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "OOF, AutoReply"),
        mime.unstructured("Feedback-ID", feedback_id(delivery, host=settings().host)),
    ]
    if is_urgent:
        # RFC 2156: the one for readers, the other for servers on the way.
        headers += [("Importance", "high"), ("Priority", "urgent")]
    thread_id = delivery.invitation and delivery.invitation.thread_id
    if thread_id:
        headers += [("In-Reply-To", thread_id), ("References", thread_id)]
    unsubscribe_url = message_values.unsubscribe_url(delivery)
    # RFC 8058, 3.1: one click wants HTTPS.
    if unsubscribe_url is not None and unsubscribe_url.startswith("https://"):
        headers += [
            ("List-Unsubscribe", f"<{unsubscribe_url}>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ]
    return headers


def _sender(delivery: Delivery) -> str:
    """Return where the mail comes from: the ORGANIZER, as the invitation's calendars know it."""
    invitation = delivery.invitation
    return settings().sender.addr_spec if invitation is None else invitation.organizer


def _calendar(delivery: Delivery, method: CalendarMethod | None) -> mime.CalendarPart | None:
    if method is None:
        return None
    enrollment, invitation = seat(delivery), delivery.invitation
    if invitation is None or delivery.sequence is None or delivery.stamped_at is None:
        raise ValueError(f"delivery {delivery.id} ({delivery.kind}) has no invitation")
    webinar, language = enrollment.webinar, delivery.registrant.language
    common: dict[str, Any] = {
        "sequence": delivery.sequence,
        "stamped_at": delivery.stamped_at,
        "attendee_name": mail_name(delivery.registrant.name),
        "organizer_name": settings().sender.display_name,
        "page_url": page_url(webinar),
    }
    if method is CalendarMethod.CANCEL:
        text = event_text(webinar, language)
        content = itip.cancel(
            webinar, invitation, text, last_times=former_times(delivery), **common
        )
    else:
        join_url = links.join_url(enrollment.join_nonce)
        text = event_text(webinar, language, join_url=join_url)
        content = itip.request(webinar, invitation, text, join_url=join_url, **common)
    return mime.CalendarPart(content, method)
