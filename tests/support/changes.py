"""A webinar with seats, and changes of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from tests.factories import NOW, a_registration_request, a_webinar, saved
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import Delivery, DeliveryState, Webinar
from webinars.services import registrations, webinars

LATER = NOW + timedelta(hours=1)
DAY = timedelta(days=1)


def filled(*emails: str, **values: Any) -> Webinar:
    """Return a stored webinar that these addresses have registered for, their mails sent."""
    webinar = saved(a_webinar(**values))
    for email in emails:
        wanted = a_registration_request(slugs=[webinar.slug], email=email)
        with transaction():
            registrations.register(webinar.series, wanted, now=NOW)
    mark_sent()
    return webinar


def mark_sent() -> None:
    """Let every mail have left."""
    with transaction():
        for delivery in database.session.scalars(select(Delivery)):
            delivery.state, delivery.attempts = DeliveryState.SENT, 1


def change(webinar: Webinar, *, now: datetime = LATER, **values: Any) -> bool:
    """Change *values* of a webinar, and tell everybody; return whether it changed."""
    with transaction():
        return webinars.change(webinar, replace(webinars.details_of(webinar), **values), now=now)


def moved(webinar: Webinar, by: timedelta) -> dict[str, datetime | None]:
    """Return start and end *by* so much later."""
    return {
        "starts_at": webinar.starts_at and webinar.starts_at + by,
        "ends_at": webinar.ends_at and webinar.ends_at + by,
    }


def due(outbox: Callable[[], list[Delivery]]) -> list[Delivery]:
    """Return what is still to be sent."""
    return [delivery for delivery in outbox() if delivery.state is DeliveryState.DUE]
