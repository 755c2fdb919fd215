"""When the way into a webinar is open."""

import enum
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from webinars.models import Webinar

OPENS_BEFORE = timedelta(minutes=15)


class Door(enum.StrEnum):
    """How the way into a webinar stands."""

    CANCELLED = "cancelled"
    UNDATED = "undated"
    EARLY = "early"
    # It would be open, but nobody has entered where the webinar takes place.
    WITHOUT_ADDRESS = "without_address"
    OPEN = "open"
    OVER = "over"


def door(webinar: Webinar, now: datetime) -> Door:
    """Return how the way into *webinar* stands: open from 15 minutes before start to end."""
    if webinar.is_cancelled:
        return Door.CANCELLED
    if webinar.starts_at is None:
        return Door.UNDATED
    if webinar.is_over(now):
        return Door.OVER
    if now < webinar.starts_at - OPENS_BEFORE:
        return Door.EARLY
    return Door.OPEN if is_web_address(webinar.join_url) else Door.WITHOUT_ADDRESS


def is_web_address(address: str | None) -> bool:
    """Whether *address* is a full http or https one: nobody is sent anywhere else."""
    if not address or not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
