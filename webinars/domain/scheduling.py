"""Wall time in a zone, and the UTC moment it stands for.

A wall time that does not exist (clocks go forward) or exists twice (clocks go back) is never
guessed at: it gets a reason instead of a moment.
"""

import enum
import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

WALL_FORMAT = "%Y-%m-%d %H:%M"
EARLIEST_YEAR = 2000
LATEST_YEAR = 2100
_TIME_OF_DAY = r"(?:[01]\d|2[0-3]):[0-5]\d"
_TIME = re.compile(_TIME_OF_DAY, re.ASCII)
_MOMENT = re.compile(rf"\d{{4}}-\d{{2}}-\d{{2}} {_TIME_OF_DAY}(?:[+-]{_TIME_OF_DAY})?", re.ASCII)
# Names that the system's list holds beside the places: they say nothing to a reader.
_NO_PLACES = {"localtime", "posixrules", "Factory"}


class TimeFault(enum.StrEnum):
    """Why a text or a wall time is no moment."""

    MALFORMED = "malformed"
    NO_SUCH_DATE = "no_such_date"
    OUT_OF_RANGE = "out_of_range"
    NONEXISTENT = "nonexistent"
    AMBIGUOUS = "ambiguous"
    WRONG_OFFSET = "wrong_offset"


@cache
def zones() -> frozenset[str]:
    """Return the names of all IANA zones, such as America/New_York."""
    return frozenset(available_timezones() - _NO_PLACES)


def moment(text: str, zone: str) -> datetime | TimeFault:
    """Return the UTC moment of "YYYY-MM-DD HH:MM" in *zone*, or what is wrong with it.

    An offset at the end ("2026-11-01 01:30-05:00") says which of two equal wall times is meant;
    it must be one that *zone* has then.
    """
    wall = parse_wall_time(text)
    if isinstance(wall, TimeFault) or wall.tzinfo is None:
        return wall if isinstance(wall, TimeFault) else to_utc(wall, zone)
    there = wall.astimezone(ZoneInfo(zone))
    return wall.astimezone(UTC) if there.utcoffset() == wall.utcoffset() else TimeFault.WRONG_OFFSET


def parse_wall_time(text: str) -> datetime | TimeFault:
    """Return "YYYY-MM-DD HH:MM" as a naive time, or with an offset as an aware one."""
    if not _MOMENT.fullmatch(text):
        return TimeFault.MALFORMED
    try:
        wall = datetime.fromisoformat(text)
    except ValueError:
        return TimeFault.NO_SUCH_DATE
    if not EARLIEST_YEAR <= wall.year <= LATEST_YEAR:
        return TimeFault.OUT_OF_RANGE
    return wall


def parse_time(text: str) -> time | None:
    """Return "HH:MM" as a time of day, or None when it is none."""
    return time.fromisoformat(text) if _TIME.fullmatch(text) else None


def to_utc(wall: datetime, zone: str) -> datetime | TimeFault:
    """Return the UTC moment of the naive time *wall* in *zone*, or why there is not just one."""
    first, second = (wall.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    # In a gap the two readings lead to other wall times; in a fold both lead back to this one.
    exists = first.astimezone(UTC).astimezone(first.tzinfo).replace(tzinfo=None) == wall
    return TimeFault.AMBIGUOUS if exists else TimeFault.NONEXISTENT


def weeks_later(at: datetime, zone: str, weeks: int) -> datetime | TimeFault:
    """Return the moment so many *weeks* after *at*: same weekday, same wall time in *zone*.

    The clocks may have been changed in between; where they skip or repeat that very time, there
    is no one moment to return.
    """
    there = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    return to_utc(there + timedelta(weeks=weeks), zone)


def weeks_until(first: datetime, zone: str, earliest: date) -> int:
    """Return how many whole weeks bring *first* to *earliest* or later, on the same weekday."""
    there = first.astimezone(ZoneInfo(zone)).date()
    return -((there - earliest).days // 7)


def on_day(today: date, in_days: int, at: time) -> datetime:
    """Return the naive time *at* on the day that comes *in_days* after *today*."""
    return datetime.combine(today + timedelta(days=in_days), at)


def today(now: datetime, zone: str) -> date:
    """Return the date of the moment *now* in *zone*."""
    return now.astimezone(ZoneInfo(zone)).date()


def wall_text(at: datetime, zone: str) -> str:
    """Return the moment *at* as wall time in *zone*, so that ``moment`` gives it back.

    The offset is written only in an hour that the clocks repeat.
    """
    there = at.astimezone(ZoneInfo(zone))
    text = there.strftime(WALL_FORMAT)
    if to_utc(there.replace(tzinfo=None, fold=0), zone) is TimeFault.AMBIGUOUS:
        text += there.isoformat()[-6:]
    return text


def alternatives(wall: datetime, zone: str) -> tuple[str, str]:
    """Return the two ways to write a faulty *wall* time in *zone* that give a moment.

    For a repeated time both moments, the earlier first; for a skipped one the nearest wall
    times as far before and after the gap as it lies within.
    """
    later, earlier = (
        wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1)
    )
    first, second = sorted((earlier, later))
    return wall_text(first, zone), wall_text(second, zone)
