"""The parts of a mail, its fields and texts, however broken they are (RFC 2045 to RFC 2047)."""

import re
from contextlib import suppress
from email.header import decode_header
from email.message import Message

UTF_8 = "utf-8"
# What programs name a charset, and the one that holds all of its letters and more.
CHARSETS = {
    **dict.fromkeys(["", "us-ascii", "ascii", "utf8", "unknown-8bit", "x-unknown", "8bit"], UTF_8),
    **dict.fromkeys(["iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252"], "cp1252"),
    **dict.fromkeys(["gb2312", "gbk", "x-gbk", "euc-cn"], "gb18030"),
    **dict.fromkeys(["shift_jis", "shift-jis", "x-sjis", "windows-31j"], "cp932"),
    **dict.fromkeys(["ks_c_5601-1987", "euc-kr"], "cp949"),
    **dict.fromkeys(["iso-8859-8-i", "iso-8859-8-e"], "iso-8859-8"),
    "unicode-1-1-utf-7": "utf-7",
}
MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb": "utf-8-sig"}
ENCODING = re.compile(r"base64|quoted-printable", re.I)
JAPANESE = re.compile(rb"\x1b\$[@B(]")


def kind_of(part: Message) -> str:
    """Return the part's media type in small letters; empty where it cannot be read."""
    with suppress(Exception):  # a Content-Type can be broken in any way
        return part.get_content_type()
    return ""


def parameter(part: Message, name: str) -> str:
    """Return a parameter of the part's Content-Type; empty without one."""
    with suppress(Exception):
        value = part.get_param(name, "")
        return value if isinstance(value, str) else str(value[2])
    return ""


def inside(part: Message) -> list[Message]:
    """Return the parts of a multipart, or the mail in a message/rfc822."""
    # Asked for a text, the parser would decode it, with whatever codec it names.
    payload = part.get_payload() if part.is_multipart() else []
    return [one for one in payload if isinstance(one, Message)]


def content(part: Message) -> bytes:
    """Return the bytes of a part, decoded as it says; nothing where it holds others."""
    with suppress(Exception):  # an encoding can be broken in any way
        encoding = str(part.get("Content-Transfer-Encoding", ""))
        if known := ENCODING.search(encoding):
            # Python knows it only where nothing stands beside it.
            part.replace_header("Content-Transfer-Encoding", known[0].lower())
        found = part.get_payload(decode=True)
        return found if isinstance(found, bytes) else b""
    return b""


def text(part: Message, *, most: int | None = None) -> str:
    """Return what a part that is a text says, of its first *most* bytes."""
    return letters(content(part)[:most], parameter(part, "charset"))


def fields(message: Message, name: str) -> list[str]:
    """Return the values of all fields of this name as they stand, folded and encoded.

    Bytes that no field may hold are read as UTF-8, or else as what Windows writes.
    """
    named = (value for key, value in message.raw_items() if key.lower() == name.lower())
    return [_without_bytes(str(value)) for value in named]


def decoded(value: str) -> str:
    """Return a field's text without the encoding of RFC 2047, whatever charsets it names."""
    with suppress(Exception):  # decode_header fails in many ways on what is no header
        pieces = decode_header(value)
        return "".join(_piece(found, charset) for found, charset in pieces)
    return value


def letters(raw: bytes, charset: str) -> str:
    """Return *raw* as text: *charset* is believed as far as the bytes agree with it."""
    name = charset.strip(" \t\"'").lower()
    name = CHARSETS.get(name, name)
    if raw[:2] in MARKS:
        name = MARKS[raw[:2]]
    elif name == UTF_8 and JAPANESE.search(raw):
        name = "iso2022_jp"
    if name in {UTF_8, "cp1252"}:
        return _of_the_west(raw, name)
    try:
        return raw.decode(name, "replace")
    except (LookupError, ValueError):
        return _of_the_west(raw, UTF_8)


def _of_the_west(raw: bytes, name: str) -> str:
    """Return *raw* read as UTF-8 where most of its letters are that, else as what Windows writes.

    Many programs write one of the two and name the other.
    """
    as_utf_8 = raw.decode(UTF_8, "replace")
    broken = as_utf_8.count("\ufffd")
    if not broken or (name == UTF_8 and sum(not one.isascii() for one in as_utf_8) >= 2 * broken):
        return as_utf_8
    return raw.decode("cp1252", "replace")


def _without_bytes(value: str) -> str:
    # The parser keeps foreign bytes as halves of letters.
    if value.isascii() and "\x1b" not in value:
        return value
    return letters(value.encode(UTF_8, "surrogateescape"), "")


def _piece(found: bytes | str, charset: str | None) -> str:
    if isinstance(found, str):
        return found
    return found.decode("raw-unicode-escape") if charset is None else letters(found, charset)
