"""A form's time zone: one of the likely ones, or typed by the name of a city."""

import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any

from wtforms import SelectField
from wtforms.validators import StopValidation

from webinars.domain.ical.text import clean_line
from webinars.i18n import current_language, gettext, zone_city
from webinars.web import zones

LONGEST = 200


class KnownZone:
    """Refuses what the time zone database does not know."""

    def __init__(self) -> None:
        self.field_flags = {"required": True}

    def __call__(self, _form: object, field: "TimeZoneField") -> None:
        """Stop when no such zone exists, or the city that was typed has none of its own."""
        if field.typed:
            words = gettext(
                "We know no time zone called %(typed)s. Write the nearest large city, such as "
                "Madrid, or choose a zone from the list.",
                typed=field.typed,
            )
            raise StopValidation(words)
        if field.data not in zones.known():
            raise StopValidation(gettext("Choose a time zone from the list."))


class TimeZoneField(SelectField):
    """A list of a dozen zones, and beside it an entry for any other, which counts when filled.

    A list of all five hundred would be the largest part of its page.
    """

    def __init__(self, label: str, **settings: Any) -> None:
        """Take WTForms' settings."""
        # What was typed and means no zone.
        self.typed = ""
        super().__init__(
            label,
            choices=lambda _form, field: zones.offered(field.zone),
            validate_choice=False,
            validators=[KnownZone()],
            **settings,
        )

    @property
    def typed_name(self) -> str:
        """What the form calls the entry."""
        return f"{self.name}_other"

    @property
    def zone(self) -> str:
        """The zone that stands in the field; empty when it is none."""
        return self.data if self.data in zones.known() else ""

    @property
    def zone_label(self) -> str:
        """What people call that zone."""
        return zones.label(self.zone) if self.zone else ""

    def process(self, formdata: Mapping[str, str] | None, *args: Any, **settings: Any) -> None:
        """Read the list, and then the entry beside it."""
        super().process(formdata, *args, **settings)
        typed = clean_line((formdata or {}).get(self.typed_name, ""))[:LONGEST]
        found = named(typed)
        if found is None:
            self.typed = typed
        else:
            self.data = found


def named(typed: str) -> str | None:
    """Return the zone that somebody means who writes its city, or its name in the database."""
    wanted = _plain(typed)
    if not wanted:
        return None
    by_name = _zones_by_name(current_language())
    return by_name.get(wanted) or by_name.get(wanted.rpartition(", ")[0])


@cache
def _zones_by_name(language: str) -> dict[str, str]:
    """Return the zones by their own names, then their cities' in English and *language*."""
    found = {_plain(zone): zone for zone in zones.known()}
    # Of several zones with a city, such as Louisville's two, the shortest name is the usual one.
    cities = sorted(zones.places(), key=lambda zone: (zone.count("/"), zone))
    for zone in cities:
        found.setdefault(_plain(zone.rpartition("/")[2]), zone)
    for zone in cities:
        found.setdefault(_plain(zone_city(zone) or zone), zone)
    for former, zone in zones.former_names().items():
        if "/" in former:
            found.setdefault(_plain(former.rpartition("/")[2]), zone)
    return found


def _plain(name: str) -> str:
    """Return *name* without accents, case and underscores."""
    parts = unicodedata.normalize("NFD", name.casefold().replace("_", " "))
    letters = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return " ".join(letters.split())
