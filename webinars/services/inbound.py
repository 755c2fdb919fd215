"""Taking in mails that come to us: each is stored once, then read, then acted on.

Storing and acting are two transactions, and reading stands between them: a mail is safe before
anybody looks at it, and whoever is killed in between leaves it to be taken up again.
"""

import zlib
from datetime import datetime
from email import policy
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from hashlib import sha256

from webinars.domain.inbound.bounce_text import one_line
from webinars.domain.inbound.outcome import Outcome
from webinars.domain.inbound.reading import Reading
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.models import (
    Delivery,
    Enrollment,
    InboundKind,
    InboundMail,
    InboundState,
    Registrant,
    Registration,
    Series,
)
from webinars.queries.inbound import inbound_by_digest, latest_registration
from webinars.queries.registrants import registrant_by_email
from webinars.services import inbound_outcomes
from webinars.services.rows import insert_unless_there

MEBIBYTE = 1024 * 1024
MOST_BYTES = 25 * MEBIBYTE
LONGEST_HEAD = 256 * 1024
LONGEST_ADDRESS = 500
RECIPIENTS = ("X-Original-To", "Delivered-To", "Envelope-To")


def take(
    raw: bytes,
    *,
    envelope_from: str | None = None,
    envelope_to: str | None = None,
    now: datetime,
    size: int | None = None,
) -> InboundMail:
    """Store a mail, unless it is stored already; return it.

    Who hands it in may know the envelope; else the server wrote it into the head. *size* is the
    number of bytes that came, where they were too many to be handed over whole: such a mail is
    set aside without its content.
    """
    size = len(raw) if size is None else size
    is_too_big = size > MOST_BYTES
    head, body = _head_and_body(raw)
    fields = BytesHeaderParser(policy=policy.compat32).parsebytes(head[:LONGEST_HEAD])
    if envelope_from is None and "Return-Path" in fields:
        envelope_from = parseaddr(str(fields["Return-Path"]))[1]
    named = (str(fields[name]) for name in RECIPIENTS if name in fields)
    digest = _digest(fields, head, body)
    insert_unless_there(
        InboundMail,
        {
            "digest": digest,
            "received_at": now,
            "envelope_from": _bounded(envelope_from),
            "envelope_to": _bounded(envelope_to or next(named, None)),
            "size": size,
            "raw": None if is_too_big else zlib.compress(raw),
            "kind": InboundKind.UNREADABLE if is_too_big else None,
            "state": InboundState.SET_ASIDE if is_too_big else InboundState.NEW,
            "reason": _too_big() if is_too_big else "",
        },
        "digest",
    )
    return inbound_by_digest(digest)


def act(mail_id: int, reading: Reading, *, now: datetime) -> None:
    """Do what a mail that was read asks for; nothing, if that was done before."""
    inbound = _new(mail_id)
    if inbound is None:
        return
    mail = reading.mail
    inbound.kind = reading.kind
    inbound.message_id, inbound.subject = mail.message_id, mail.subject
    inbound.sender, inbound.sender_name = mail.from_address, mail.from_name
    inbound.words = mail.words
    received_at = inbound.received_at
    _close(inbound, inbound_outcomes.outcome(reading, received_at=received_at, now=now))


def set_aside(mail_id: int, reason: str) -> None:
    """Keep a mail that could not be read or understood, with the *reason* in words."""
    inbound = _new(mail_id)
    if inbound is not None:
        inbound.kind = inbound.kind or InboundKind.UNREADABLE
        _close(inbound, Outcome(InboundState.SET_ASIDE, reason))


def _close(inbound: InboundMail, outcome: Outcome) -> None:
    """Write down how the mail ends, and whom and which series it is about."""
    inbound.state, inbound.reason = outcome.state, outcome.reason
    inbound.enrollment_id, inbound.delivery_id = outcome.enrollment_id, outcome.delivery_id
    inbound.registrant_id = outcome.registrant_id or _registrant_of(inbound)
    inbound.series_id = _series_of(inbound)


def _registrant_of(inbound: InboundMail) -> int | None:
    """Return who wrote, or whose mail came back."""
    if inbound.enrollment_id is not None:
        seat = db.session.get_one(Enrollment, inbound.enrollment_id)
        return seat.registration.registrant_id
    if inbound.delivery_id is not None:
        return db.session.get_one(Delivery, inbound.delivery_id).registrant_id
    found: Registrant | None = registrant_by_email(inbound.sender) if inbound.sender else None
    return found.id if found else None


def _series_of(inbound: InboundMail) -> int | None:
    registration: Registration | None = None
    series: Series | None = None
    if inbound.enrollment_id is not None:
        registration = db.session.get_one(Enrollment, inbound.enrollment_id).registration
    elif inbound.delivery_id is not None:
        registration = db.session.get_one(Delivery, inbound.delivery_id).registration
    if registration is None and inbound.registrant_id is not None:
        registration = latest_registration(inbound.registrant_id)
    series = registration.series if registration else None
    return series.id if series else None


def _new(mail_id: int) -> InboundMail | None:
    found = db.session.get(InboundMail, mail_id, with_for_update=True, populate_existing=True)
    return found if found is not None and found.state is InboundState.NEW else None


def _head_and_body(raw: bytes) -> tuple[bytes, bytes]:
    ends = [(at, len(gap)) for gap in (b"\r\n\r\n", b"\n\n") if (at := raw.find(gap)) >= 0]
    if not ends:
        return raw, b""
    at, length = min(ends)
    return raw[:at], raw[at + length :]


def _digest(fields: Message, head: bytes, body: bytes) -> str:
    """Return what tells mails apart: a server that tries again adds only to the head.

    It is made of the Message-ID and all that follows the head; where a mail has none, of
    sender, date and subject, and else of its head.
    """
    named = str(fields.get("Message-ID", "")).strip()
    others = [str(fields.get(name, "")) for name in ("From", "Date", "Subject")]
    told_by = (named or "\n".join(others).strip()).encode("utf-8", "surrogateescape")
    return sha256((told_by or head) + b"\n\n" + body).hexdigest()


def _bounded(address: str | None) -> str | None:
    return None if address is None else one_line(address).strip("<>")[:LONGEST_ADDRESS]


def _too_big() -> str:
    return gettext(
        "The mail is larger than %(most)s MB and was not kept.", most=MOST_BYTES // MEBIBYTE
    )
