from datetime import UTC, datetime, timedelta

import pytest

import config
from webinars import i18n
from webinars.app import create_app

NEW_YORK = "America/New_York"
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("instance")
    return create_app(config.test_config("sqlite://", instance_path=folder))


@pytest.fixture(autouse=True)
def english(app):
    with app.app_context(), i18n.speaking("en"):
        yield


def utc(*numbers):
    return datetime(*numbers, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "winter", "summer"),
    [
        (NEW_YORK, "EST", "EDT"),
        ("America/Indiana/Indianapolis", "EST", "EDT"),
        ("America/Phoenix", "MST", "MST"),
        ("Europe/Berlin", "CET", "CEST"),
        ("Asia/Kolkata", "IST", "IST"),
        ("America/Argentina/Buenos_Aires", "GMT-03:00", "GMT-03:00"),
        ("UTC", "UTC", "UTC"),
    ],
)
def test_a_zone_s_short_name_follows_the_date(zone, winter, summer):
    found = [i18n.zone_abbreviation(utc(2026, month, 1), zone) for month in (1, 7)]

    assert found == [winter, summer]


@pytest.mark.parametrize(
    ("zone", "city"),
    [
        (NEW_YORK, "New York"),
        ("US/Eastern", "New York"),
        ("America/Indiana/Indianapolis", "Indianapolis"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("UTC", None),
        ("Etc/GMT+5", None),
    ],
)
def test_a_zone_is_known_by_its_city(zone, city):
    assert i18n.zone_city(zone) == city


def test_hours_across_a_change_of_clocks_name_both_zones():
    starts_at = utc(2026, 11, 1, 5, 30)

    told = i18n.span(starts_at, starts_at + HOUR, NEW_YORK)

    assert told.replace("\u202f", " ") == "1:30 AM EDT to 1:30 AM EST"


@pytest.mark.parametrize(
    ("starts_at", "zone", "reader_zone", "told"),
    [
        (utc(2026, 12, 1, 20), NEW_YORK, NEW_YORK, None),
        (utc(2026, 12, 1, 20), NEW_YORK, "America/Toronto", None),
        (
            utc(2026, 12, 1, 20),
            NEW_YORK,
            "America/Los_Angeles",
            "that is 3:00 PM to 4:00 PM EST in New York",
        ),
        # The same clock in winter only.
        (utc(2026, 12, 1, 20), NEW_YORK, "America/Panama", None),
        (
            utc(2026, 7, 1, 20),
            NEW_YORK,
            "America/Panama",
            "that is 4:00 PM to 5:00 PM EDT in New York",
        ),
        (
            utc(2026, 12, 1, 20),
            NEW_YORK,
            "Asia/Tokyo",
            "that is Tuesday, December 1, 2026, 3:00 PM to 4:00 PM EST in New York",
        ),
        (utc(2026, 12, 1, 20), "UTC", NEW_YORK, "that is 8:00 PM to 9:00 PM UTC"),
        # Both begin at 1 AM; the reader's clocks are then put forward.
        (
            utc(2026, 3, 29, 0),
            "Africa/Lagos",
            "Europe/Berlin",
            "that is 1:00 AM to 3:00 AM WAT in Lagos",
        ),
    ],
)
def test_a_time_is_told_again_where_the_clocks_differ(starts_at, zone, reader_zone, told):
    ends_at = starts_at + (2 if zone == "Africa/Lagos" else 1) * HOUR

    found = i18n.when_there(starts_at, ends_at, zone=zone, reader_zone=reader_zone)

    assert (found and found.replace("\u202f", " ")) == told


def test_words_are_listed_as_people_do():
    assert i18n.listed(["A"]) == "A"
    assert i18n.listed(["A", "B", "C"]) == "A, B, and C"
