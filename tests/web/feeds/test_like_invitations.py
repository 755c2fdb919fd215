"""All kinds of feeds say of a webinar what the invitations to it say."""

from email import message_from_bytes
from email.policy import default

import pytest
from icalendar import Calendar, Component
from sqlalchemy import select

from tests.factories import (
    a_practice,
    a_registration_request,
    a_sponsor,
    in_english,
    saved,
)
from tests.support.calendars import event_of
from tests.support.changes import change, moved
from tests.support.outbox import deliver_all
from tests.web.feeds.objects import DAY, coming, equity
from webinars import links
from webinars.clock import utcnow
from webinars.extensions import transaction
from webinars.models import Registrant, WebinarStatus
from webinars.services import registrations
from webinars.texts import Texts

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PUBLIC = (
    "/calendar.ics",
    "/series/equity/calendar.ics",
    "/series/equity/leading/calendar.ics",
    "/practices/lead/calendar.ics",
    "/sponsors/hip/calendar.ics",
)
# What both say alike; the rest names the person or the message.
ALIKE = ("DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP", "CLASS", "URL", "ORGANIZER", "CREATED")
OWN = (*ALIKE, "DESCRIPTION", "LOCATION", "CONFERENCE")


@pytest.fixture
def webinar(db):
    series = equity(organizer=a_sponsor(slug="hip"), time_zone="Europe/Madrid")
    title = Texts({"en": "Leading, with; care", "es": "Dirigir, con; cuidado"})
    practice = a_practice(slug="lead", name=in_english("Lead"))
    return saved(coming(series, "leading", title=title, practices=[practice]))


def told(now) -> Component:
    """What the calendar of Ana is told now."""
    [mail] = deliver_all(now=now)
    parts = message_from_bytes(mail, policy=default).walk()
    [part] = [part for part in parts if part.get_content_type() == "text/calendar"]
    [event] = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    return event


def said(event: Component, names: tuple[str, ...]) -> dict[str, str]:
    return {name: event[name].to_ical().decode() for name in names if name in event}


@pytest.mark.parametrize("language", ["en", "es"])
def test_feeds_and_invitations_agree_through_a_life(client, db, webinar, language):
    now = utcnow().replace(microsecond=0)
    wanted = a_registration_request(slugs=["leading"], language=language)
    with transaction():
        registrations.register(webinar.series, wanted, now=now)
    nonce = db.session.scalars(select(Registrant.feed_nonce)).one()
    personal = links.feed_url(nonce).removeprefix("http://127.0.0.1:8000")

    changes = (
        {},
        {"title": Texts({"en": "Renamed", "es": "Otro nombre"})},
        moved(webinar, DAY),
        {"status": WebinarStatus.CANCELLED},
    )
    for number, values in enumerate(changes):
        moment = now + number * DAY / 1440
        if values:
            change(webinar, **values, now=moment)
        event = told(moment)

        for address in PUBLIC:
            shown = event_of(client.get(f"{address}?lang={language}&alarm=15").data)
            assert said(shown, ALIKE) == said(event, ALIKE)
            assert str(shown["DESCRIPTION"]) in str(event["DESCRIPTION"])
            assert "ATTENDEE" not in shown
        own = event_of(client.get(personal).data)
        assert said(own, OWN) == said(event, OWN)

    words = {"en": "Cancelled: Renamed", "es": "Cancelado: Otro nombre"}
    assert str(own["SUMMARY"]) == words[language]
