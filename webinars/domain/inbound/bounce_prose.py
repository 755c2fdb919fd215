"""Who was not reached, by what a mail system says in prose, or in JSON as Amazon SES does."""

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from email.message import Message
from email.utils import parseaddr
from typing import Any

from flufl.bounce import all_failures

from webinars.domain.inbound import bounce_text, parts, senders
from webinars.domain.inbound.bounce_text import MESSAGE_ID, addresses_in, one_line

MOST_FAILURES = 60
# A line that names somebody, and what became of the mail to them.
BESIDE = re.compile(
    r"^[ \t]{0,8}(?:"
    r"(?P<code>[45]\d\d)(?:[ -][45]\.\d\.\d{1,3})? "
    r"<(?P<first>[^\s<>]{1,128}@[^\s<>]{1,250})>\.\.\. "
    r"|<?(?P<second>[^\s<>:]{1,128}@[^\s<>:]{1,250})>?:[ \t]{1,8}(?=[45]\d\d[ -]))",
    re.M,
)
# What an address became on its way, as Exim says.
BECAME = re.compile(
    r"<?([^\s<>:]{1,128}@[^\s<>:]{1,250})>?:?[ \t]{0,8}\n"
    r"[ \t]{0,8}\((?:ultimately )?generated from <?([^\s<>()]{1,128}@[^\s<>()]{1,250})>?\)"
)
RECIPIENT = re.compile(r"\bRCPT TO:[ \t]{0,8}<?([^\s<>]{1,128}@[^\s<>]{1,250})", re.I)
WAITS = re.compile(
    r"delayed|warning|not yet been|will (?:be retried|continue|keep)|still being|temporar|"
    r"retrasad|todavía no|aún no|seguirá|verzögert|noch nicht",
    re.I,
)
LASTS = re.compile(
    r"permanent(?:ly)? (?:error|fail|fatal)|failed permanently|"
    r"(?:was|were|been) (?:rejected|refused)|"
    r"undeliverable|unable to deliver|(?:not|n't) be (?:delivered|sent)|failed to deliver|"
    r"delivery .{0,60}failed|mail returned|over quota|"
    r"no (?:se )?(?:pudo|puede|ha podido) (?:ser )?entrega|(?:sido|fue) (?:rechazado|devuelto)|"
    r"nicht zugestellt|unzustellbar",
    re.I,
)
# Amazon writes what its service is told by machines: https://docs.aws.amazon.com/ses/
NOTIFICATION = re.compile(r'\{\s{0,20}"(?:notificationType|eventType)"\s{0,20}:')


@dataclass(frozen=True)
class FailedAddress:
    """Somebody who was not reached; *address* is empty where the report names nobody.

    *status* is an enhanced status code (RFC 3463), empty if none is known; *words* are the
    server's, in one line. *aliases* are what the address became on its way.
    """

    address: str
    is_permanent: bool
    status: str = ""
    words: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notification:
    """What Amazon SES tells: who was not reached, and whether and by whom we are complained of."""

    failures: tuple[FailedAddress, ...] = ()
    feedback_type: str = ""
    complainers: tuple[str, ...] = ()
    # From which address the mail that it speaks of went out, and its Message-ID.
    return_addresses: tuple[str, ...] = ()
    message_ids: tuple[str, ...] = ()


def failures_in_prose(message: Message, notice: str) -> tuple[FailedAddress, ...]:
    """Return whom the mail *message* tells of; *notice* is what the server itself wrote in it.

    Detectors find the address, the codes in the text decide whether it lasts.
    """
    own = _own(message)
    found = _detected(message, own)
    if found or _is_notice(message):
        found = {**_named_with_codes(notice, own), **found}
    failures = [_spoken(address, lasts, notice) for address, lasts in found.items()]
    return _with_origins(failures or _failure_by_words(message, notice, own), notice)


def notification(text: str) -> Notification | None:
    """Return what a notification of Amazon SES in *text* says; None where there is none."""
    start = NOTIFICATION.search(text)
    if start is None:
        return None
    with suppress(ValueError, LookupError, AttributeError, TypeError, RecursionError):
        told, _ = json.JSONDecoder().raw_decode(text[start.start() :])
        return _told(told)
    return None


def _told(told: dict[str, Any]) -> Notification:
    kind = str(told.get("notificationType") or told.get("eventType"))
    mail = told.get("mail") or {}
    number = str((mail.get("commonHeaders") or {}).get("messageId", ""))
    about = Notification(
        return_addresses=tuple(addresses_in(one_line(str(mail.get("source", ""))))),
        message_ids=tuple(MESSAGE_ID.findall(number)),
    )
    if kind == "Bounce":
        bounce = told["bounce"]
        lasts = bounce.get("bounceType") == "Permanent"
        people = bounce.get("bouncedRecipients", [])[:MOST_FAILURES]
        return replace(about, failures=tuple(_bounced(one, lasts=lasts) for one in people))
    if kind == "Complaint":
        complaint = told["complaint"]
        people = complaint.get("complainedRecipients", [])[:MOST_FAILURES]
        addresses = tuple(found for one in people for found in _people(one))
        given = str(complaint.get("complaintFeedbackType") or "abuse").lower()
        return replace(about, feedback_type=given, complainers=addresses)
    return about


def _bounced(person: dict[str, Any], *, lasts: bool) -> FailedAddress:
    words = one_line(str(person.get("diagnosticCode", "")))
    status = bounce_text.status_of(str(person.get("status", "")), words)
    address = next(iter(_people(person)), "")
    return FailedAddress(address, lasts, status, bounce_text.said(words))


def _people(person: dict[str, Any]) -> list[str]:
    return addresses_in(one_line(str(person.get("emailAddress", ""))))


def _own(message: Message) -> set[str]:
    """Return the addresses, casefolded, between which the notice itself was sent."""
    heads = [one for name in ("From", "To", "Reply-To") for one in parts.fields(message, name)]
    return {one.casefold() for head in heads for one in addresses_in(one_line(head))}


def _detected(message: Message, own: set[str]) -> dict[str, bool]:
    """Return whom flufl.bounce finds, and whether for good; not what it takes for an address."""
    try:
        temporary, permanent = all_failures(message)
    except Exception:  # noqa: BLE001  a detector that stumbles has found nothing
        return {}
    found = dict.fromkeys(sorted(temporary), False) | dict.fromkeys(sorted(permanent), True)
    named = {
        address: lasts
        for one, lasts in list(found.items())[:MOST_FAILURES]
        for address in addresses_in(one.decode("ascii", "replace"))[:1]
    }
    others = {one: lasts for one, lasts in named.items() if one.casefold() not in own}
    numbers = _numbers(message)
    people = {one: lasts for one, lasts in others.items() if one not in numbers}
    # Somebody may write to themselves.
    return people or others or named


def _numbers(message: Message) -> set[str]:
    """Return the Message-IDs, without brackets, of mails whose copies stand in the text."""
    texts = (parts.text(one) for one in message.walk() if not one.is_multipart())
    lines = bounce_text.message_id_lines("\n".join(texts))
    return {one.strip("<>") for line in lines for one in MESSAGE_ID.findall(line)}


def _named_with_codes(notice: str, own: set[str]) -> dict[str, bool]:
    """Return who stands in *notice* beside a code of their own, in the ways that are certain."""
    found: dict[str, bool] = {}
    for line in BESIDE.finditer(notice):
        code = line["code"] or notice[line.end() : line.end() + 3]
        address = line["first"] or line["second"]
        if address.casefold() not in own and len(found) < MOST_FAILURES:
            found[address] = found.get(address, False) or code.startswith("5")
    return found


def _spoken(address: str, lasts: bool, notice: str) -> FailedAddress:
    status, words = bounce_text.code_near(notice, address)
    return FailedAddress(address, lasts and not status.startswith("4"), status, words)


def _with_origins(failures: Iterable[FailedAddress], notice: str) -> tuple[FailedAddress, ...]:
    """Return *failures* under the addresses that we wrote to, which may have become others."""
    origins = {became.casefold(): (origin, became) for became, origin in BECAME.findall(notice)}
    origins |= {origin.casefold(): (origin, became) for origin, became in origins.values()}
    found: dict[str, FailedAddress] = {}
    for one in failures:
        origin, became = origins.get(one.address.casefold(), (one.address, ""))
        aliases = (became,) if became else ()
        found.setdefault(origin, replace(one, address=origin, aliases=aliases))
    return tuple(found.values())


def _is_notice(message: Message) -> bool:
    """Whether a mail system sent it, or its subject says that a mail came back."""
    sender = next(iter(parts.fields(message, "From")), "")
    name, address = parseaddr(sender)
    subject = parts.decoded(next(iter(parts.fields(message, "Subject")), ""))
    if senders.is_mail_system(address, f"{name} {sender}") or senders.mentions_return(subject):
        return True
    # Programs that answer for people want no answer either (RFC 3834, 3.3).
    submitted = next(iter(parts.fields(message, "Auto-Submitted")), "").strip().lower()
    is_answer = submitted.startswith("auto-replied") or senders.tells_of_absence(subject)
    came_from = [one.strip() for one in parts.fields(message, "Return-Path")[:1]]
    return came_from == ["<>"] and not (is_answer or senders.begins_automatically(subject))


def _failure_by_words(message: Message, notice: str, own: set[str]) -> tuple[FailedAddress, ...]:
    """Return whom a mail system's notice names in a way that no detector knows."""
    if not _is_notice(message):
        return ()
    recipient = RECIPIENT.search(notice)
    if recipient and recipient[1].casefold() not in own:
        status, words = bounce_text.first_code(notice)
        if status:
            return (FailedAddress(recipient[1], status.startswith("5"), status, words),)
    address, status, words = bounce_text.named_with_code(notice, own)
    if address:
        return (FailedAddress(address, status.startswith("5"), status, words),)
    address, words = bounce_text.named_with_reason(notice, own)
    if address:
        return (FailedAddress(address, True, "", words),)
    return _only_one(notice, own)


def _only_one(notice: str, own: set[str]) -> tuple[FailedAddress, ...]:
    """Return the only person in *notice*, if it says at all that something went wrong."""
    people = {one for one in addresses_in(notice) if one.casefold() not in own}
    people = {one for one in people if not senders.is_machine(one)}
    said = LASTS.search(notice) or WAITS.search(notice)
    if len(people) != 1 or said is None:
        return ()
    lasts = bool(LASTS.search(notice)) and not WAITS.search(notice)
    address = people.pop()
    return (FailedAddress(address, lasts, "", _line_of(notice, said.start())),)


def _line_of(text: str, place: int) -> str:
    start = text.rfind("\n", 0, place) + 1
    line, _, _ = text[start:].partition("\n")
    return one_line(line)[: bounce_text.LONGEST_WORDS]
