"""What a calendar program sends back to an invitation (RFC 5546, 3.2.3 to 3.2.7; RFC 6047).

Read line by line, and nothing but what an answer needs: programs write what no parser of whole
calendars forgives, and a foreign time zone is none of our business.
"""

import enum
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import idna
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from webinars.domain.ical.text import clean_text

LARGEST = 256 * 1024
MOST_EVENTS = 5
MOST_ATTENDEES = 200
DEEPEST = 10
LONGEST_COMMENT = 1000
# What the database holds in a whole number.
HIGHEST_SEQUENCE = 2**31 - 1
SENSIBLE_YEARS = range(1970, 2200)
# Which methods speak of an invitation of ours.
ANSWERS = frozenset({"REPLY", "COUNTER", "REFRESH"})
WANTED = frozenset(
    {"UID", "SEQUENCE", "DTSTAMP", "DTSTART", "ATTENDEE", "ORGANIZER", "COMMENT", "METHOD"}
)
LINE_END = re.compile(rb"\r+\n?|\n")
FOLD = re.compile(rb"\n[ \t]")
LINE = re.compile(
    r"""([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*|;)*):(.*)""",
    re.S,
)
PARAMETER = re.compile(r""";([A-Za-z0-9-]+)=("[^"]*"|[^";:,]*)""")
# A quotation mark in the middle of a name hides where the parameters end.
BROKEN_LINE = re.compile(r"([A-Za-z0-9-]+)(;.*):((?:mailto:)?[^:;\"\s]{1,254})\s*\Z", re.I)
LONGEST_BROKEN_LINE = 4000
MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)\Z", re.I)
ESCAPED = re.compile(r"\\([\\;,nN])")


class Fault(enum.StrEnum):
    """Why a calendar is no readable answer."""

    TOO_LARGE = "too large"
    NO_CALENDAR = "no calendar"
    SEVERAL_CALENDARS = "several calendars"
    TOO_MANY_EVENTS = "too many events"
    NO_EVENT = "no event"
    SEVERAL_UIDS = "several UIDs"
    NO_UID = "no UID"
    NO_ATTENDEE = "no attendee"
    TOO_MANY_ATTENDEES = "too many attendees"


class Unreadable(Exception):
    """Nothing can be made of a calendar; *reason* says why."""

    def __init__(self, reason: Fault) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class AttendeeAnswer:
    """Somebody in an answer: the bare address, and PARTSTAT in capitals (RFC 5545, 3.2.12)."""

    address: str
    partstat: str


@dataclass(frozen=True)
class CalendarAnswer:
    """What one calendar object says; *method* is in capitals, empty where none stands.

    *sequence* is 0 where none stands. *dtstamp* and *proposed_starts_at* are in UTC, None where
    they are missing or cannot be placed in time. *organizer* is a bare address.
    """

    method: str
    uid: str
    sequence: int
    dtstamp: datetime | None
    attendees: tuple[AttendeeAnswer, ...]
    comment: str
    organizer: str | None
    # What a COUNTER proposes; an answer repeats the time it is about.
    proposed_starts_at: datetime | None

    @property
    def partstat(self) -> str:
        """The answer of the first who is named, empty where nobody is."""
        return self.attendees[0].partstat if self.attendees else ""

    def partstat_of(self, address: str) -> str | None:
        """Return what *address* answers; None where it is not named, or is in two ways."""
        found = {one.partstat for one in self.attendees if is_same_address(one.address, address)}
        return found.pop() if len(found) == 1 else None


@dataclass(frozen=True)
class _Property:
    name: str
    parameters: str
    value: str

    def parameter(self, name: str) -> str:
        for found, value in PARAMETER.findall(self.parameters):
            if found.upper() == name:
                return str(value).strip('"').strip()
        return ""


def read_answer(calendar: bytes, *, method_of_part: str = "") -> CalendarAnswer:
    """Return what *calendar* says; raise Unreadable, and nothing else.

    *method_of_part* is the method in the part's Content-Type, which counts where the calendar
    has none (RFC 6047, 2.4 wants both).
    """
    if len(calendar) > LARGEST:
        raise Unreadable(Fault.TOO_LARGE)
    heads, events = _components(_lines(calendar))
    method = _method(heads) or method_of_part.strip().upper()
    if not events:
        raise Unreadable(Fault.NO_EVENT)
    if len({_uid(event) for event in events}) > 1:
        # RFC 5546, 3.2: one message speaks of one UID.
        raise Unreadable(Fault.SEVERAL_UIDS)
    answer = _answer(method, events[0])
    if method in ANSWERS and not answer.uid:
        raise Unreadable(Fault.NO_UID)
    if method in ANSWERS and not answer.attendees:
        raise Unreadable(Fault.NO_ATTENDEE)
    return answer


def method_of(calendar: bytes) -> str:
    """Return the METHOD of a calendar, in capitals, though the rest be unreadable; else nothing."""
    lines = _lines(calendar[:LARGEST])
    return _method(one for line in lines for one in _wanted(line))


def _method(heads: Iterable[_Property]) -> str:
    return next((one.value.strip().upper() for one in heads if one.name == "METHOD"), "")


def bare_address(value: str) -> str:
    """Return a CAL-ADDRESS without ``mailto:``, angle brackets and percent signs."""
    value = value.strip().strip('"').strip()
    if value[:7].lower() == "mailto:":
        value = unquote(value[7:].partition("?")[0])
    return value.strip().removeprefix("<").removesuffix(">").strip()


def is_same_address(one: str, other: str) -> bool:
    """Whether two bare addresses are one mailbox, whatever their case and the domain's spelling."""
    return _address_key(one) == _address_key(other)


def _address_key(address: str) -> str:
    local, _, domain = address.strip().rpartition("@")
    with suppress(idna.IDNAError, UnicodeError):
        if not domain.isascii():
            domain = idna.encode(domain, uts46=True).decode("ascii")
    return f"{local}@{domain}".casefold()


def _lines(calendar: bytes) -> Iterator[str]:
    """Yield the content lines, unfolded before they are decoded: folds may split a letter."""
    if calendar.startswith((b"\xff\xfe", b"\xfe\xff")):
        calendar = calendar.decode("utf-16", "replace").encode("utf-8", "replace")
    content = calendar.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"")
    content = FOLD.sub(b"", LINE_END.sub(b"\n", content))
    for line in content.split(b"\n"):
        if line.strip():
            yield _decoded(line)


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


class _Reader:
    """Collects the properties of a calendar itself, and those of each of its events."""

    def __init__(self) -> None:
        self.heads: list[_Property] = []
        self.events: list[list[_Property]] = []
        self.calendars = 0
        self._within: list[str] = []

    def read(self, line: str) -> None:
        word, _, rest = line.partition(":")
        word = word.strip().upper()
        if word == "BEGIN":
            self._enter(rest.strip().upper())
        elif word == "END":
            self._leave(rest.strip().upper())
        elif self._within == ["VCALENDAR"]:
            self.heads += _wanted(line)
        elif self._within == ["VCALENDAR", "VEVENT"]:
            self.events[-1] += _wanted(line)

    def _enter(self, name: str) -> None:
        self._within.append(name)
        if self._within == ["VCALENDAR"]:
            self.calendars += 1
        if self._within == ["VCALENDAR", "VEVENT"]:
            self.events.append([])
        if self.calendars > 1:
            raise Unreadable(Fault.SEVERAL_CALENDARS)
        if len(self.events) > MOST_EVENTS:
            raise Unreadable(Fault.TOO_MANY_EVENTS)

    def _leave(self, name: str) -> None:
        """Leave the component *name*, and what was left open in it."""
        if name in self._within[-DEEPEST:]:
            while self._within.pop() != name:
                pass


def _components(lines: Iterator[str]) -> tuple[list[_Property], list[list[_Property]]]:
    reader = _Reader()
    for line in lines:
        reader.read(line)
    if not reader.calendars:
        raise Unreadable(Fault.NO_CALENDAR)
    return reader.heads, reader.events


def _wanted(line: str) -> list[_Property]:
    name = re.split("[;:]", line, maxsplit=1)[0].strip().upper()
    if name not in WANTED:
        return []
    found = LINE.match(line)
    if found is None and len(line) <= LONGEST_BROKEN_LINE:
        found = BROKEN_LINE.match(line)
    return [_Property(name, found[2], found[3])] if found else []


def _uid(event: list[_Property]) -> str:
    return _first(event, "UID").strip()


def _first(event: list[_Property], name: str) -> str:
    return next((one.value for one in event if one.name == name), "")


def _answer(method: str, event: list[_Property]) -> CalendarAnswer:
    attendees = [one for one in event if one.name == "ATTENDEE"]
    if len(attendees) > MOST_ATTENDEES:
        raise Unreadable(Fault.TOO_MANY_ATTENDEES)
    comments = [_text(one.value) for one in event if one.name == "COMMENT"]
    return CalendarAnswer(
        method=method,
        uid=_uid(event),
        sequence=_sequence(_first(event, "SEQUENCE")),
        dtstamp=_moment(event, "DTSTAMP"),
        attendees=tuple(
            AttendeeAnswer(bare_address(one.value), one.parameter("PARTSTAT").upper())
            for one in attendees
        ),
        comment=clean_text("\n".join(comments)[:LONGEST_COMMENT]),
        organizer=bare_address(_first(event, "ORGANIZER")) or None,
        proposed_starts_at=_moment(event, "DTSTART") if method == "COUNTER" else None,
    )


def _text(value: str) -> str:
    """Return a TEXT without its escapes (RFC 5545, 3.3.11)."""
    return ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def _sequence(value: str) -> int:
    digits = value.strip()[:20]
    return min(int(digits), HIGHEST_SEQUENCE) if re.fullmatch("[0-9]+", digits) else 0


def _moment(event: list[_Property], name: str) -> datetime | None:
    """Return the first property *name* as a moment in UTC; None for a floating or an odd one."""
    found = next((one for one in event if one.name == name), None)
    parts = found and MOMENT.match(found.value.strip())
    if not found or not parts:
        return None
    year, month, day, hour, minute, second = (int(part) for part in parts.groups()[:6])
    with suppress(ValueError, OverflowError, OSError):
        zone = UTC if parts[7] else _zone(found.parameter("TZID"))
        # RFC 5545, 3.3.12: the 60th second is the 59th to who does not know it.
        local = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone)
        moment = local.astimezone(UTC)
        # At the ends of all years other zones have no word for it.
        return moment if moment.year in SENSIBLE_YEARS else None
    return None


def _zone(name: str) -> ZoneInfo:
    """Return the zone of this IANA or Windows name; raise ValueError where there is none."""
    try:
        return ZoneInfo(WINDOWS_TO_OLSON.get(name, name).lstrip("/"))
    except Exception as error:
        # A foreign name may be anything: a folder, or no path at all.
        raise ValueError(f"no time zone: {name!r}") from error
