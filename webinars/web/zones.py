"""The time zones that forms offer, and what people call them."""

import unicodedata
from functools import cache
from zoneinfo import available_timezones

from babel.core import get_global

from webinars.i18n import current_language, gettext, zone_city, zone_country, zone_name_all_year

# The zones of the United States and its territories, from east to west.
UNITED_STATES = (
    "America/Puerto_Rico",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "Pacific/Pago_Pago",
    "Pacific/Guam",
)
AREAS = (
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


@cache
def known() -> frozenset[str]:
    """Return every zone name the time zone database knows, old names included."""
    return frozenset(available_timezones()) - {"localtime", "Factory", "posixrules"}


@cache
def places() -> frozenset[str]:
    """Return the zones that are named for places all over the world, each by its present name."""
    names = known() - set(get_global("zone_aliases"))
    return frozenset(name for name in names if name.partition("/")[0] in AREAS)


def offered(present: str) -> dict[str, dict[str, str]]:
    """Return all zones in two groups, with their names in the language spoken now.

    *present* is among them even when its name is an old one.
    """
    here, everywhere = _all(current_language())
    if present in known() and present not in here and present not in everywhere:
        everywhere = {present: label(present), **everywhere}
    return {gettext("United States"): here, gettext("Everywhere"): everywhere}


def label(zone: str) -> str:
    """Return what a list calls *zone*: Eastern Time (New York), or Berlin (Germany)."""
    return _label(zone, current_language())


@cache
def _all(language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the zones of the United States, from east to west, and all others by name."""
    here = {zone: _label(zone, language) for zone in UNITED_STATES}
    others = places().union({"UTC"}) - set(UNITED_STATES)
    labels = {zone: _label(zone, language) for zone in others}
    return here, dict(sorted(labels.items(), key=lambda entry: _sorting(entry[1])))


@cache
def _label(zone: str, _language: str) -> str:
    city, country = zone_city(zone), zone_country(zone)
    if zone in UNITED_STATES:
        name = zone_name_all_year(zone)
        return f"{name[0].upper()}{name[1:]} ({city})"
    if city is None:
        return zone.replace("_", " ")
    return f"{city} ({country})" if country and country != city else city


def _sorting(name: str) -> tuple[str, str]:
    """Return what puts *name* where readers look for it: accents count last."""
    plain = unicodedata.normalize("NFD", name.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)), name
