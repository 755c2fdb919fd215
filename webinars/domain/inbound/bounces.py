"""What a mail that came back says: who was not reached, for how long, and in whose words.

Delivery reports (RFC 3464, RFC 6533) and complaints (ARF, RFC 5965) are read by their own fields;
what servers say in prose, by flufl.bounce and the codes in it.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message
from email.utils import parseaddr

from webinars.domain.inbound import bounce_prose, bounce_text, parts, senders
from webinars.domain.inbound.bounce_prose import FailedAddress, Notification
from webinars.domain.inbound.bounce_text import MESSAGE_ID, addresses_in, first_code, one_line

# What matters stands before the copy of our mail, or at its beginning.
LONGEST = 400_000
MOST_LINES = 4000
LONGEST_FIELD = 4000
MOST_PARTS = 60
DEEPEST = 12
REPORT = "multipart/report"
REPORTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
RETURNED = frozenset(
    {"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"}
)
COMPLAINTS = frozenset({"abuse", "complaint", "fraud", "miscategorized", "opt-out", "opt-out-list"})
# Where a mail says to whom it came, or from whom a returned one had gone out.
RECEIVERS = ("X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "To")
AUTO_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "Precedence")
# With which of its fields a person's group begins.
OPENINGS = frozenset(
    {"original-recipient", "final-recipient", "action", "status", "diagnostic-code"}
)
FIELDS = re.compile(r"^(?:Final|Original)-Recipient:", re.I | re.M)
# What a detector finds wrong with a mail, it logs with the mail's words.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL + 1)


class Unreadable(Exception):
    """Nothing can be made of these bytes."""


@dataclass(frozen=True)
class BounceReport:
    """What came back, as far as it can be read; empty where it cannot.

    Nothing in it is proved, but a return address whose mac is ours.
    """

    failures: tuple[FailedAddress, ...] = ()
    # It has fields for machines; without failures it tells of a success.
    is_report: bool = False
    is_complaint: bool = False
    feedback_type: str = ""
    # Who complained.
    complainers: tuple[str, ...] = ()
    # Message-IDs of the mail that came back, the surest first.
    message_ids: tuple[str, ...] = ()
    envelope_id: str = ""
    # Addresses among which our return address may be.
    return_addresses: tuple[str, ...] = ()
    # A program answered for somebody who is away: that is no failure.
    is_auto_reply: bool = False
    # A code and its line in a text that names nobody.
    status: str = ""
    words: str = ""

    @property
    def permanent(self) -> frozenset[str]:
        """Who cannot be reached."""
        return frozenset(one.address for one in self.failures if one.address and one.is_permanent)

    @property
    def temporary(self) -> frozenset[str]:
        """Who could not be reached yet."""
        return frozenset(
            one.address for one in self.failures if one.address and not one.is_permanent
        )

    @property
    def statuses(self) -> frozenset[str]:
        """The status codes of all failures."""
        found = {one.status for one in self.failures} | {self.status}
        return frozenset(found - {""})


def read_bounce(raw: bytes) -> BounceReport:
    """Return what the mail *raw* says about mails of ours; raise Unreadable, and nothing else."""
    try:
        content = raw[:LONGEST]
        # Some programs store mails with the line ends of an old Mac.
        lines = content.split(b"\n" if b"\n" in content else b"\r", MOST_LINES)[:MOST_LINES]
        return _report(message_from_bytes(b"\n".join(lines)))
    except Exception as error:
        raise Unreadable(f"The mail cannot be read: {type(error).__name__}") from error


def _report(message: Message) -> BounceReport:
    message = _unwrapped(message)
    found = list(_parts(message))
    returned = _returned(found)
    feedback = next((one for one in found if parts.kind_of(one) == "message/feedback-report"), None)
    blocks = [block for one in found if parts.kind_of(one) in REPORTS for block in _blocks(one)]
    texts = _texts(found)
    notice = bounce_text.notice(texts)
    told = bounce_prose.notification(notice)
    if told is not None:
        return _notified(message, told)
    if not any(block.get("Action") for block in blocks):
        # An empty report tells nothing; and some write its fields into the text.
        blocks = [block for text in texts for block in _blocks_in_prose(text)]
    is_report = bool(blocks) or feedback is not None
    failures = (
        _failures_of(blocks) if is_report else bounce_prose.failures_in_prose(message, notice)
    )
    status, words = ("", "") if failures or is_report else first_code(notice)
    kind, complainers = _complaint(feedback, returned)
    tells_nothing = not (failures or is_report or status or kind)
    return BounceReport(
        failures=failures,
        is_report=is_report,
        message_ids=_message_ids(message, returned, found),
        envelope_id=next(iter(_values(blocks, "Original-Envelope-Id")), ""),
        return_addresses=_return_addresses(message, returned, blocks, feedback),
        status=status,
        words=words,
        is_auto_reply=tells_nothing and _is_answer_of_program(message),
        feedback_type=kind,
        is_complaint=kind in COMPLAINTS,
        complainers=complainers,
    )


def _unwrapped(message: Message) -> Message:
    """Return the report in *message* where that is the same mail: scanners wrap what they check."""
    if parts.kind_of(message) == REPORT:
        return message
    number = MESSAGE_ID.findall(str(message.get("Message-ID", "")))
    for part in parts.inside(message)[:MOST_PARTS]:
        for inner in parts.inside(part)[:1]:
            same = MESSAGE_ID.findall(str(inner.get("Message-ID", ""))) == number
            if number and same and parts.kind_of(inner) == REPORT:
                return inner
    return message


def _notified(message: Message, told: Notification) -> BounceReport:
    """Return what Amazon SES tells in its own way."""
    receivers = _return_addresses(message, None, [], None)
    return BounceReport(
        failures=told.failures,
        is_report=True,
        message_ids=told.message_ids,
        return_addresses=(*told.return_addresses, *receivers),
        feedback_type=told.feedback_type,
        is_complaint=told.feedback_type in COMPLAINTS,
        complainers=told.complainers,
    )


def _parts(message: Message, depth: int = 0) -> Iterator[Message]:
    """Yield the mail's parts, but not those of a mail inside it; not more than matter."""
    yield message
    if depth >= DEEPEST or message.get_content_maintype() == "message":
        return
    for part in parts.inside(message)[:MOST_PARTS]:
        yield from _parts(part, depth + 1)


def _texts(found: list[Message]) -> list[str]:
    """Return the plain texts of the notice; those of HTML where there are no others."""
    # One whose parts cannot be told apart is a text, too.
    plain = [parts.text(one) for one in found if one.get_content_maintype() == "multipart"]
    plain += [parts.text(one) for one in found if parts.kind_of(one) == "text/plain"]
    if any(text.strip() for text in plain):
        return plain
    html = (parts.text(one) for one in found if parts.kind_of(one) == "text/html")
    return [bounce_text.without_tags(text) for text in html]


def _returned(found: list[Message]) -> Message | None:
    """Return our mail as it came back, or its head."""
    for part in found:
        kind = parts.kind_of(part)
        if kind not in RETURNED:
            continue
        inner = parts.inside(part)
        if inner and kind in {"message/rfc822", "message/global"}:
            return inner[0]
        return message_from_bytes(parts.text(part).encode("utf-8", "replace"))
    return None


def _blocks(part: Message) -> list[Message]:
    """Return the groups of fields in a report: the first is about the mail as a whole."""
    encoding = str(part.get("Content-Transfer-Encoding", ""))
    found = parts.inside(part)
    is_usual = parts.kind_of(part) == "message/delivery-status"
    if not (is_usual and any(block.keys() for block in found[1:])):
        text = bounce_text.decoded(part.as_bytes(), encoding)
        groups = re.split(r"\r?\n[ \t]*\r?\n", text)[:MOST_PARTS]
        found = [message_from_string(group.strip()) for group in groups]
    blocks = [one for block in found[:MOST_PARTS] if block.keys() for one in _groups(block)]
    return blocks[:MOST_PARTS]


def _groups(block: Message) -> list[Message]:
    """Return a group of fields as one for each person: some leave no line free between them."""
    names = [name.lower() for name in block]
    opening = next((name for name in names if name in OPENINGS), "")
    if names.count(opening) < 2:
        return [block]
    groups = [Message()]
    for name, value in block.raw_items():
        if name.lower() == opening:
            groups.append(Message())
        groups[-1][name] = value
    return groups


def _blocks_in_prose(text: str) -> list[Message]:
    """Return the groups of fields of a report that stands in the notice itself."""
    groups = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")[: bounce_text.LONGEST_NOTICE])
    found = [message_from_string(one.strip()) for one in groups if FIELDS.search(one)]
    return [one for one in found if one.get("Action") and one.get("Final-Recipient")][:MOST_PARTS]


def _values(blocks: list[Message], name: str) -> list[str]:
    return [_value(block, name) for block in blocks if block.get(name) is not None]


def _value(block: Message, name: str) -> str:
    """Return a field's text in one line, without comments of the mail system."""
    value = next(iter(parts.fields(block, name)), "")[:LONGEST_FIELD]
    return one_line(parts.decoded(value))


def _failures_of(blocks: list[Message]) -> tuple[FailedAddress, ...]:
    found = [_failure(block) for block in blocks]
    return tuple(one for one in found if one is not None)


def _failure(block: Message) -> FailedAddress | None:
    """Return whom one group of fields tells of; None for a success, or the whole mail's group."""
    names = ("Original-Recipient", "Final-Recipient", "X-Actual-Recipient")
    people = [one for name in names for one in addresses_in(_value(block, name))]
    action = _value(block, "Action").lower()
    words = _value(block, "Diagnostic-Code")
    status = bounce_text.status_of(_value(block, "Status"), words)
    is_delayed = action.startswith("delay")
    is_failed = action.startswith(("fail", "error")) or (not action and bool(status))
    if not (is_delayed or is_failed):
        return None
    is_permanent = is_failed and not status.startswith("4")
    address = people[0] if people else ""
    aliases = tuple(dict.fromkeys(one for one in people[1:] if one != address))
    return FailedAddress(address, is_permanent, status, bounce_text.said(words), aliases)


def _is_answer_of_program(message: Message) -> bool:
    """Whether it says so (RFC 3834), and comes from somebody rather than from a mail system."""
    submitted = str(message.get("Auto-Submitted", "no")).strip().lower()
    says_so = not submitted.startswith("no") or any(message.get(name) for name in AUTO_HEADERS)
    sender = next(iter(parts.fields(message, "From")), "")
    name, address = parseaddr(sender)
    return says_so and not senders.is_mail_system(address, f"{name} {sender}")


def _complaint(feedback: Message | None, returned: Message | None) -> tuple[str, tuple[str, ...]]:
    """Return what kind of complaint it is, and whose."""
    if feedback is None:
        # Outlook.com sends the mail itself, and names in it who complained.
        named = str(returned.get("X-HmXmrOriginalRecipient", "")) if returned is not None else ""
        people = addresses_in(one_line(named))
        return ("abuse" if people else ""), tuple(people)
    fields = _inner(feedback)
    kind = _value(fields, "Feedback-Type").lower()
    names = ("Original-Rcpt-To", "Removal-Recipient")
    values = [str(value) for name in names for value in fields.get_all(name, [])]
    people = [one for value in values for one in addresses_in(one_line(value))]
    return kind, tuple(dict.fromkeys(people))


def _inner(feedback: Message) -> Message:
    """Return the fields of a complaint, which the parser takes for the head of a mail."""
    for fields in parts.inside(feedback)[:1]:
        if fields.get("Feedback-Type") is not None:
            return fields
    encoding = str(feedback.get("Content-Transfer-Encoding", ""))
    text = bounce_text.decoded(feedback.as_bytes(), encoding)
    return message_from_string(text.strip())


def _message_ids(
    message: Message, returned: Message | None, found: list[Message]
) -> tuple[str, ...]:
    own = MESSAGE_ID.findall(str(message.get("Message-ID", "")))
    texts = [str(returned.get("Message-ID", ""))] if returned is not None else []
    for part in found:
        if part.get_content_maintype() == "text" and returned is None:
            texts += bounce_text.message_id_lines(parts.text(part))
    texts += [str(message.get(name, "")) for name in ("In-Reply-To", "References")]
    numbers = [one for text in texts for one in MESSAGE_ID.findall(text[:4000])]
    return tuple(one for one in dict.fromkeys(numbers) if one not in own)


def _return_addresses(
    message: Message, returned: Message | None, blocks: list[Message], feedback: Message | None
) -> tuple[str, ...]:
    values = [str(value) for name in RECEIVERS for value in message.get_all(name, [])]
    if feedback is not None:
        values += [str(value) for value in _inner(feedback).get_all("Original-Mail-From", [])]
    values += _values(blocks, "X-Postfix-Sender")
    if returned is not None:
        values += [str(value) for value in returned.get_all("Return-Path", [])]
    return tuple(dict.fromkeys(one for value in values for one in addresses_in(one_line(value))))
