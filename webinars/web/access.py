"""What pages say of access requests: until when they can be promised, and what to expect after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from webinars.domain.access import is_in_time, promised_until
from webinars.models import Webinar


@dataclass(frozen=True)
class Promise:
    """How it stands with requests for one webinar."""

    webinar: Webinar
    # A moment of the last day, in the series' zone, that is in time; None without a date.
    until: datetime | None
    is_late: bool


def promises(webinars: Iterable[Webinar], asked_at: datetime) -> list[Promise]:
    """Return what can be promised for each of *webinars* to who asks, or asked, at that moment."""
    return [
        Promise(webinar, _until(webinar), not is_in_time(webinar, asked_at)) for webinar in webinars
    ]


def _until(webinar: Webinar) -> datetime | None:
    if webinar.starts_at is None:
        return None
    series = webinar.series
    noon = time(12, tzinfo=ZoneInfo(series.time_zone))
    return datetime.combine(promised_until(series, webinar.starts_at), noon).astimezone(UTC)
