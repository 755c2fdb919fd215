"""Addresses, codes and words in the prose of mail servers."""

import binascii
import re
from base64 import b64decode
from collections.abc import Callable
from contextlib import suppress
from html import unescape
from quopri import decodestring

from webinars.domain import delivery_words
from webinars.domain.delivery_words import Reason

LONGEST_WORDS = 500
LONGEST_NOTICE = 40_000
ADDRESS = re.compile(
    r"[^\s<>;,:\"()\[\]\x00-\x20\x7f]{1,128}@[^\s<>;,:\"()\[\]\x00-\x20\x7f]{1,253}"
)
# Of letters that a field may hold (RFC 5322, 3.6.4): no database takes a NUL.
MESSAGE_ID = re.compile(r"<[^<>\s\x00-\x20\x7f]{1,200}@[^<>\s\x00-\x20\x7f]{1,200}>")
MESSAGE_ID_LINE = re.compile(
    r"^[\s>]{0,20}Message-ID:[^\r\n]{0,10}\s{0,3}[^\r\n]{0,500}", re.I | re.M
)
# RFC 3463, 2: class, subject and detail; not a part of a network address or a version.
ENHANCED = re.compile(r"(?<![\w.\-])([45]\.[0-7]\.\d{1,3})(?![\d.]*\d)")
# A reply of SMTP (RFC 5321, 4.2), only where it stands like one.
REPLY = re.compile(r"(?:^|[\s:(\[#'\"])([45][0-5]\d)(?=[\s#\-]|:\s)")
# A reply and its own code, which tells more than that of whoever reports it.
OWN_CODE = re.compile(r"^\W{0,3}5\d\d[ \-](5\.[0-7]\.\d{1,3})(?!\d)")
# Where the copy of our own mail begins, in a notice that does not part the two.
COPY = re.compile(
    r"^[ \t>]{0,8}(?:-{2,} ?(?:Below this line is|This is) a copy|-{3,} ?(?:Original|Forwarded|"
    r"Returned|Start of returned) message|(?:Received|Return-Path|Message-ID|DKIM-Signature):)",
    re.I | re.M,
)
# A tag, not an address in brackets.
TAG = re.compile(r"<(?:[!/a-zA-Z][^<>@]{0,2000}|[a-zA-Z][a-zA-Z0-9]{0,20}\s[^<>]{0,4000})>")
UNSHOWN = re.compile(r"<(/?)(style|script|head)\b", re.I)
# What does not pass by waiting, where nobody gives a code.
FOR_GOOD = frozenset({Reason.NO_MAILBOX, Reason.NO_DOMAIN, Reason.DISABLED})
UNKNOWN_DETAIL = re.compile(r"[45]\.0\.0\Z")


def one_line(text: str) -> str:
    """Return *text* without line breaks and what no line of text can hold."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def addresses_in(text: str) -> list[str]:
    """Return the e-mail addresses in *text*, in their own case, each once."""
    found = [one.strip(".'`") for one in ADDRESS.findall(text[:20_000])]
    return list(dict.fromkeys(one for one in found if 0 < one.find("@") < len(one) - 1))


def notice(texts: list[str]) -> str:
    """Return what the server itself wrote, up to the copy of the mail that came back."""
    text = "\n".join(texts)[:LONGEST_NOTICE].replace("\r\n", "\n").replace("\r", "\n")
    copy = COPY.search(text)
    return text[: copy.start()] if copy else text


def status_of(status: str, words: str) -> str:
    """Return the code that a report gives; that of the server's *words* where it tells more."""
    given = ENHANCED.search(status)
    code = given[1] if given else ""
    own = OWN_CODE.search(said(words))
    if own and code.startswith("5") and not code.startswith("5.4."):
        return own[1]
    spoken = ENHANCED.search(words)
    if spoken and (not code or (UNKNOWN_DETAIL.match(code) and spoken[1][0] == code[0])):
        return spoken[1]
    if not code and (reply := REPLY.search(words) or REPLY.search(status)):
        return f"{reply[1][0]}.0.0"
    return code


def said(words: str) -> str:
    """Return the server's words of a Diagnostic-Code, without the kind of server before them."""
    kind, separator, rest = words.partition(";")
    has_kind = bool(separator) and " " not in kind.strip()
    return one_line(rest if has_kind else words)[:LONGEST_WORDS]


def first_code(text: str) -> tuple[str, str]:
    """Return the first code in *text* as an enhanced one, with its line; empty without any."""
    lines = text.split("\n")
    for pattern in (ENHANCED, REPLY):
        for line in lines:
            found = pattern.search(line[:2000])
            if found:
                code = found[1] if "." in found[1] else f"{found[1][0]}.0.0"
                return code, one_line(line)[:LONGEST_WORDS]
    return "", ""


def code_near(text: str, address: str) -> tuple[str, str]:
    """Return code and line that follow *address* in *text*, or the first there are at all.

    Without a code the line after the address speaks for itself.
    """
    place = text.casefold().find(address.casefold())
    if place < 0:
        return first_code(text)
    start = text.rfind("\n", 0, place) + 1
    code, line = first_code(text[start : start + 1500])
    if not code:
        code, line = first_code(text)
    following = [one_line(one) for one in text[start : start + 1500].split("\n") if one.strip()]
    return code, line or " ".join(following[:2])[:LONGEST_WORDS]


def named_with_code(text: str, own: set[str]) -> tuple[str, str, str]:
    """Return the address that *text* names beside a code, with code and line; all empty if none.

    *own* are addresses, casefolded, that name the mail system or us.
    """
    return _named_beside(text, own, first_code)


def named_with_reason(text: str, own: set[str]) -> tuple[str, str]:
    """Return the address that *text* names beside words that mean that it does not exist."""
    address, _, words = _named_beside(text, own, _reason_for_good)
    return address, words


def _named_beside(
    text: str, own: set[str], find: Callable[[str], tuple[str, str]]
) -> tuple[str, str, str]:
    lines = [one_line(line) for line in text.split("\n")[:400]]
    for place, line in enumerate(lines):
        found, words = find(line)
        if not found:
            continue
        near = [line, *reversed(lines[max(0, place - 8) : place]), *lines[place + 1 : place + 4]]
        people = (one for other in near for one in addresses_in(other))
        address = next((one for one in people if one.casefold() not in own), "")
        if address:
            return address, found, words
    return "", "", ""


def _reason_for_good(line: str) -> tuple[str, str]:
    reason = delivery_words.reason(line[:2000])
    return (reason, line[:LONGEST_WORDS]) if reason in FOR_GOOD else ("", "")


def message_id_lines(text: str) -> list[str]:
    """Return the lines of *text* that name a Message-ID, as a copy of a mail does."""
    return [found[0] for found in MESSAGE_ID_LINE.finditer(text[:500_000])][:5]


def without_tags(html: str) -> str:
    """Return what HTML says, roughly: enough to find addresses and codes in it."""
    text = _shown(html[: 4 * LONGEST_NOTICE])
    text = re.sub(r"</(?:p|div|tr|li|h\d)>|<br\b[^<>]{0,100}>", "\n", text, flags=re.I)
    return unescape(TAG.sub(" ", text))


def _shown(html: str) -> str:
    """Return *html* without its head, styles and scripts."""
    kept, start, inside = [], 0, ""
    for tag in UNSHOWN.finditer(html):
        is_end, name = bool(tag[1]), tag[2].lower()
        if not inside and not is_end:
            kept.append(html[start : tag.start()])
            inside = name
        elif inside == name and is_end:
            start, inside = tag.start(), ""
    return "".join(kept) + ("" if inside else html[start:])


def decoded(part: bytes, encoding: str) -> str:
    """Return what stands after the head of *part*, an undecoded MIME part."""
    head = re.search(rb"\r?\n\r?\n", part)
    content = part[head.end() :] if head else part
    with suppress(binascii.Error, ValueError):
        if encoding.strip().lower() == "base64":
            content = b64decode(content)
        elif encoding.strip().lower() == "quoted-printable":
            content = decodestring(content)
    return content.decode("utf-8", "replace")
