"""Stored webinars around the real present: feeds answer for today."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.factories import a_series, a_webinar
from webinars.clock import utcnow
from webinars.models import Series, Webinar
from webinars.services.webinars import WebinarDetails

DAY = timedelta(days=1)


def http_date(moment: datetime) -> str:
    """Return *moment* as HTTP writes it."""
    return f"{moment.astimezone(UTC):%a, %d %b %Y %H:%M:%S GMT}"


def equity(**values: Any) -> Series:
    """Return the published series `equity`, changed ten days ago."""
    changed = utcnow() - 10 * DAY
    defaults = {
        "slug": "equity",
        "created_at": changed,
        "updated_at": changed,
        "links_changed_at": changed,
    }
    return a_series(**(defaults | values))


def coming(series: Series, slug: str, **values: Any) -> Webinar:
    """Return a webinar of the series, a week ahead, changed ten days ago."""
    changed = utcnow() - 10 * DAY
    defaults = {
        "slug": slug,
        "starts_at": utcnow().replace(microsecond=0) + 7 * DAY,
        "created_at": changed,
        "updated_at": changed,
    }
    return a_webinar(series=series, **(defaults | values))


def stamp(moment: datetime) -> str:
    """Return *moment* as calendars write it."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def changed(details: WebinarDetails, **values: Any) -> WebinarDetails:
    """Return *details* with other values."""
    return replace(details, **values)
