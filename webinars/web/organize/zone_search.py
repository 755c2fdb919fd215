"""A time zone that organizers look for by city, country, name or abbreviation.

The entry offers all zones while one types. Without a script, and where what was typed fits
several zones, the page comes back with those to choose from.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import StringField
from wtforms.validators import StopValidation

from webinars.domain.ical.text import clean_line
from webinars.i18n import (
    SOURCE,
    current_language,
    gettext,
    speaking,
    zone_city,
    zone_country,
    zone_name_all_year,
)
from webinars.web import zones
from webinars.web.zone_field import named

MOST_FOUND = 24
LONGEST = 200
# A day in winter and one in summer tell both abbreviations of a zone.
DAYS = (datetime(2030, 1, 15, tzinfo=UTC), datetime(2030, 7, 15, tzinfo=UTC))


@dataclass(frozen=True)
class Found:
    """A zone, what people call it, and what else it is known by: EST, EDT."""

    zone: str
    label: str
    abbreviations: str


class ZoneSearchField(StringField):
    """One line for a zone; its value is the zone's name in the time zone database.

    With *empty* in words, nothing typed is a value too, and means that.
    """

    def __init__(self, label: str, *, empty: str = "", **settings: Any) -> None:
        """Take what an empty entry means."""
        self.empty = empty
        self.typed = ""
        self.found: list[Found] = []
        super().__init__(label, **settings)

    @property
    def choice_name(self) -> str:
        """What the form calls the choice among several that fit."""
        return f"{self.name}_choice"

    def process(self, formdata: Mapping[str, str] | None, *args: Any, **settings: Any) -> None:
        """Read what was chosen among several zones, else what was typed."""
        super().process(formdata, *args, **settings)
        self.data: str | None
        if formdata is None or self.name not in formdata:
            self.typed = label(self.data) if self.data else ""
            return
        self.typed = clean_line(formdata.get(self.name, ""))[:LONGEST]
        chosen = formdata.get(self.choice_name, "")
        fitting = search(self.typed)
        if chosen in {one.zone for one in fitting}:
            self._take(chosen)
        elif len(fitting) == 1:
            self._take(fitting[0].zone)
        else:
            self.data, self.found = "", fitting

    def pre_validate(self, form: object) -> None:
        """Refuse what fits no zone, or several."""
        if self.data or (self.empty and not self.typed):
            return
        if not self.typed:
            raise StopValidation(gettext("Enter a time zone, or a large city in it."))
        if not self.found:
            raise StopValidation(
                gettext(
                    "We know no time zone by “%(typed)s”. Write a large city, a country, or a "
                    "name such as Eastern Time.",
                    typed=self.typed,
                )
            )
        raise StopValidation(
            gettext("Several time zones fit “%(typed)s”: choose one below.", typed=self.typed)
        )

    def _value(self) -> str:
        return self.typed

    def _take(self, zone: str) -> None:
        self.data, self.typed = zone, label(zone)


def label(zone: str) -> str:
    """Return what the entry shows for *zone*, so that it means the same when it is sent."""
    return _labels(current_language()).get(zone, zone)


def offered() -> list[Found]:
    """Return all zones, those of the United States first, the others by their names."""
    return list(_all(current_language()).values())


def search(typed: str) -> list[Found]:
    """Return the zones that *typed* may mean: one when it says so exactly, else all that fit."""
    wanted = _plain(typed)
    if not wanted:
        return []
    language = current_language()
    known = _all(language)
    exact = _by_label(language).get(wanted) or _named(typed, wanted)
    if exact is not None:
        return [known.get(exact) or Found(exact, exact, "")]
    words = wanted.split()
    fitting = [
        known[zone]
        for zone, index in _index(language).items()
        if all(any(entry.startswith(word) for entry in index) for word in words)
    ]
    former = named(typed)
    if not fitting and former in known:
        return [known[former]]
    # EST is no short way to write Estonia.
    abbreviated = [one for one in fitting if wanted in _plain(one.abbreviations).split()]
    return (abbreviated or fitting)[:MOST_FOUND]


def _named(typed: str, wanted: str) -> str | None:
    """Return the zone whose city or full name was typed; EST and Eastern may mean several."""
    zone = named(typed)
    if zone is None or "/" in typed:
        return zone
    with speaking(SOURCE):
        cities = {_plain(zone.rpartition("/")[2]), _plain(zone_city(zone) or "")}
    return zone if "/" in zone and wanted in cities | {_plain(zone_city(zone) or "")} else None


@cache
def _all(language: str) -> dict[str, Found]:
    names = _labels(language)
    others = sorted(set(names) - set(zones.UNITED_STATES), key=lambda zone: _plain(names[zone]))
    return {
        zone: Found(zone, names[zone], ", ".join(_abbreviations(zone)))
        for zone in (*zones.UNITED_STATES, *others)
    }


@cache
def _labels(language: str) -> dict[str, str]:
    """Return by zone a label that no other zone has."""
    with speaking(language):
        named_so = {zone: zones.label(zone) for zone in (*zones.places(), "UTC")}
    counts: dict[str, int] = {}
    for words in named_so.values():
        counts[words] = counts.get(words, 0) + 1
    return {zone: words if counts[words] == 1 else zone for zone, words in named_so.items()}


@cache
def _by_label(language: str) -> dict[str, str]:
    return {_plain(words): zone for zone, words in _labels(language).items()}


@cache
def _index(language: str) -> dict[str, frozenset[str]]:
    """Return by zone all words that one may look for it by."""
    found: dict[str, set[str]] = {zone: set() for zone in _all(language)}
    for spoken in dict.fromkeys([SOURCE, language]):
        with speaking(spoken):
            for zone, words in found.items():
                said = (zone, zone_city(zone), zone_country(zone), zone_name_all_year(zone))
                for name in filter(None, said):
                    words |= set(_plain(name.replace("/", " ")).split())
    return {
        zone: frozenset(words | {_plain(one) for one in _abbreviations(zone)})
        for zone, words in found.items()
    }


@cache
def _abbreviations(zone: str) -> tuple[str, ...]:
    there = (day.astimezone(ZoneInfo(zone)).tzname() or "" for day in DAYS)
    return tuple(dict.fromkeys(name for name in there if name.isalpha()))


def _plain(name: str) -> str:
    """Return *name* without accents, case, brackets and underscores."""
    kept = name.casefold()
    for sign in "_(),.":
        kept = kept.replace(sign, " ")
    parts = unicodedata.normalize("NFD", kept)
    return " ".join("".join(one for one in parts if not unicodedata.combining(one)).split())
