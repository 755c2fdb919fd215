"""Until when something that a person needs to take part can be promised.

A request that comes later is taken as well; only the promise is another one.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from webinars.models import Series, Webinar


def promised_until(series: Series, starts_at: datetime) -> date:
    """Return the last day, in the zone of *series*, on which a request for a start is in time.

    The whole day counts: days are counted on the calendar, so a change of the clocks between
    takes no hour away.
    """
    there = ZoneInfo(series.time_zone)
    return starts_at.astimezone(there).date() - timedelta(days=series.access_days)


def is_in_time(webinar: Webinar, asked_at: datetime) -> bool:
    """Whether what was asked for at *asked_at* can be promised; before it has a date, always."""
    if webinar.starts_at is None:
        return True
    today = asked_at.astimezone(ZoneInfo(webinar.series.time_zone)).date()
    return today <= promised_until(webinar.series, webinar.starts_at)


def too_late_for(webinars: Iterable[Webinar], asked_at: datetime) -> list[Webinar]:
    """Return those of *webinars* for which a request at *asked_at* cannot be promised."""
    return [webinar for webinar in webinars if not is_in_time(webinar, asked_at)]
