"""Webinars and words for calendar objects, without a database."""

from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Event

from tests.factories import a_registrant, a_registration, a_webinar, an_enrollment, an_invitation
from webinars.domain.ical.event import EventText, Party
from webinars.domain.ical.feed import published
from webinars.domain.ical.itip import cancel, request
from webinars.models import Invitation, Webinar, WebinarStatus

STAMP = datetime(2026, 3, 1, 9, 0, 30, 123456, tzinfo=UTC)
JOIN = "https://webinars.example.org/join/abc_DEF-123"
PAGE = "https://webinars.example.org/series/equity/leading/"


def a_dated_webinar(**values: Any) -> Webinar:
    """Return webinar 7, of 90 minutes, changed twice since it was announced."""
    starts_at = values.get("starts_at", datetime(2026, 3, 25, 15, tzinfo=UTC))
    defaults: dict[str, Any] = {
        "id": 7,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=90),
        "revision": 2,
        "created_at": datetime(2026, 2, 1, 8, 30, 15, 999999, tzinfo=UTC),
        "updated_at": datetime(2026, 2, 20, 17, 45, tzinfo=UTC),
    }
    return a_webinar(**(defaults | values))


def words(**values: str) -> EventText:
    title = values.pop("title", "Part 1: Leading, with equity; and joy")
    defaults = {
        "summary": title,
        "cancelled_summary": f"Cancelled: {title}",
        "description": (
            "How departments lead.\n\n- with data\n- with neighbors\n\n"
            "In the host's time zone: Wednesday, March 25, 2026, 11:00 AM to 12:30 PM EDT\n\n"
            f"About this webinar: {PAGE}"
        ),
        "location": "Online",
        "join_label": 'Join the webinar, "live"',
    }
    return EventText(**(defaults | values))


def a_published(webinar: Webinar | None = None, **values: Any) -> Event:
    """Return the webinar as a public feed shows it."""
    defaults: dict[str, Any] = {
        "host": "webinars.example.org",
        "organizer": Party("Health Equity Webinars", "invites@webinars.example.org"),
        "page_url": PAGE,
        "join_url": None,
        "alarm": None,
    }
    text = values.pop("text", words())
    return published(webinar or a_dated_webinar(), text, **(defaults | values))


def invited(webinar: Webinar, **values: Any) -> Invitation:
    defaults = {
        "uid": "webinar-7-e21-g1-0123456789abcdef@webinars.example.org",
        "attendee": "zoe.o+series@practice.example.com",
    }
    registration = a_registration(registrant=a_registrant(), series=webinar.series)
    enrollment = an_enrollment(webinar, registration=registration)
    return an_invitation(enrollment, **(defaults | values))


def a_request(webinar: Webinar | None = None, **values: Any) -> bytes:
    """Return the REQUEST to one person; a later one with the given SEQUENCE and DTSTAMP."""
    webinar = webinar or a_dated_webinar()
    invitation = values.pop("invitation", None) or invited(webinar)
    text = values.pop("text", words(location=JOIN))
    defaults: dict[str, Any] = {
        "sequence": 0,
        "stamped_at": STAMP,
        "attendee_name": 'Zoë "Z", O\'Hara; GP',
        "organizer_name": "Health Equity Webinars",
        "join_url": JOIN,
        "page_url": PAGE,
    }
    return request(webinar, invitation, text, **(defaults | values))


def a_cancel(webinar: Webinar | None = None, **values: Any) -> bytes:
    """Return the CANCEL to one person."""
    webinar = webinar or a_dated_webinar(status=WebinarStatus.CANCELLED)
    defaults: dict[str, Any] = {
        "sequence": 1,
        "stamped_at": STAMP + timedelta(days=1),
        "attendee_name": 'Zoë "Z", O\'Hara; GP',
        "organizer_name": "Health Equity Webinars",
        "page_url": PAGE,
    }
    invitation = values.pop("invitation", None) or invited(webinar)
    return cancel(webinar, invitation, values.pop("text", words()), **(defaults | values))
