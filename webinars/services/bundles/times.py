"""Times in a series file: moments, a webinar's start, and when before it people are reminded."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TypedDict

from webinars.domain import scheduling
from webinars.domain.scheduling import TimeFault
from webinars.i18n import gettext
from webinars.services.bundles.problems import Wrong
from webinars.services.bundles.shapes import Shape
from webinars.services.bundles.spots import Spot, not_wanted, quoted, typed
from webinars.services.bundles.tree import Table
from webinars.services.bundles.values import number

DAYS_LIMIT = 3650
REMINDER = re.compile(r"([1-9]\d{0,5})([dhm])", re.ASCII)
UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}
LONGEST_REMINDER = timedelta(days=365)


@dataclass(frozen=True)
class Start:
    """A webinar's start as it was typed; which moment it is depends on zone and day."""

    spot: Spot
    wall: str = ""
    in_days: int = 0
    at: time | None = None

    @property
    def is_relative(self) -> bool:
        """Whether it is counted from the day of the webinar's creation."""
        return self.at is not None

    def moment(self, zone: str) -> datetime:
        """Return the start in UTC, in *zone*; raises Wrong when there is none."""
        if self.at is None:
            return moment_in(self.wall, zone)
        today = scheduling.today(self.spot.context.now, zone)
        wall = scheduling.on_day(today, self.in_days, self.at)
        return moment_in(wall.strftime(scheduling.WALL_FORMAT), zone)


def start(spot: Spot) -> Start:
    """Take a webinar's start: a wall time, or days counted from its creation."""
    if isinstance(spot.node, Table):
        given = RELATIVE_START.read(spot)
        return Start(spot, in_days=given.get("in_days", 0), at=given.get("at", time()))
    return Start(spot, typed(spot, gettext("a day and a time, such as 2026-12-01 15:00, or null")))


def moment(spot: Spot) -> datetime:
    """Take a wall time in the series' zone, for a moment in UTC."""
    text = typed(spot, gettext("a day and a time, such as 2026-12-01 15:00"))
    return moment_in(text, spot.context.time_zone)


def moment_in(text: str, zone: str) -> datetime:
    """Return the UTC moment of the wall time *text* in *zone*; raises Wrong when it has none."""
    found = scheduling.moment(text, zone)
    if isinstance(found, datetime):
        return found
    if found in {TimeFault.NONEXISTENT, TimeFault.AMBIGUOUS}:
        raise _impossible(found, text, zone)
    raise _misspelt(found, text, zone)


def time_of_day(spot: Spot) -> time:
    """Take HH:MM."""
    wanted = gettext("a time of day, such as 15:00")
    text = typed(spot, wanted)
    at = scheduling.parse_time(text)
    if at is None:
        raise not_wanted(text, wanted)
    return at


def reminder(spot: Spot) -> timedelta:
    """Take how long before the start people are reminded: 7d, 1h, 90m."""
    wanted = gettext("days, hours or minutes before the start, such as 7d, 1h or 90m")
    text = typed(spot, wanted)
    match = REMINDER.fullmatch(text)
    if not match or int(match[1]) * UNITS[match[2]] > LONGEST_REMINDER:
        raise not_wanted(text, wanted)
    return int(match[1]) * UNITS[match[2]]


def reminder_text(before: timedelta) -> str:
    """Return *before* as ``reminder`` reads it, in the largest unit that fits."""
    name, unit = next((name, unit) for name, unit in UNITS.items() if not before % unit)
    return f"{before // unit}{name}"


class RelativeStart(TypedDict, total=False):
    """A start counted from the day on which its webinar is created."""

    in_days: int
    at: time


RELATIVE_START: Shape[RelativeStart] = Shape(
    required={"in_days": number(0, DAYS_LIMIT), "at": time_of_day}
)


def _impossible(fault: TimeFault, text: str, zone: str) -> Wrong:
    wall = scheduling.parse_wall_time(text)
    if isinstance(wall, TimeFault):
        raise TypeError(f"{text} is no wall time")
    one, other = scheduling.alternatives(wall, zone)
    if fault is TimeFault.NONEXISTENT:
        return Wrong(
            gettext(
                "%(text)s does not exist in %(zone)s, clocks go forward then; "
                "give %(one)s or %(other)s.",
                text=quoted(text),
                zone=zone,
                one=one,
                other=other,
            )
        )
    return Wrong(
        gettext(
            "%(text)s comes twice in %(zone)s, clocks go back then; give %(one)s or %(other)s.",
            text=quoted(text),
            zone=zone,
            one=one,
            other=other,
        )
    )


def _misspelt(fault: TimeFault, text: str, zone: str) -> Wrong:
    if fault is TimeFault.WRONG_OFFSET:
        return Wrong(
            gettext(
                "%(text)s has an offset that %(zone)s does not have then; leave it out.",
                text=quoted(text),
                zone=zone,
            )
        )
    if fault is TimeFault.OUT_OF_RANGE:
        return Wrong(
            gettext("%(text)s is not from 2000 to 2100; mend the year.", text=quoted(text))
        )
    if fault is TimeFault.NO_SUCH_DATE:
        return Wrong(gettext("%(text)s is in no calendar; mend the day.", text=quoted(text)))
    return not_wanted(text, gettext("day and time of day, such as 2026-12-01 15:00"))
