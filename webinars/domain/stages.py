"""Where a webinar stands on its way from an idea to the past."""

import enum
from collections.abc import Iterable
from datetime import UTC, datetime

from webinars.models import Webinar

LAST = datetime.max.replace(tzinfo=UTC)


class Stage(enum.StrEnum):
    """What a visitor is told first about a webinar."""

    UNDATED = "undated"
    COMING = "coming"
    RUNNING = "running"
    OVER = "over"
    CANCELLED = "cancelled"


# Those with a date that are not over.
LEFT = {Stage.RUNNING, Stage.COMING}


def stage(webinar: Webinar, now: datetime) -> Stage:
    """Return where *webinar* stands at *now*; one called off stays so for ever."""
    if webinar.is_cancelled:
        return Stage.CANCELLED
    if not webinar.is_dated:
        return Stage.UNDATED
    if webinar.is_over(now):
        return Stage.OVER
    return Stage.RUNNING if webinar.has_started(now) else Stage.COMING


def by_date(webinars: Iterable[Webinar]) -> list[Webinar]:
    """Return *webinars* in the order in which they take place, undated ones last."""
    return sorted(webinars, key=lambda webinar: (webinar.starts_at or LAST, webinar.position))


def next_webinar(webinars: Iterable[Webinar], now: datetime) -> Webinar | None:
    """Return the webinar that runs or comes first, or None when no dated one is left."""
    return next((one for one in by_date(webinars) if stage(one, now) in LEFT), None)
