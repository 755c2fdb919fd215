"""Mails that came in, for tests."""

import zlib
from itertools import count
from typing import Any

from tests.factories import NOW
from webinars.models import InboundKind, InboundMail, InboundState

numbers = count(1)


def an_inbound_mail(**values: Any) -> InboundMail:
    """Return a mail that a person wrote to us, that came at NOW and is tied to nobody."""
    number = next(numbers)
    defaults: dict[str, Any] = {
        "digest": f"digest-{number}",
        "received_at": NOW,
        "size": 100,
        "raw": zlib.compress(b"From: ana@example.org\r\nSubject: Hello\r\n\r\nHello\r\n"),
        "kind": InboundKind.PERSON,
        "state": InboundState.NOTED,
        "message_id": f"<{number}@example.org>",
        "sender": "ana@example.org",
        "subject": "Hello",
        "words": "Hello",
    }
    return InboundMail(**(defaults | values))
