"""The time zones that forms offer, and what people call them."""

from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

from babel.core import get_global

from webinars.i18n import current_language, zone_city, zone_country, zone_name_all_year

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
    return frozenset(
        name for name in known() - set(former_names()) if name.partition("/")[0] in AREAS
    )


def former_names() -> Mapping[str, str]:
    """Return the names that zones had once, each with the present one: Calcutta, now Kolkata."""
    aliases: Mapping[str, str] = get_global("zone_aliases")
    return aliases


def offered(present: str) -> dict[str, str]:
    """Return the zones of the United States, from east to west, and *present* before them.

    *present* may also be an old name, or empty.
    """
    here = {zone: label(zone) for zone in UNITED_STATES}
    return here if present in here or not present else {present: label(present), **here}


def label(zone: str) -> str:
    """Return what a list calls *zone*: Eastern Time (New York), or Berlin (Germany)."""
    return _label(zone, current_language())


@cache
def _label(zone: str, _language: str) -> str:
    city, country = zone_city(zone), zone_country(zone)
    if zone in UNITED_STATES:
        name = zone_name_all_year(zone)
        return f"{name[0].upper()}{name[1:]} ({city})"
    if city is None:
        return zone.replace("_", " ")
    return f"{city} ({country})" if country and country != city else city
