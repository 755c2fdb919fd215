"""Taking the tokens out of a mail that is kept after it was sent."""

import re
from base64 import encodebytes
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from quopri import encodestring
from typing import cast

# Also in an address that is itself part of another one's query.
TOKEN = re.compile(
    rb"((?:/|%2F)(?:me|join|answer|unsubscribe|confirm-address)(?:/|%2F))[A-Za-z0-9_-]{44}"
    # Flask-Security's: of no fixed length.
    rb"|((?:/|%2F)organize(?:/|%2F)reset(?:/|%2F))[A-Za-z0-9_.-]{20,}",
    re.IGNORECASE,
)
MASK = rb"\1\2..."
# RFC 5545, 3.1: a line break followed by one space or tab is no line break at all.
FOLD = re.compile(rb"\r?\n[ \t]")
CALENDARS = {"text/calendar", "application/ics"}
LONGEST_LINE = 75
AS_WRITTEN = policy.Compat32(linesep="\r\n", max_line_length=None)


def without_tokens(content: bytes) -> bytes:
    """Return the mail *content* with the tokens in its links replaced by dots.

    They are looked for in what the parts say once decoded: base64, quoted-printable and
    folded lines cut them into pieces.
    """
    # The old policy leaves headers as they are written, which takes a third of the time.
    message = message_from_bytes(content, policy=AS_WRITTEN)
    for part in message.walk():
        _mask_headers(part)
        if not part.is_multipart():
            _mask_body(part)
    return message.as_bytes()


def masked_text(text: str) -> str:
    """Return *text*, in which links stand in one piece, with their tokens replaced by dots."""
    content = text.encode("utf-8", "surrogateescape")
    return TOKEN.sub(MASK, content).decode("utf-8", "surrogateescape")


def _mask_headers(part: Message) -> None:
    for name, value in part.items():
        masked = _masked(_decoded(str(value)).encode("utf-8", "surrogateescape"))
        if masked is not None:
            part.replace_header(name, masked.decode("utf-8", "surrogateescape"))


def _decoded(value: str) -> str:
    """Return a header's text; RFC 2047 can hide anything in it.

    What was encoded wrongly, as in a forwarded mail, nobody can read: it stays as it is.
    """
    try:
        return str(make_header(decode_header(value))) if "=?" in value else value
    except (HeaderParseError, LookupError, ValueError):
        return value


def _mask_body(part: Message) -> None:
    body = cast(bytes, part.get_payload(decode=True))
    if part.get_content_type() in CALENDARS:
        body = FOLD.sub(b"", body)
    masked = _masked(body)
    if masked is None:
        return
    if part.get_content_type() in CALENDARS:
        masked = _folded(masked)
    part.set_payload(_encoded(masked, part).decode("ascii", "surrogateescape"))


def _masked(text: bytes) -> bytes | None:
    """Return *text* without tokens, or None when it has none."""
    masked, found = TOKEN.subn(MASK, text)
    return masked if found else None


def _folded(calendar: bytes) -> bytes:
    lines = (_folded_line(line) for line in calendar.split(b"\r\n"))
    return b"\r\n".join(lines)


def _folded_line(line: bytes) -> bytes:
    """Fold at 75 octets, never inside a character of several (RFC 5545, 3.1)."""
    pieces, room = [], LONGEST_LINE
    while len(line) > room:
        end = room
        while line[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(line[:end])
        line, room = line[end:], LONGEST_LINE - 1
    return b"\r\n ".join([*pieces, line])


def _encoded(body: bytes, part: Message) -> bytes:
    """Return *body* in the part's own Content-Transfer-Encoding."""
    encoding = str(part["Content-Transfer-Encoding"] or "").lower()
    if encoding == "base64":
        return encodebytes(body)
    if encoding == "quoted-printable":
        return b"\r\n".join(encodestring(line) for line in body.split(b"\r\n"))
    return body
