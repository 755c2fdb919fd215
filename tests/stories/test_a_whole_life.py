"""From one file to people's calendars: a life of a registration through every real part."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from sqlalchemy import select

from tests.support.web_client import WebClient
from webinars.extensions import transaction
from webinars.models import Webinar

SERIES = """
series: {{slug: guide, title: {{en: Guide, es: Guía}}, description: A series., language: en,
  time_zone: America/New_York, choice: some, status: published, reminders: [1h]}}
webinars:
  - {{slug: soon, title: {title}, description: Very soon., starts: "{soon}", minutes: 90,
      capacity: 1, status: {status}, join_url: "https://platform.example.com/soon"}}
  - {{slug: later, title: Later, description: Some day., starts: "{later}", minutes: 60,
      join_url: "https://platform.example.com/later"}}
"""
ZONE = ZoneInfo("America/New_York")


@pytest.fixture
def load(processes, tmp_path):
    """Load the series' file with the values given."""

    def load_file(**values):
        file = tmp_path / "guide.yaml"
        file.write_text(SERIES.format(**values), encoding="utf-8")
        return processes.flask("series", "load", str(file))

    return load_file


def wall(moment):
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


def event_of(mail):
    """The one VEVENT of an invitation mail, and the method of its part."""
    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    [event] = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    return part.get_param("method"), event


def links(mail):
    text = mail.get_body(("plain",)).get_content()
    return re.findall(r"https?://\S+", text)


def private_link(mail):
    return next(link for link in links(mail) if re.search(r"/me/[\w-]{44}/", link))


def register(visitor, email, *slugs):
    form = {
        "name": "Ana Example",
        "email": email,
        "webinars": list(slugs),
        "time_zone": "America/Chicago",
        "language": "en",
        "consent": "y",
    }
    answer = visitor.submit("/series/guide/register", form)
    assert answer.url.endswith("/series/guide/registered")
    assert email in answer.text


def let_the_hour_come(db):
    """Turn the clock forward, as far as the webinar is concerned: it starts in an hour."""
    with transaction():
        webinar = db.session.scalars(select(Webinar).where(Webinar.slug == "soon")).one()
        starts_at = datetime.now(UTC) + timedelta(hours=1, seconds=1)
        webinar.starts_at, webinar.ends_at = starts_at, starts_at + timedelta(minutes=90)


def test_a_whole_life(db, processes, smtp_server, load):
    now = datetime.now(UTC)
    soon = (now + timedelta(hours=5)).replace(second=0, microsecond=0)
    values = {
        "title": "Soon",
        "soon": wall(soon),
        "later": wall(now + timedelta(days=30)),
        "status": "scheduled",
    }
    load(**values)
    web = processes.serve(mail=smtp_server)
    worker = processes.worker(mail=smtp_server, BASE_URL=web)
    ana, bo = WebClient(web), WebClient(web)

    # Ana takes both: one welcome without a calendar part, and two invitations.
    register(ana, "ana@example.org", "soon", "later")
    smtp_server.wait_for(3)
    welcome, first, second = (mail.message for mail in smtp_server.to("ana@example.org"))
    assert "text/calendar" not in {part.get_content_type() for part in welcome.walk()}
    assert [event_of(mail)[0] for mail in (first, second)] == ["REQUEST", "REQUEST"]
    assert len({event_of(mail)[1]["UID"] for mail in (first, second)}) == 2
    assert event_of(first)[1].start == soon

    # Bo finds the only seat taken and waits: told so, and not invited.
    register(bo, "bo@example.org", "soon")
    smtp_server.wait_for(4)
    [waiting] = [mail.message for mail in smtp_server.to("bo@example.org")]
    assert "waiting list" in waiting.get_body(("plain",)).get_content()

    # Ana gives her seat up: a CANCEL for her, the seat and an invitation for Bo.
    own_page = private_link(welcome)
    cancel = next(link for link in ana.links(own_page) if re.search(r"/me/.*cancel", link))
    ana.submit(cancel)
    smtp_server.wait_for(6)
    withdrawn = smtp_server.to("ana@example.org")[-1].message
    method, event = event_of(withdrawn)
    assert (method, event["UID"], event["SEQUENCE"]) == ("CANCEL", event_of(first)[1]["UID"], 1)
    promoted = smtp_server.to("bo@example.org")[-1].message
    method, event = event_of(promoted)
    assert (method, event["SEQUENCE"], event["ATTENDEE"]) == ("REQUEST", 0, "mailto:bo@example.org")

    # The file changes the time: Bo's event moves, with the same UID and the next SEQUENCE.
    moved = soon + timedelta(minutes=1)
    load(**values | {"soon": wall(moved)})
    smtp_server.wait_for(7)
    method, update = event_of(smtp_server.to("bo@example.org")[-1].message)
    assert (method, update["UID"], update["SEQUENCE"]) == ("REQUEST", event["UID"], 1)
    assert update.start == moved

    # An hour before, Bo is reminded, once, with the join link; Ana is not.
    let_the_hour_come(db)
    smtp_server.wait_for(8)
    reminder = smtp_server.to("bo@example.org")[-1].message
    assert any("/join/" in link for link in links(reminder))
    assert "Soon" in reminder["Subject"]

    # The webinar is cancelled: Bo's event goes.
    load(**values | {"soon": wall(moved), "status": "cancelled"})
    smtp_server.wait_for(9)
    method, event = event_of(smtp_server.to("bo@example.org")[-1].message)
    assert (method, event["UID"], event["SEQUENCE"]) == ("CANCEL", update["UID"], 2)
    assert event["STATUS"] == "CANCELLED"

    assert worker.stop() == 0
    assert len(smtp_server.received) == 9
    assert len(smtp_server.to("ana@example.org")) == 4
