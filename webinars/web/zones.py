"""The time zones that forms offer."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import get_timezone_name

from webinars.i18n import current_language, gettext

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


def offered(present: str) -> dict[str, dict[str, str]]:
    """Return all zones in two groups, with their names in the language spoken now.

    *present* is among them even when its name is an old one.
    """
    here = {name: f"{_usual_name(name)} ({_place(name)})" for name in UNITED_STATES}
    old = {present} if present in known() else set()
    everywhere = sorted(places().union({"UTC"}, old) - set(UNITED_STATES))
    return {
        gettext("United States"): here,
        gettext("Everywhere"): {name: _readable(name) for name in everywhere},
    }


def _usual_name(zone: str) -> str:
    """Return what people call *zone* all year: Eastern Time."""
    return get_timezone_name(
        ZoneInfo(zone), width="long", zone_variant="generic", locale=current_language()
    )


def _place(zone: str) -> str:
    return _readable(zone).rpartition("/")[2]


def _readable(zone: str) -> str:
    return zone.replace("_", " ")
