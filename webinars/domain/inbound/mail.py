"""What a mail that came in says, taken out of its bytes (RFC 5322, RFC 2045).

Whatever the bytes are, something is returned: fields that cannot be read are empty. How long
that takes, and with how much memory, must be bounded by whoever calls it.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses, parseaddr
from itertools import islice

from mailparser_reply import EmailReplyParser

from webinars.domain.inbound import bounce_text, parts
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
UNKNOWN = "application/octet-stream"
CALENDARS = frozenset({"text/calendar", "application/ics"})
PACKED = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
# What only a mail program with the right key makes readable (RFC 8551, RFC 3156).
SEALED = frozenset(
    {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}
)
# Names by which programs say that nobody wrote this, and fields that only they set.
AUTOMATIC = (
    *("X-Autoreply", "X-Autorespond", "X-AutoReply-From", "X-Mail-Autoreply"),
    *("X-MLServer", "Mailing-List"),
)
# One of these every mail has; what has none is no head but a text.
USUAL = frozenset(
    {
        *("from", "to", "subject", "date", "received", "return-path", "message-id"),
        *("mime-version", "content-type", "cc", "reply-to", "sender", "delivered-to"),
    }
)
MOST_TEXTS = 20
LANGUAGES = ["en", "es", "de", "fr", "it", "pt", "nl"]
# What programs write above the mail that is answered; the library knows not all of it.
QUOTING = re.compile(
    r"^(?:On|El|Am|Le|Il|Em|Op) (?=[^\n]{0,100}\d)[^\n]{4,200}(?:\n(?!>)[^\n]{0,200}){0,2}?\b"
    r"(?:wrote|escribió|schrieb|a écrit|ha scritto|escreveu|schreef)\b[^\n]{0,80}:[ \t]{0,8}$",
    re.M,
)
ORIGINAL = re.compile(
    r"^-{2,20} ?(?:mensaje original|original message|ursprüngliche nachricht|message d'origine|"
    r"messaggio originale|mensagem original) ?-{2,20}$|"
    r"^(?:_{2,40}\n+)?De: [^\n]{1,300}\n(?:Enviado|Fecha)[^\n:]{0,20}:",
    re.M | re.I,
)
BLANK = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class IncomingMail:
    """A mail as far as it matters here; texts are bounded, and of one line but for *words*.

    *envelope_from* is None where the server did not say it, and empty in mails that want no
    answer. *calendars* are the calendar objects, the first first, *methods* what their parts
    call themselves. *words* are what the writer says, without what is quoted below. It *is_packed*
    where Outlook, and *is_sealed* where encryption leaves nothing to read.
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
    is_sealed: bool = False
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
    if not USUAL & {name.lower() for name in message}:
        message = message_from_bytes(b"\n" + raw)
    found = list(_parts(message))
    calendars = _calendars(found)
    kinds = {parts.kind_of(one) for one in found}
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
        report_type=_report_type(message, kinds),
        is_automatic=any(_text(message, one) for one in AUTOMATIC),
        is_packed=bool(kinds & PACKED) or any(_name(one) == "winmail.dat" for one in found),
        is_sealed=bool(kinds & SEALED),
        calendars=[parts.content(one)[: LONGEST_CALENDAR + 1] for one in calendars],
        methods=[one_line(parts.parameter(one, "method")).upper() for one in calendars],
        words=_words(found),
    )


def _parts(message: Message) -> Iterator[Message]:
    """Yield the parts that hold something themselves; not those of a mail inside of this one."""
    left, stack = MOST_PARTS, [(message, 0)]
    while stack and left:
        part, depth = stack.pop()
        left -= 1
        inner = parts.inside(part)
        if inner and parts.kind_of(part) != "message/rfc822":
            if depth < DEEPEST:
                stack += [(one, depth + 1) for one in reversed(inner)]
        else:
            yield part


def _calendars(found: list[Message]) -> list[Message]:
    """Return the parts with calendar objects; those that only their name tells, if no others."""
    named = (one for one in found if parts.kind_of(one) == UNKNOWN and _is_calendar_file(one))
    called = [one for one in found if parts.kind_of(one) in CALENDARS]
    return called[:MOST_CALENDARS] or list(islice(named, MOST_CALENDARS))


def _is_calendar_file(part: Message) -> bool:
    is_named = _name(part).endswith(".ics")
    return is_named and parts.content(part)[:100].lstrip().upper().startswith(b"BEGIN:VCALENDAR")


def _name(part: Message) -> str:
    with suppress(Exception):  # a file's name can be broken in any way
        return str(part.get_filename() or "").strip().lower()
    return ""


def _all(message: Message, name: str) -> list[str]:
    values = parts.fields(message, name)
    return [one_line(parts.decoded(value[:LONGEST_HEADER])) for value in values]


def _text(message: Message, name: str) -> str:
    return next(iter(_all(message, name)), "")[:LONGEST_LINE]


def _sender(message: Message) -> tuple[str, str]:
    value = next(iter(parts.fields(message, "From")), "")[:LONGEST_HEADER]
    with suppress(Exception):
        name, address = parseaddr(value)
        if "@" in address:
            return one_line(parts.decoded(name))[:LONGEST_LINE], one_line(address)[:LONGEST_LINE]
    found = bounce_text.addresses_in(one_line(value))
    return "", (found or [""])[0][:LONGEST_LINE]


def _addresses(message: Message, *names: str) -> list[str]:
    values = [one[:LONGEST_HEADER] for name in names for one in parts.fields(message, name)]
    with suppress(Exception):
        return [one_line(one)[:LONGEST_LINE] for _, one in getaddresses(values) if "@" in one][:50]
    return []


def _report_type(message: Message, kinds: set[str]) -> str:
    if parts.kind_of(message) == "multipart/report":
        return one_line(parts.parameter(message, "report-type")).lower()
    return "feedback-report" if "message/feedback-report" in kinds else ""


def _words(found: list[Message], depth: int = 0) -> str:
    """Return what the texts of a mail say; of HTML roughly what can be read.

    A mail that only passes another on says what that one does.
    """
    shown = [one for one in found if not _is_attached(one)]
    for is_wanted in (_is_plain, _is_html, _is_other_text):
        texts = (_own(_plain(one)) for one in shown if is_wanted(one))
        text = "\n\n".join([one for one in texts if one][:MOST_TEXTS])
        if text:
            return BLANK.sub("\n\n", text[:LONGEST_TEXT])
    passed_on = [one for part in found for one in parts.inside(part)][:1]
    return _words(list(_parts(passed_on[0])), depth + 1) if passed_on and depth < 5 else ""


def _is_attached(part: Message) -> bool:
    return bool(_name(part)) or "attachment" in str(part.get("Content-Disposition", "")).lower()


def _is_plain(part: Message) -> bool:
    # One whose parts cannot be told apart is a text, too.
    return parts.kind_of(part) == "text/plain" or parts.kind_of(part).startswith("multipart/")


def _is_html(part: Message) -> bool:
    return parts.kind_of(part) == "text/html"


def _is_other_text(part: Message) -> bool:
    """Whether it is a text of a kind that nobody knows (RFC 2046, 4.1.4)."""
    return parts.kind_of(part).startswith("text/") and parts.kind_of(part) not in CALENDARS


def _plain(part: Message) -> str:
    text = parts.text(part, most=8 * LONGEST_TEXT).replace("\r\n", "\n").replace("\r", "\n")
    text = bounce_text.without_tags(text) if _is_html(part) else text
    return "".join(one if one.isprintable() or one in "\n\t" else " " for one in text).strip()


def _own(text: str) -> str:
    """Return *text* without the mails quoted in it; all of it, where nothing else would stay."""
    text = text[:LONGEST_TEXT]
    for head in (*QUOTING.finditer(text), *ORIGINAL.finditer(text)):
        before, below = text[: head.start()].strip(), text[head.end() :].lstrip()
        is_certain = head.re is ORIGINAL or "@" in head[0] or below.startswith(">")
        if before and is_certain:
            return before
    with suppress(Exception):  # the patterns of a library that reads prose
        found = EmailReplyParser(languages=LANGUAGES).parse_reply(text=text)
        return found.strip() or text
    return text
