from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from icalendar import Calendar

from tests.domain.ical.objects import JOIN, a_dated_webinar, a_published, words
from tests.domain.ical.test_text import ANY_TEXT
from tests.support.calendars import HOSTILE, calendar_name, event_of, lines_of, properties
from tests.support.golden import golden
from webinars.domain.ical.feed import feed
from webinars.domain.ical.text import clean_line, clean_text
from webinars.models import WebinarStatus

SOURCE = "https://webinars.example.org/series/equity/calendar.ics"
ALARM = timedelta(minutes=15)


def a_feed(*events, name="Health equity, in practice; 2026", source=SOURCE) -> bytes:
    return feed(events, name=name, source=source)


def test_a_public_feed():
    later = a_dated_webinar(id=8, starts_at=datetime(2026, 4, 1, 14, tzinfo=UTC), revision=0)
    off = a_dated_webinar(
        id=9,
        starts_at=datetime(2026, 10, 21, 14, tzinfo=UTC),
        revision=5,
        status=WebinarStatus.CANCELLED,
    )

    content = a_feed(
        a_published(),
        a_published(later, text=words(title=HOSTILE, description=HOSTILE)),
        a_published(off, text=words(title="Part 3")),
    )

    assert content == golden("feed.ics")


def test_a_personal_feed_says_where_to_join_and_keeps_its_own_address_to_itself():
    off = a_dated_webinar(id=9, status=WebinarStatus.CANCELLED)

    content = a_feed(
        a_published(text=words(location=JOIN), join_url=JOIN, alarm=ALARM),
        a_published(off, join_url=JOIN, alarm=ALARM),
        name="My webinars",
        source=None,
    )

    assert content == golden("feed-personal.ics")


def test_a_feed_without_webinars_is_still_a_calendar():
    content = a_feed()

    assert content == golden("feed-empty.ics")
    assert Calendar.from_ical(content).walk("VEVENT") == []


def test_the_same_webinar_gives_the_same_bytes():
    assert a_feed(a_published()) == a_feed(a_published())


@pytest.mark.parametrize(
    ("starts_at", "expected"),
    [
        # Clocks in New York go forward at 07:00 UTC, and back at 06:00 UTC.
        (datetime(2026, 3, 8, 6, 30, tzinfo=UTC), ("20260308T063000Z", "20260308T080000Z")),
        (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), ("20261101T053000Z", "20261101T070000Z")),
        (
            datetime.fromisoformat("2026-11-01T01:30:00-05:00"),
            ("20261101T063000Z", "20261101T080000Z"),
        ),
    ],
)
def test_times_are_in_utc_also_when_clocks_change(starts_at, expected):
    content = a_feed(a_published(a_dated_webinar(starts_at=starts_at)))

    assert properties(content, "DTSTART", "DTEND") == [expected]
    assert b"TZID" not in content


def test_a_webinar_without_a_date_is_no_event():
    undated = a_dated_webinar()
    undated.starts_at = undated.ends_at = None

    with pytest.raises(ValueError, match="webinar 7 has no date"):
        a_published(undated)


def test_a_fraction_of_a_second_is_left_out():
    webinar = a_dated_webinar(updated_at=datetime(2026, 2, 20, 1, 2, 3, 999999, tzinfo=UTC))

    assert properties(a_feed(a_published(webinar)), "DTSTAMP", "LAST-MODIFIED") == [
        ("20260220T010203Z", "20260220T010203Z")
    ]


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_whatever_people_write_stays_the_text_of_one_event(title, description, name):
    text = words(title=title, description=description)

    content = a_feed(a_published(text=text), name=name)

    found = event_of(content)
    assert str(found["SUMMARY"]) == clean_line(title)
    assert str(found["DESCRIPTION"]) == clean_text(description)
    assert calendar_name(content) == clean_line(name)
    assert content.count(b"\r\nBEGIN:") == 1


@given(ANY_TEXT)
def test_lines_are_folded_between_characters(description):
    text = words(description=description * 20)

    for line in lines_of(a_feed(a_published(text=text))):
        assert len(line) <= 75
        assert line.decode().strip()
