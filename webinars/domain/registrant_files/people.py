"""What one row of a list says about a person, and what is wrong with it."""

import enum
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import available_timezones

from webinars.domain.ical.text import clean_line, clean_text
from webinars.domain.registrant_files.addresses import AddressFault, usual_form
from webinars.domain.registrant_files.columns import QUESTION, Target, plain
from webinars.models import QuestionKind

LONGEST_LINE = 200
LONGEST_ANSWER = 2000
NO = frozenset({"", "no", "n", "false", "0", "none", "falso", "not agreed", "declined", "na"})
NOT_COMING = frozenset({
    "cancelled", "canceled", "cancelado", "cancelada", "declined", "denied", "rejected",
    "not attending", "refunded", "expired", "deleted", "removed", "unsubscribed", "cleaned",
    "no show", "rechazado", "rechazada", "denegado", "denegada", "reembolsado", "caducado",
    "withdrawn", "not approved", "no asistira",
})  # fmt: skip
EVERYTHING = frozenset({"all", "all webinars", "todos", "todas", "todos los seminarios web"})
# What Americans and Windows call their zones.
ZONES = {
    "eastern": "America/New_York", "central": "America/Chicago", "mountain": "America/Denver",
    "pacific": "America/Los_Angeles", "alaska": "America/Anchorage", "hawaii": "Pacific/Honolulu",
    "arizona": "America/Phoenix", "atlantic": "America/Puerto_Rico",
    "puerto rico": "America/Puerto_Rico", "guam": "Pacific/Guam", "hawaiian": "Pacific/Honolulu",
    "et": "America/New_York", "est": "America/New_York", "edt": "America/New_York",
    "ct": "America/Chicago", "cst": "America/Chicago", "cdt": "America/Chicago",
    "mt": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver",
    "pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
    "akst": "America/Anchorage", "hst": "Pacific/Honolulu", "us mountain": "America/Phoenix",
}  # fmt: skip
BY_NAME = {plain(zone): zone for zone in available_timezones() if "/" in zone or zone == "UTC"}


class Fault(enum.StrEnum):
    """What is wrong with a row; those of ``WARNINGS`` do not keep it out."""

    MISSING_ADDRESS = "missing_address"
    WRONG_ADDRESS = "wrong_address"
    LETTERS_IN_ADDRESS = "letters_in_address"
    OWN_ADDRESS = "own_address"
    TOO_LONG = "too_long"
    UNKNOWN_WEBINAR = "unknown_webinar"
    NO_WEBINAR = "no_webinar"
    ONE_WEBINAR_ONLY = "one_webinar_only"
    REPEATED = "repeated"
    NO_CONSENT = "no_consent"
    NOT_COMING = "not_coming"
    CLOSED = "closed"
    ERASED = "erased"
    # Warnings.
    AGAIN = "again"
    SOME_CLOSED = "some_closed"
    GAVE_UP = "gave_up"
    OTHER_DETAILS = "other_details"
    NO_NAME = "no_name"
    UNKNOWN_ZONE = "unknown_zone"
    UNKNOWN_LANGUAGE = "unknown_language"
    UNKNOWN_ANSWER = "unknown_answer"


WARNINGS = frozenset({
    Fault.AGAIN, Fault.SOME_CLOSED, Fault.GAVE_UP, Fault.OTHER_DETAILS, Fault.NO_NAME,
    Fault.UNKNOWN_ZONE, Fault.UNKNOWN_LANGUAGE, Fault.UNKNOWN_ANSWER,
})  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One thing wrong with one row: in which column (a target), and what stands there."""

    row: int
    fault: Fault
    target: str
    value: str = ""

    @property
    def is_warning(self) -> bool:
        """Whether the row is taken over all the same."""
        return self.fault in WARNINGS


@dataclass(frozen=True)
class QuestionRule:
    """What may be answered to one of the series' own questions."""

    id: int
    kind: QuestionKind
    # What is kept, by every plain way to write it.
    options: Mapping[str, str]


@dataclass(frozen=True)
class Rules:
    """What a row is held against."""

    columns: Mapping[str, int]
    # The slugs of webinars by every plain way to write their names.
    webinars: Mapping[str, str]
    # Taken by rows that name none.
    chosen: tuple[str, ...]
    takes_everything: bool
    takes_one_only: bool
    languages: Mapping[str, str]
    language: str
    time_zone: str
    # The organizer's in calendars, which cannot be an attendee's as well (RFC 5546, 2.1.1).
    own_address: str = ""
    questions: tuple[QuestionRule, ...] = ()


@dataclass(frozen=True)
class Person:
    """What a row asks for."""

    row: int
    email: str
    name: str
    organization: str
    role: str
    state: str
    language: str
    time_zone: str
    webinars: tuple[str, ...]
    takes_everything: bool
    # The words in the column of consent; empty without one.
    consent: str
    answers: Mapping[int, tuple[str, ...]]


def read_row(
    number: int, cells: Sequence[str], rules: Rules
) -> tuple[Person | None, list[Finding]]:
    """Return the person of a row, None when an error keeps it out, and all that is wrong."""
    return _Reader(number, cells, rules).read()


class _Reader:
    """Reads one row, and notes what is wrong with it."""

    def __init__(self, number: int, cells: Sequence[str], rules: Rules) -> None:
        self.number = number
        self.cells = cells
        self.rules = rules
        self.found: list[Finding] = []

    def read(self) -> tuple[Person | None, list[Finding]]:
        webinars, takes_everything = self.webinars()
        person = Person(
            row=self.number,
            email=self.email(),
            name=self.name(),
            organization=self.line(Target.ORGANIZATION),
            role=self.line(Target.ROLE),
            state=self.line(Target.STATE),
            language=self.language(),
            time_zone=self.time_zone(),
            webinars=webinars,
            takes_everything=takes_everything,
            consent=self.consent(),
            answers={
                rule.id: given for rule in self.rules.questions if (given := self.answer(rule))
            },
        )
        self.status()
        is_kept_out = any(not one.is_warning for one in self.found)
        return (None if is_kept_out else person), self.found

    def note(self, fault: Fault, target: str, value: str = "") -> None:
        self.found.append(Finding(self.number, fault, target, value[:LONGEST_LINE]))

    def cell(self, target: str) -> str:
        """Return what stands in the column of *target*, nothing without such a column."""
        position = self.rules.columns.get(target)
        if position is None or position >= len(self.cells):
            return ""
        return _cleaned(self.cells[position])

    def line(self, target: str) -> str:
        text = " ".join(self.cell(target).split())
        if len(text) > LONGEST_LINE:
            self.note(Fault.TOO_LONG, target, text)
        return text[:LONGEST_LINE]

    def email(self) -> str:
        given = self.cell(Target.EMAIL)
        found = usual_form(given)
        if isinstance(found, AddressFault):
            self.note(Fault(found.value), Target.EMAIL, given)
            return ""
        if found.casefold() == self.rules.own_address.casefold():
            self.note(Fault.OWN_ADDRESS, Target.EMAIL, given)
        return found

    def name(self) -> str:
        parts = (self.line(Target.FIRST_NAME), self.line(Target.LAST_NAME))
        whole = self.line(Target.NAME)
        name = " ".join(parts) if all(parts) else whole or "".join(parts)
        if not name:
            self.note(Fault.NO_NAME, Target.NAME)
        return name

    def language(self) -> str:
        given = self.line(Target.LANGUAGE)
        wanted = plain(given)
        if not wanted:
            return self.rules.language
        spoken = self.rules.languages
        found = spoken.get(wanted) or spoken.get(wanted.partition(" ")[0])
        if found is None:
            self.note(Fault.UNKNOWN_LANGUAGE, Target.LANGUAGE, given)
        return found or self.rules.language

    def time_zone(self) -> str:
        given = self.line(Target.TIME_ZONE)
        if not given:
            return self.rules.time_zone
        found = zone_named(given)
        if found is None:
            self.note(Fault.UNKNOWN_ZONE, Target.TIME_ZONE, given)
            return self.rules.time_zone
        return found

    def webinars(self) -> tuple[tuple[str, ...], bool]:
        given = self.cell(Target.WEBINARS)
        if not given:
            if not self.rules.chosen and not self.rules.takes_everything:
                self.note(Fault.NO_WEBINAR, Target.WEBINARS)
            return self.rules.chosen, self.rules.takes_everything
        if plain(given) in EVERYTHING:
            return (), True
        slugs = dict.fromkeys(self.named(given))
        if self.rules.takes_one_only and len(slugs) > 1:
            self.note(Fault.ONE_WEBINAR_ONLY, Target.WEBINARS, given)
        return tuple(slugs), False

    def named(self, given: str) -> list[str]:
        """Return the slugs of the webinars a cell names, one after the other."""
        for pattern in (None, r"[;|\n]", r"[;|,\n]"):
            parts = [given] if pattern is None else re.split(pattern, given)
            slugs = [self.rules.webinars.get(plain(part)) for part in parts if plain(part)]
            if slugs and all(slugs):
                return [slug for slug in slugs if slug]
        self.note(Fault.UNKNOWN_WEBINAR, Target.WEBINARS, clean_line(given))
        return []

    def consent(self) -> str:
        if Target.CONSENT not in self.rules.columns:
            return ""
        given = self.cell(Target.CONSENT)
        if plain(given) in NO:
            self.note(Fault.NO_CONSENT, Target.CONSENT, given)
        return given

    def status(self) -> None:
        given = self.cell(Target.STATUS)
        if plain(given) in NOT_COMING:
            self.note(Fault.NOT_COMING, Target.STATUS, given)

    def answer(self, rule: QuestionRule) -> tuple[str, ...]:
        target = f"{QUESTION}{rule.id}"
        given = self.cell(target)
        if not given:
            return ()
        if len(given) > LONGEST_ANSWER:
            self.note(Fault.TOO_LONG, target, given)
        if rule.kind in (QuestionKind.TEXT, QuestionKind.LONG_TEXT):
            return (given if rule.kind is QuestionKind.LONG_TEXT else clean_line(given),)
        parts = [given] if rule.kind is QuestionKind.CHOICE else re.split(r"[;|\n]", given)
        kept = [rule.options.get(plain(part)) for part in parts if plain(part)]
        if not all(kept):
            self.note(Fault.UNKNOWN_ANSWER, target, clean_line(given))
        return tuple(dict.fromkeys(option for option in kept if option))


def _cleaned(text: str) -> str:
    """Return *text* composed (NFC) and without unwanted characters; most have none."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return unicodedata.normalize("NFC", clean_text(text))


@lru_cache(maxsize=1000)
def zone_named(text: str) -> str | None:
    """Return the zone that somebody means who writes its name as databases or people do."""
    wanted = plain(re.sub(r"\(.*?\)", " ", text))
    if wanted in BY_NAME:
        return BY_NAME[wanted]
    short = re.sub(r" (standard |daylight )?time( zone)?$|^us (?!mountain)", "", wanted).strip()
    return ZONES.get(short)
