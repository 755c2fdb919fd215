"""Ana's seat, with everything around it fixed, and the mails about it as she sees them."""

import re
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from typing import Any

from tests.factories import (
    NOW,
    a_broadcast,
    a_practice,
    a_registrant,
    a_registration,
    a_series,
    a_sponsor,
    a_user,
    a_webinar,
    an_enrollment,
    an_invitation,
    in_english,
    numbers,
    saved,
)
from tests.support.received import an_inbound_mail
from webinars.models import (
    CalendarMethod,
    Delivery,
    DeliveryState,
    Enrollment,
    EnrollmentStatus,
    MessageKind,
    PartStat,
    Priority,
)
from webinars.services import account_mails, messages
from webinars.services.messages import ComposedMail

REQUEST, CANCEL = CalendarMethod.REQUEST, CalendarMethod.CANCEL
UID = "webinar-1-e1-g1-0123456789abcdef@webinars.example.org"
FORMERLY = {
    "was_starts_at": (NOW + timedelta(days=6)).isoformat(),
    "was_ends_at": (NOW + timedelta(days=6, minutes=90)).isoformat(),
}

ACCOUNT_DETAILS = {
    MessageKind.ACCOUNT_INVITED: {"by": "Olga Owner"},
    MessageKind.MEMBER_ADDED: {"by": "Olga Owner", "series": "Health equity"},
    MessageKind.SECOND_FACTOR_CHANGED: {"change": "app_added"},
}


def a_seat(**values: Any) -> Enrollment:
    """Return Ana's invited seat, saved: she reads in Berlin, the webinar is held in New York.

    *values* are those of the ``series``, ``webinar``, ``registrant``, ``enrollment`` or
    ``invitation``, as mappings.
    """
    series = a_series(
        **{
            "slug": "equity",
            "title": in_english("Health Equity in Practice"),
            "organizer": a_sponsor(name=in_english("Human Impact Partners"), acronym="HIP"),
            "co_sponsors": [a_sponsor(acronym="GARE"), a_sponsor(acronym="NCHE")],
        }
        | values.get("series", {})
    )
    webinar = a_webinar(
        **{
            "series": series,
            "slug": "leading",
            "title": in_english("Leading with equity"),
            "practices": [a_practice(name=in_english("Build organizational capacity"))],
            "interpretation": ["es"],
        }
        | values.get("webinar", {})
    )
    registrant = a_registrant(
        **{
            "name": "Ana López",
            "email": "ana@example.org",
            "time_zone": "Europe/Berlin",
            "manage_nonce": "m" * 22,
            "feed_nonce": "f" * 22,
            "unsubscribe_nonce": "u" * 22,
            "email_change_nonce": "c" * 22,
        }
        | values.get("registrant", {})
    )
    registration = a_registration(registrant=registrant, series=series)
    enrollment = an_enrollment(
        webinar,
        registration=registration,
        **({"join_nonce": "j" * 22} | values.get("enrollment", {})),
    )
    of_invitation = {"uid": UID, "answer_nonce": "a" * 22} | values.get("invitation", {})
    invitation = an_invitation(enrollment, **of_invitation)
    saved(series, webinar, registrant, registration, enrollment, invitation)
    return enrollment


def a_mail(
    kind: MessageKind,
    seat: Enrollment,
    *,
    method: CalendarMethod | None = None,
    details: dict[str, Any] | None = None,
    attempts: int = 1,
    **values: Any,
) -> Delivery:
    """Return a mail about *seat* to its holder, queued at NOW and saved."""
    [invitation] = seat.invitations
    sequence = {REQUEST: 0, CANCEL: 1, None: None}[method]
    defaults = {
        "key": f"test:{next(numbers)}",
        "kind": kind,
        "priority": Priority.CHANGE,
        "state": DeliveryState.DUE,
        "due_at": NOW,
        "created_at": NOW,
        "recipient": seat.registration.registrant.email,
        "registrant": None if "user" in values else seat.registration.registrant,
        "registration": seat.registration,
        "enrollment": seat,
        "invitation": invitation,
        "method": method,
        "sequence": sequence,
        "stamped_at": NOW if method else None,
        "details": details or {},
        "attempts": attempts,
    }
    return saved(Delivery(**(defaults | values)))


def after_an_invitation(seat: Enrollment) -> None:
    """Note that the seat's invitation has been mailed."""
    a_mail(MessageKind.INVITED, seat, method=REQUEST, state=DeliveryState.SENT)


def one_of(kind: MessageKind, seat: Enrollment, **values: Any) -> Delivery:
    """Return a typical mail of *kind* about *seat*, but for *values*."""
    starts_at = seat.webinar.starts_at
    about_a_person = {"registration": None, "enrollment": None, "invitation": None}
    typical: dict[MessageKind, dict[str, Any]] = {
        MessageKind.WELCOME: {
            "details": {"enrollments": [seat.id]},
            "enrollment": None,
            "invitation": None,
        },
        MessageKind.PRIVATE_LINK: {"details": {"reason": "asked"}, **about_a_person},
        MessageKind.INVITED: {"method": REQUEST},
        MessageKind.PROMOTED: {"method": REQUEST},
        MessageKind.UPDATED: {"method": REQUEST, "sequence": 1, "details": FORMERLY},
        MessageKind.CANCELLED: {"method": CANCEL, "details": FORMERLY},
        MessageKind.WITHDRAWN: {"method": CANCEL, "details": {"reason": "asked"}},
        MessageKind.WAITLIST_NEWS: {
            "details": FORMERLY | {"news": "moved"},
            "invitation": None,
        },
        MessageKind.REMINDER: {
            "details": {"rule": 1, "starts_at": starts_at and int(starts_at.timestamp())}
        },
        MessageKind.FOLLOW_UP: {
            "details": {
                "rule": 1,
                "starts_at": starts_at and int(starts_at.timestamp()),
                "until": starts_at and int(starts_at.timestamp()) + 7 * 86400,
            }
        },
        MessageKind.BROADCAST: {"enrollment": None, "invitation": None},
        MessageKind.CONFIRM_ADDRESS: {"recipient": "new@example.org", **about_a_person},
        MessageKind.ERASED: about_a_person,
        MessageKind.DECLINE_CHECK: {"enrollment": None},
        MessageKind.TEST_MAIL: {
            "details": {
                "mail": "reminder",
                "webinar": seat.webinar_id,
                "language": seat.registration.registrant.language,
                "subject": "Soon: ((webinar))",
                "body": "Dear ((name)), see you *soon*.",
            },
            **about_a_person,
        },
        **dict.fromkeys(account_mails.KINDS, about_a_person),
    }
    if kind is MessageKind.TEST_MAIL:
        values = {"user": a_user(language=seat.registration.registrant.language)} | values
    if kind is MessageKind.INBOUND_FORWARD:
        values.setdefault("details", {"inbound": saved(an_inbound_mail()).id})
    if kind in account_mails.KINDS:
        values.setdefault("user", a_user(language=seat.registration.registrant.language))
        values.setdefault("details", ACCOUNT_DETAILS.get(kind, {}))
    if kind is MessageKind.DECLINE_CHECK:
        seat.invitations[0].partstat = PartStat.DECLINED
    if kind is MessageKind.WAITLIST_NEWS:
        seat.status = EnrollmentStatus.WAITLISTED
        seat.__dict__["waits_for_this_mail"] = True
    elif seat.__dict__.pop("waits_for_this_mail", False):
        seat.status = EnrollmentStatus.CONFIRMED
    if kind is MessageKind.BROADCAST:
        values = {"broadcast": a_broadcast(series=seat.webinar.series)} | values
    return a_mail(kind, seat, **(typical[kind] | values))


def read(delivery: Delivery, *, now: datetime = NOW) -> EmailMessage:
    """Return the mail of *delivery* as a mail program reads it."""
    return parsed(messages.compose(delivery, now=now))


def parsed(mail: ComposedMail) -> EmailMessage:
    """Return *mail* as a mail program reads it; it must have no defect."""
    message = message_from_bytes(mail.content, policy=default)
    assert isinstance(message, EmailMessage)
    assert not [part.defects for part in message.walk() if part.defects]
    return message


def plain(message: EmailMessage) -> str:
    """Return the text part."""
    return _content(message, "plain")


def html(message: EmailMessage) -> str:
    """Return the HTML part."""
    return _content(message, "html")


def calendar(message: EmailMessage) -> bytes | None:
    """Return the calendar part."""
    found = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return found[0].get_payload(decode=True) if found else None


def without_chance(content: bytes) -> bytes:
    """Return a mail with the random half of its Message-ID made plain."""
    return re.sub(rb"\bd(\d+)\.[0-9a-f]{16}\b", rb"d\1.0123456789abcdef", content)


class Page(HTMLParser):
    """An HTML part taken to pieces: its texts, links, and what could run."""

    VOID = frozenset({"meta", "br", "hr", "img", "link", "input"})

    def __init__(self, source: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and "style" not in self.open:
            self.texts.append(squeezed(data))


def squeezed(text: str) -> str:
    """Return *text* with every run of white space made one blank."""
    return " ".join(text.split())


def _content(message: EmailMessage, subtype: str) -> str:
    body = message.get_body((subtype,))
    assert body is not None
    return str(body.get_content())
