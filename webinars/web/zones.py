"""The time zones that forms offer."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import get_timezone_name

from webinars.i18n import current_language, zone_city

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
    """Return the zones that are named for places all over the world."""
    return frozenset(name for name in known() if name.partition("/")[0] in AREAS)


def offered(present: str) -> dict[str, str]:
    """Return the zones of the United States, from east to west, and *present* before them.

    *present* may also be an old name, or empty.
    """
    here = dict(_united_states(current_language()))
    return here if present in here or not present else {present: label(present), **here}


def label(zone: str) -> str:
    """Return what a list calls *zone*: Eastern Time (New York), or Berlin."""
    return _label(zone, current_language())


@cache
def _united_states(language: str) -> dict[str, str]:
    return {zone: _label(zone, language) for zone in UNITED_STATES}


@cache
def _label(zone: str, language: str) -> str:
    city = zone_city(zone) or zone.replace("_", " ")
    return f"{_usual_name(zone, language)} ({city})" if zone in UNITED_STATES else city


def _usual_name(zone: str, language: str) -> str:
    """Return what people call *zone* all year: Eastern Time."""
    name = get_timezone_name(ZoneInfo(zone), width="long", zone_variant="generic", locale=language)
    return name[0].upper() + name[1:]
