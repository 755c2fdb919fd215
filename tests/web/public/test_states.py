"""The states of a series and a webinar: each has words and actions of its own."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import (
    NOW,
    a_practice,
    a_series,
    a_speaker,
    a_webinar,
    in_english,
    saved,
)
from tests.support.html import page_of
from webinars.clock import utcnow
from webinars.models import Appearance, WebinarStatus
from webinars.texts import Texts

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WINTER = datetime(2035, 1, 9, 20, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
RECORDING = "https://video.example.org/1"


def a_guide(*webinars: dict[str, object], **values: object):
    """A stored series with these webinars: Talk 1, Talk 2, and so on."""
    series = a_series(slug="guide", **values)
    for number, given in enumerate(webinars, start=1):
        defaults = {"slug": f"talk-{number}", "title": in_english(f"Talk {number}")}
        a_webinar(series=series, position=number, **(defaults | given))
    return saved(series)


def test_the_dates_ahead_stand_beside_the_title(client, db):
    a_guide({"starts_at": NOW}, {"starts_at": WINTER}, {"starts_at": None})

    words = page_of(client, "/series/guide/").words

    assert (
        "When Talk 2 Tue, Jan 9, 3:00 PM to 4:30 PM EST "
        "Talk 3 To be announced The date will be announced. " in words
    )


def test_the_head_says_who_speaks_and_how_many_practices_are_taught(client, db):
    speakers = [a_speaker(name=name) for name in ("Ana", "Bo", "Cy", "Di", "Ed")]
    a_guide(
        *(
            {
                "starts_at": WINTER,
                "practices": [a_practice(), a_practice()],
                "appearances": [
                    Appearance(speaker=one, role=Texts(), position=place)
                    for place, one in enumerate(speaking)
                ],
            }
            for speaking in (speakers[:3], speakers[2:])
        )
    )

    words = page_of(client, "/series/guide/").words

    assert "Who speaks Ana, Bo, Cy and 2 more What it teaches 4 strategic practices" in words


def test_a_past_series_leads_to_its_recordings(client, db):
    a_guide({"starts_at": NOW, "recording_url": RECORDING}, {"starts_at": NOW})

    page = page_of(client, "/series/guide/")

    assert "This series has taken place. Watch the recordings Follow in your calendar" in page.words
    assert "Recordings Talk 1 Past, with recording" in page.words
    assert page.links.count(RECORDING) == 1
    assert "/series/guide/register" not in page.links


def test_a_past_series_without_recordings_offers_none(client, db):
    a_guide({"starts_at": NOW})

    assert "Watch the recordings" not in page_of(client, "/series/guide/").words


def test_a_series_that_is_called_off_says_so(client, db):
    a_guide(*[{"starts_at": WINTER, "status": WebinarStatus.CANCELLED}] * 2)

    page = page_of(client, "/series/guide/")

    assert "All webinars of this series are cancelled." in page.words
    assert "/series/guide/register" not in page.links


def test_a_series_without_a_free_seat_offers_the_waiting_list(client, db):
    a_guide({"starts_at": WINTER, "capacity": 0}, {"starts_at": None, "capacity": 0})

    page = page_of(client, "/series/guide/")

    assert "All seats are taken. Register to join the waiting list" in page.words
    assert "Join the waiting list Follow in your calendar" in page.words
    assert "/series/guide/register" in page.links


def test_one_free_seat_is_enough_to_register(client, db):
    a_guide({"starts_at": WINTER, "capacity": 0}, {"starts_at": WINTER, "capacity": 1})

    assert "Join the waiting list" not in page_of(client, "/series/guide/").words


def test_a_series_of_one_webinar_offers_no_choice(client, db):
    a_guide({"starts_at": WINTER})

    words = page_of(client, "/series/guide/").words

    assert "A series of 1 webinar" in words
    assert "One form for one, some or all" not in words


def test_a_series_without_webinars_counts_none(client, db):
    a_guide()

    words = page_of(client, "/series/guide/").words

    assert "A series of webinars" in words
    assert "0 webinars" not in words


def test_the_past_of_a_long_series_is_folded_and_keeps_its_numbers(client, db):
    a_guide(*[{"starts_at": NOW + number * WEEK} for number in range(3)], {"starts_at": WINTER})

    page = page_of(client, "/series/guide/")

    assert "3 past webinars Webinar 1 of 4 Past Talk 1" in page.words
    assert "Webinar 4 of 4 Talk 4" in page.words
    assert len(page.all("details")) == 1


def test_two_past_webinars_stay_in_the_line(client, db):
    a_guide(*[{"starts_at": NOW}] * 2, {"starts_at": WINTER})

    assert page_of(client, "/series/guide/").all("details") == []


def test_of_forty_webinars_the_nearest_stand_beside_the_title_and_cards_are_brief(client, db):
    a_guide(*[{"starts_at": WINTER + number * WEEK} for number in range(40)])

    words = page_of(client, "/series/guide/").words

    assert "Talk 5 Tue, Feb 6, 3:00 PM to 4:30 PM EST and 35 more" in words
    assert "What it is about." not in words


@pytest.mark.parametrize(
    ("place", "shown"), [(1, range(1, 10)), (20, range(16, 25)), (40, range(32, 41))]
)
def test_a_webinar_of_a_long_series_shows_those_around_it(client, db, place, shown):
    a_guide(*[{"starts_at": WINTER + number * WEEK} for number in range(40)])

    page = page_of(client, f"/series/guide/talk-{place}/")

    assert f"Webinar {place} of 40" in page.words
    assert "All 40 webinars" in page.words
    links = [link for link in page.links if link.startswith("/series/guide/talk-")]
    expected = [f"/series/guide/talk-{one}/" for one in shown if one != place]
    assert [link for link in links if link.endswith("/")] == expected


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"starts_at": "running"},
            "It has begun. Register, and our mail with your link to join comes at once.",
        ),
        ({"starts_at": NOW}, "See the whole series"),
        ({"starts_at": WINTER, "status": WebinarStatus.CANCELLED}, "See the whole series"),
    ],
)
def test_a_webinar_that_cannot_wait_or_is_gone_says_what_to_do(client, db, values, said):
    if values["starts_at"] == "running":
        values = {"starts_at": utcnow() - timedelta(minutes=5)}
    a_guide(values, {"starts_at": WINTER})

    assert said in page_of(client, "/series/guide/talk-1/").words


def test_how_to_take_part_is_not_said_of_what_is_over(client, db):
    a_guide({"starts_at": NOW}, {"starts_at": WINTER})

    assert "Taking part" not in page_of(client, "/series/guide/talk-1/").words
    assert "Taking part" in page_of(client, "/series/guide/talk-2/").words


def test_without_series_the_first_page_still_offers_the_calendar(client, db):
    page = page_of(client, "/")

    assert "No series of webinars is announced at the moment." in page.words
    assert page.links.count("webcal://127.0.0.1:8000/calendar.ics") == 2
