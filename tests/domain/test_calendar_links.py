from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given

from tests.domain.ical.test_text import ANY_TEXT
from webinars.domain.calendar_links import (
    EventLinks,
    LinkedEvent,
    SubscribeLinks,
    event_links,
    subscribe_links,
)

PAGE = "https://webinars.example.org/series/equity/leading/"
ICS = "https://webinars.example.org/series/equity/leading/calendar.ics"
EVENT = LinkedEvent(
    title="Leading, with equity & joy + more",
    starts_at=datetime.fromisoformat("2026-03-25T11:00:00-04:00"),
    ends_at=datetime.fromisoformat("2026-03-25T12:30:00-04:00"),
    text=f"How departments lead.\n\nAbout this webinar: {PAGE}",
    location="Online",
    page_url=PAGE,
    ics_url=ICS,
)


def test_a_feed_can_be_subscribed_to_in_each_calendar():
    found = subscribe_links(
        "https://webinars.example.org/series/equity/calendar.ics", name="Equity & joy"
    )

    quoted = "%3A%2F%2Fwebinars.example.org%2Fseries%2Fequity%2Fcalendar.ics"
    assert found == SubscribeLinks(
        url="https://webinars.example.org/series/equity/calendar.ics",
        webcal="webcal://webinars.example.org/series/equity/calendar.ics",
        google=f"https://calendar.google.com/calendar/render?cid=webcal{quoted}",
        outlook="https://outlook.live.com/calendar/0/addfromweb"
        f"?url=https{quoted}&name=Equity%20%26%20joy",
        office_365="https://outlook.office.com/calendar/0/addfromweb"
        f"?url=https{quoted}&name=Equity%20%26%20joy",
    )


def test_a_webinar_can_be_copied_into_each_calendar():
    title = "Leading%2C%20with%20equity%20%26%20joy%20%2B%20more"
    page = "https%3A%2F%2Fwebinars.example.org%2Fseries%2Fequity%2Fleading%2F"
    text = f"How%20departments%20lead.%0A%0AAbout%20this%20webinar%3A%20{page}"
    outlook = (
        "/calendar/deeplink/compose?path=%2Fcalendar%2Faction%2Fcompose&rru=addevent"
        "&startdt=2026-03-25T15%3A00%3A00Z&enddt=2026-03-25T16%3A30%3A00Z"
        f"&subject={title}&location=Online&body={text}"
    )

    assert event_links(EVENT) == EventLinks(
        google="https://calendar.google.com/calendar/render?action=TEMPLATE"
        f"&text={title}&dates=20260325T150000Z%2F20260325T163000Z&location=Online&details={text}",
        outlook=f"https://outlook.live.com{outlook}",
        office_365=f"https://outlook.office.com{outlook}",
        yahoo=f"https://calendar.yahoo.com/?v=60&title={title}&st=20260325T150000Z&dur=0130"
        f"&in_loc=Online&desc={text}",
        ics=ICS,
    )


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (timedelta(minutes=5), "0005"),
        (timedelta(hours=1), "0100"),
        (timedelta(hours=26, minutes=15), "2615"),
    ],
)
def test_yahoo_takes_hours_and_minutes(length, expected):
    link = event_links(replace(EVENT, ends_at=EVENT.starts_at + length)).yahoo

    assert parse_qs(urlsplit(link).query)["dur"] == [expected]


def test_a_webinar_is_on_its_utc_day_when_clocks_change():
    starts_at = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    event = replace(EVENT, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))

    link = event_links(event).google

    assert parse_qs(urlsplit(link).query)["dates"] == ["20261101T053000Z/20261101T073000Z"]


def test_a_long_text_is_cut_and_still_names_the_page():
    event = replace(EVENT, text=f"Long. {'日本語' * 500}\n\nAbout this webinar: {PAGE}")

    link = event_links(event).google

    [details] = parse_qs(urlsplit(link).query)["details"]
    assert len(link) <= 1900
    assert details.startswith("Long. 日本語日本語")
    assert details.endswith(f"…\n\n{PAGE}")


@given(ANY_TEXT, ANY_TEXT)
def test_whatever_people_write_links_stay_short_and_ascii(title, text):
    event = replace(EVENT, title=title * 50, text=f"{text * 50}\n{PAGE}")

    found = event_links(event)

    for link in (found.google, found.outlook, found.office_365, found.yahoo):
        assert len(link) <= 1900
        assert link.isascii()
        assert "+" not in link
        assert PAGE in unquote(link)
        assert len(parse_qs(urlsplit(link).query, strict_parsing=True)) <= 7
