"""A mail as the bytes that travel (RFC 5322, RFC 2045 to 2047, RFC 6047).

Written out by hand: building an ``EmailMessage`` and serializing it costs ten times as much.
"""

import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.header import Header
from functools import lru_cache
from textwrap import wrap

from webinars.domain.ical.text import ascii_address, clean_line
from webinars.models import CalendarMethod

LINE = 76
# RFC 5322, 2.1.1: what no line may exceed.
LONGEST_LINE = 998
PRINTABLE = re.compile(r"[\x20-\x7e]*")
ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~ ]*")
# Controls other than TAB and the end of a line have no place in a text.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# What a mail has inside of it; programs that read it go as deep as it does.
NESTED = re.compile(
    rb"^content-type:[ \t\r\n]*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE
)
MOST_NESTED = 50
LONE_STOP = re.compile(rb"(?<=\n)\.(?=\r\n)")
# RFC 5322, 3.4.1, without the quoted kind; letters of other scripts need RFC 6531.
ADDRESS = re.compile(r"[^\s<>()\[\],;:\\\"@\x00-\x1f\x7f-\x9f]+@[A-Za-z0-9.-]+")


@dataclass(frozen=True)
class CalendarPart:
    """The calendar object of a mail; *method* is the one in its METHOD property."""

    content: bytes
    method: CalendarMethod


def mail(
    headers: Sequence[tuple[str, str]],
    *,
    boundary: str,
    text: str,
    html: str,
    calendar: CalendarPart | None,
    forwarded: bytes | None = None,
) -> bytes:
    """Return a mail: *headers* made by the functions below, then its parts.

    *boundary* must be made of letters, digits, dots and hyphens; *text* and *html* may hold
    anything. With a *calendar* the shape is the one that Google itself sends. A *forwarded* mail
    is attached as it is.
    """
    parts = [_text("plain", text), _text("html", html)]
    if forwarded is not None:
        inside = [_multipart("alternative", parts, boundary), _forwarded(forwarded)]
        body = _multipart("mixed", inside, boundary)
    elif calendar is None:
        body = _multipart("alternative", parts, boundary)
    else:
        body = _with_calendar(parts, calendar, boundary)
    return _head(headers) + b"MIME-Version: 1.0\r\n" + body


@lru_cache(maxsize=1024)
def unstructured(name: str, value: str) -> tuple[str, str]:
    """Return the header *name* with the words *value*, encoded and folded where need be."""
    words = clean_line(value)
    longest_word = max(map(len, words.split()), default=0)
    if not _is_plain(words) or longest_word > LINE - len(name) - 2:
        return name, _encoded(name, words)
    lines = wrap(f"{name}: {words}", LINE, break_long_words=False, break_on_hyphens=False)
    return name, "\r\n ".join(lines).removeprefix(f"{name}:").strip()


def addressed(name: str, person: str, address: str) -> tuple[str, str]:
    """Return the header *name* with one mailbox, of *person* unless that is empty.

    A domain in another script is written in ASCII. Raises ValueError for what is no address,
    or one that not every mail server takes.
    """
    spelled = ascii_address(address)
    if not ADDRESS.fullmatch(spelled):
        raise ValueError(f"{address!r} is no address that every mail server takes")
    phrase = _phrase(name, clean_line(person))
    if not phrase:
        return name, spelled
    last_line = phrase.rpartition("\n")[2]
    room = LINE - (0 if "\n" in phrase else len(name) + 2)
    separator = " " if len(last_line) + len(spelled) + 3 <= room else "\r\n "
    return name, f"{phrase}{separator}<{spelled}>"


def _head(headers: Sequence[tuple[str, str]]) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    # Every CR LF inside a value was put there by folding: a blank must follow it.
    if re.search(r"\r(?!\n)|(?<!\r)\n", lines) or lines.count("\r\n") != len(headers) + len(
        re.findall(r"\r\n[ \t]", lines)
    ):
        raise ValueError("a header would begin another one")
    if any(len(line) > LONGEST_LINE for line in lines.split("\r\n")):
        raise ValueError("a header line is longer than mail servers take")
    return lines.encode()


def _phrase(name: str, words: str) -> str:
    # Not for its length alone: several encoded words are read with blanks between them by some.
    if not _is_plain(words):
        return _encoded(name, words)
    if ATOMS.fullmatch(words):
        return words
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _is_plain(words: str) -> bool:
    # What looks encoded would be decoded, to what somebody has made up.
    return PRINTABLE.fullmatch(words) is not None and "=?" not in words


def _encoded(name: str, value: str) -> str:
    # RFC 2047: as encoded words, a line break and a blank between them.
    return Header(value, "utf-8", maxlinelen=LINE, header_name=name).encode(linesep="\r\n")


def _with_calendar(parts: list[bytes], calendar: CalendarPart, boundary: str) -> bytes:
    method = calendar.method.encode("ascii")
    encoded = _base64(calendar.content)
    inline = (
        b'Content-Type: text/calendar; charset="UTF-8"; method=' + method + b"\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + encoded
    )
    attached = (
        b'Content-Type: application/ics; name="invite.ics"\r\n'
        b'Content-Disposition: attachment; filename="invite.ics"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n" + encoded
    )
    alternative = _multipart("alternative", [*parts, inline], boundary)
    return _multipart("mixed", [alternative, attached], boundary)


def _forwarded(content: bytes) -> bytes:
    """Return a mail as a part; one that not every program could carry or read travels as a file.

    A mail inside of another must not be encoded (RFC 2046, 5.2.1).
    """
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    is_plain = content.isascii() and b"\0" not in content and max(map(len, lines)) <= LONGEST_LINE
    if is_plain and len(NESTED.findall(content)) <= MOST_NESTED:
        head = b'Content-Type: message/rfc822\r\nContent-Disposition: attachment; filename="'
        return head + b'mail.eml"\r\n\r\n' + b"\r\n".join(lines)
    return (
        b'Content-Type: application/octet-stream; name="mail.eml"\r\n'
        b'Content-Disposition: attachment; filename="mail.eml"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n" + _base64(content)
    )


def _multipart(subtype: str, parts: Sequence[bytes], boundary: str) -> bytes:
    # Neither base64 nor quoted-printable can hold "=_": no body can hold the boundary.
    full = f"=_{subtype}.{boundary}"
    delimiter = f"--{full}".encode("ascii")
    head = f'Content-Type: multipart/{subtype};\r\n boundary="{full}"\r\n\r\n'
    body = b"".join(delimiter + b"\r\n" + part + b"\r\n" for part in parts)
    return head.encode("ascii") + body + delimiter + b"--\r\n"


def _text(subtype: str, content: str) -> bytes:
    lines = CONTROLS.sub("", content.replace("\r\n", "\n").replace("\r", "\n"))
    data = lines.rstrip("\n").replace("\n", "\r\n").encode() + b"\r\n"
    head = (
        f'Content-Type: text/{subtype}; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    # Also a full stop that folding has left alone on a line: SMTP reads it as the mail's end.
    return head.encode("ascii") + LONE_STOP.sub(b"=2E", binascii.b2a_qp(data, istext=True))


def _base64(content: bytes) -> bytes:
    lines = (content[start : start + 57] for start in range(0, len(content), 57))
    return b"".join(binascii.b2a_base64(line, newline=False) + b"\r\n" for line in lines)
