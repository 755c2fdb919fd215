"""How far away a start is, in the words people use."""

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

SOON = timedelta(minutes=45)
ABOUT_AN_HOUR = timedelta(minutes=90)
DAYS_OF_A_WEEK = 7


class Reach(enum.StrEnum):
    """How people say when something begins."""

    SOON = "soon"
    AN_HOUR = "an_hour"
    TODAY = "today"
    TOMORROW = "tomorrow"
    A_WEEK = "a_week"
    DAYS = "days"


@dataclass(frozen=True)
class Distance:
    """The way to a start, in words and in days of the reader's calendar."""

    reach: Reach
    days: int


def distance(starts_at: datetime, *, now: datetime, zone: str) -> Distance:
    """Return how far *starts_at* is from *now* for a reader in the IANA *zone*.

    Tomorrow is the next date on the reader's calendar, not 24 hours from now.
    """
    there = ZoneInfo(zone)
    days = (starts_at.astimezone(there).date() - now.astimezone(there).date()).days
    return Distance(_reach(starts_at - now, days), days)


def _reach(time_left: timedelta, days: int) -> Reach:
    if time_left < SOON:
        return Reach.SOON
    if time_left <= ABOUT_AN_HOUR:
        return Reach.AN_HOUR
    named = {0: Reach.TODAY, 1: Reach.TOMORROW, DAYS_OF_A_WEEK: Reach.A_WEEK}
    return named.get(days, Reach.DAYS)
