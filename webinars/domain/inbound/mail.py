"""What a mail that came in says, taken out of its bytes (RFC 5322, RFC 2045).

Whatever the bytes are, something is returned: fields that cannot be read are empty. How long
that takes, and with how much memory, must be bounded by whoever calls it.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parseaddr

from mailparser_reply import EmailReplyParser

from webinars.domain.inbound import bounce_text
from webinars.domain.inbound.bounce_text import one_line

LONGEST_HEADER = 4000
LONGEST_LINE = 500
LONGEST_TEXT = 20_000
LONGEST_CALENDAR = 256 * 1024
MOST_CALENDARS = 5
MOST_PARTS = 2000
# Beyond it Python's parser gives up by itself.
DEEPEST = 500
MOST_RESULTS = 20
CALENDARS = frozenset({"text/calendar", "application/ics"})
PACKED = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
# Names by which programs say that nobody wrote this, and fields that only they set.
AUTOMATIC = ("X-Autoreply", "X-Autorespond", "X-AutoReply-From", "X-Mail-Autoreply")
LANGUAGES = ["en", "es", "de", "fr", "it", "pt", "nl"]
BLANK = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class IncomingMail:
    """A mail as far as it matters here; texts are bounded, and of one line but for *words*.

    *envelope_from* is None where the server did not say it, and empty in mails that want no
    answer. *calendars* are the calendar objects, the first first, *methods* what their parts
    call themselves. *words* are what the writer says, without what is quoted below.
    """

    envelope_from: str | None = None
    envelope_to: str | None = None
    from_address: str = ""
    from_name: str = ""
    to_addresses: list[str] = field(default_factory=list)
    subject: str = ""
    message_id: str = ""
    auto_submitted: str = ""
    precedence: str = ""
    list_id: str = ""
    suppresses_answers: str = ""
    authentication_results: list[str] = field(default_factory=list)
    report_type: str = ""
    is_automatic: bool = False
    is_packed: bool = False
    calendars: list[bytes] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    words: str = ""

    @property
    def method_of_parts(self) -> str:
        """The method that a calendar part's Content-Type names, in capitals; empty without one."""
        return next((one for one in self.methods if one), "")


def read_mail(
    raw: bytes, *, envelope_from: str | None = None, envelope_to: str | None = None
) -> IncomingMail:
    """Return what the mail *raw* says."""
    message = message_from_bytes(raw)
    parts = list(_parts(message))
    calendars = [one for one in parts if _type(one) in CALENDARS][:MOST_CALENDARS]
    name, address = _sender(message)
    return IncomingMail(
        envelope_from=envelope_from,
        envelope_to=envelope_to,
        from_address=address,
        from_name=name,
        to_addresses=_addresses(message, "To", "Cc"),
        subject=_text(message, "Subject"),
        message_id=_text(message, "Message-ID"),
        auto_submitted=_text(message, "Auto-Submitted").lower(),
        precedence=_text(message, "Precedence").lower(),
        list_id=_text(message, "List-Id"),
        suppresses_answers=_text(message, "X-Auto-Response-Suppress"),
        authentication_results=_all(message, "Authentication-Results")[:MOST_RESULTS],
        report_type=_report_type(message, parts),
        is_automatic=any(_text(message, one) for one in AUTOMATIC),
        is_packed=any(_type(one) in PACKED for one in parts),
        calendars=[_content(one)[: LONGEST_CALENDAR + 1] for one in calendars],
        methods=[one_line(_parameter(one, "method")).upper() for one in calendars],
        words=_words(parts),
    )


def _parts(message: Message, depth: int = 0) -> Iterator[Message]:
    """Yield the parts that hold something themselves; not those of a mail inside of this one."""
    left, stack = MOST_PARTS, [(message, depth)]
    while stack and left:
        part, depth = stack.pop()
        left -= 1
        inside = part.get_payload()
        if part.is_multipart() and isinstance(inside, list) and _type(part) != "message/rfc822":
            if depth < DEEPEST:
                stack += [(one, depth + 1) for one in reversed(inside) if isinstance(one, Message)]
        else:
            yield part


def _type(part: Message) -> str:
    with suppress(Exception):  # a Content-Type can be broken in any way
        return part.get_content_type()
    return ""


def _parameter(part: Message, name: str) -> str:
    with suppress(Exception):
        value = part.get_param(name, "")
        return value if isinstance(value, str) else str(value[2])
    return ""


def _all(message: Message, name: str) -> list[str]:
    return [one_line(_decoded(str(value))) for value in message.get_all(name, [])]


def _text(message: Message, name: str) -> str:
    return next(iter(_all(message, name)), "")[:LONGEST_LINE]


def _decoded(value: str) -> str:
    value = value[:LONGEST_HEADER]
    with suppress(Exception):  # decode_header fails in many ways on what is no header
        return str(make_header(decode_header(value)))
    return value


def _sender(message: Message) -> tuple[str, str]:
    value = str(message.get("From", ""))[:LONGEST_HEADER]
    with suppress(Exception):
        name, address = parseaddr(value)
        if "@" in address:
            return one_line(_decoded(name))[:LONGEST_LINE], one_line(address)[:LONGEST_LINE]
    found = bounce_text.addresses_in(one_line(value))
    return "", (found or [""])[0][:LONGEST_LINE]


def _addresses(message: Message, *names: str) -> list[str]:
    values = [str(value)[:LONGEST_HEADER] for name in names for value in message.get_all(name, [])]
    with suppress(Exception):
        return [one_line(one)[:LONGEST_LINE] for _, one in getaddresses(values) if "@" in one][:50]
    return []


def _report_type(message: Message, parts: list[Message]) -> str:
    if _type(message) == "multipart/report":
        return one_line(_parameter(message, "report-type")).lower()
    types = {_type(one) for one in parts}
    return "feedback-report" if "message/feedback-report" in types else ""


def _content(part: Message) -> bytes:
    """Return the bytes of a part, decoded as it says; nothing where it holds a mail."""
    with suppress(Exception):  # an encoding can be broken in any way
        content = part.get_payload(decode=True)
        return content if isinstance(content, bytes) else b""
    return b""


def _words(parts: list[Message]) -> str:
    """Return what the first part that is a text says; of HTML roughly what can be read."""
    shown = [one for one in parts if "attachment" not in str(one.get("Content-Disposition", ""))]
    for kind in ("text/plain", "text/html"):
        for part in shown:
            if _type(part) == kind and (text := _plain(part, kind).strip()):
                return BLANK.sub("\n\n", _own(text)[:LONGEST_TEXT])
    return ""


def _plain(part: Message, kind: str) -> str:
    content = _content(part)[: 8 * LONGEST_TEXT]
    charset = _parameter(part, "charset") or "utf-8"
    try:
        text = content.decode(charset, "replace")
    except (LookupError, ValueError, UnicodeError):
        text = content.decode("utf-8", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = bounce_text.without_tags(text) if kind == "text/html" else text
    return "".join(one if one.isprintable() or one in "\n\t" else " " for one in text)


def _own(text: str) -> str:
    """Return *text* without the mails quoted in it; all of it, where nothing else would stay."""
    with suppress(Exception):  # the patterns of a library that reads prose
        found = EmailReplyParser(languages=LANGUAGES).parse_reply(text=text[:LONGEST_TEXT])
        return found.strip() or text
    return text
