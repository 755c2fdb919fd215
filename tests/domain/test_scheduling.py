"""Wall times become UTC moments, or get a reason why not."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.domain import scheduling
from webinars.domain.scheduling import TimeFault

NEW_YORK = "America/New_York"
ZONES = [
    NEW_YORK,
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "UTC",
]


def utc(*numbers):
    return datetime(*numbers, tzinfo=UTC)


def wall_time(*numbers):
    return utc(*numbers).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("text", "zone", "moment"),
    [
        ("2026-12-01 15:00", NEW_YORK, utc(2026, 12, 1, 20)),
        ("2026-07-01 15:00", NEW_YORK, utc(2026, 7, 1, 19)),
        ("2026-03-08 01:59", NEW_YORK, utc(2026, 3, 8, 6, 59)),
        ("2026-03-08 02:00", NEW_YORK, TimeFault.NONEXISTENT),
        ("2026-03-08 02:59", NEW_YORK, TimeFault.NONEXISTENT),
        ("2026-03-08 03:00", NEW_YORK, utc(2026, 3, 8, 7)),
        ("2026-11-01 00:59", NEW_YORK, utc(2026, 11, 1, 4, 59)),
        ("2026-11-01 01:00", NEW_YORK, TimeFault.AMBIGUOUS),
        ("2026-11-01 01:59", NEW_YORK, TimeFault.AMBIGUOUS),
        ("2026-11-01 02:00", NEW_YORK, utc(2026, 11, 1, 7)),
        ("2026-11-01 01:30-04:00", NEW_YORK, utc(2026, 11, 1, 5, 30)),
        ("2026-11-01 01:30-05:00", NEW_YORK, utc(2026, 11, 1, 6, 30)),
        ("2026-11-01 01:30+00:00", NEW_YORK, TimeFault.WRONG_OFFSET),
        ("2026-12-01 15:00-05:00", NEW_YORK, utc(2026, 12, 1, 20)),
        ("2026-12-01 15:00-04:00", NEW_YORK, TimeFault.WRONG_OFFSET),
        ("2026-03-29 02:30", "Europe/Berlin", TimeFault.NONEXISTENT),
        ("2026-10-25 02:30", "Europe/Berlin", TimeFault.AMBIGUOUS),
        ("2026-10-04 02:15", "Australia/Lord_Howe", TimeFault.NONEXISTENT),
        ("2026-04-05 01:45", "Australia/Lord_Howe", TimeFault.AMBIGUOUS),
        ("2026-04-05 01:15", "Australia/Lord_Howe", utc(2026, 4, 4, 14, 15)),
        ("2011-12-30 12:00", "Pacific/Apia", TimeFault.NONEXISTENT),
        ("2026-02-30 15:00", NEW_YORK, TimeFault.NO_SUCH_DATE),
        ("2026-12-01 24:00", NEW_YORK, TimeFault.MALFORMED),
        ("2026-12-01", NEW_YORK, TimeFault.MALFORMED),
        ("12/01/2026 3 PM", NEW_YORK, TimeFault.MALFORMED),
        ("2026-12-01T15:00", NEW_YORK, TimeFault.MALFORMED),
        ("2026-12-01 15:00 ", NEW_YORK, TimeFault.MALFORMED),
        ("0026-12-01 15:00", NEW_YORK, TimeFault.OUT_OF_RANGE),
        ("9999-12-31 23:59", NEW_YORK, TimeFault.OUT_OF_RANGE),
    ],
)
def test_a_text_is_a_moment_or_has_a_fault(text, zone, moment):
    assert scheduling.moment(text, zone) == moment


moments = st.datetimes(
    min_value=wall_time(2000, 1, 2), max_value=wall_time(2100, 12, 30), timezones=st.just(UTC)
).map(lambda at: at.replace(second=0, microsecond=0))


@given(at=moments, zone=st.sampled_from(ZONES))
def test_what_is_written_is_read_back(at, zone):
    assert scheduling.moment(scheduling.wall_text(at, zone), zone) == at


@pytest.mark.parametrize("zone", ZONES)
def test_every_quarter_of_an_hour_of_a_year_is_read_back(zone):
    for quarter in range(4 * 24 * 366):
        at = utc(2026, 1, 1) + timedelta(minutes=15 * quarter)
        assert scheduling.moment(scheduling.wall_text(at, zone), zone) == at


@given(
    wall=st.datetimes(min_value=wall_time(2000, 1, 2), max_value=wall_time(2100, 12, 30)),
    zone=st.sampled_from(ZONES),
)
def test_a_moment_shows_the_wall_time_it_came_from(wall, zone):
    at = scheduling.to_utc(wall, zone)

    if not isinstance(at, TimeFault):
        assert at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) == wall


def test_the_offset_is_written_in_a_repeated_hour_only():
    texts = [scheduling.wall_text(utc(2026, 11, 1, hour, 30), NEW_YORK) for hour in (4, 5, 6, 7)]

    assert texts == [
        "2026-11-01 00:30",
        "2026-11-01 01:30-04:00",
        "2026-11-01 01:30-05:00",
        "2026-11-01 02:30",
    ]


@pytest.mark.parametrize(
    ("wall", "others"),
    [
        (wall_time(2026, 3, 8, 2, 30), ("2026-03-08 01:30", "2026-03-08 03:30")),
        (wall_time(2026, 11, 1, 1, 30), ("2026-11-01 01:30-04:00", "2026-11-01 01:30-05:00")),
    ],
)
def test_a_faulty_wall_time_has_two_alternatives(wall, others):
    assert scheduling.alternatives(wall, NEW_YORK) == others


def test_days_are_counted_from_the_date_in_the_zone():
    late_evening = utc(2026, 3, 2, 3)

    day = scheduling.today(late_evening, NEW_YORK)

    assert day == date(2026, 3, 1)
    assert scheduling.on_day(day, 7, time(15)) == wall_time(2026, 3, 8, 15)


@pytest.mark.parametrize(
    ("text", "at"),
    [("15:00", time(15)), ("00:05", time(0, 5)), ("24:00", None), ("3 PM", None), ("9:00", None)],
)
def test_a_time_of_day_is_read(text, at):
    assert scheduling.parse_time(text) == at


def test_zones_are_places():
    assert NEW_YORK in scheduling.zones()
    assert "localtime" not in scheduling.zones()
    assert "New York" not in scheduling.zones()


@pytest.mark.parametrize(
    ("zone", "at", "weeks", "then"),
    [
        # Ten o'clock stays ten o'clock, in winter and in summer.
        ("America/New_York", "2026-02-03T15:00Z", 13, "2026-05-05T14:00Z"),
        ("Europe/Berlin", "2026-07-01T08:00Z", 26, "2026-12-30T09:00Z"),
        ("Asia/Kathmandu", "2026-07-01T04:15Z", 52, "2027-06-30T04:15Z"),
        ("America/New_York", "2026-05-05T14:00Z", -13, "2026-02-03T15:00Z"),
        ("America/New_York", "2026-03-01T07:30Z", 1, TimeFault.NONEXISTENT),
        ("America/New_York", "2026-10-25T05:30Z", 1, TimeFault.AMBIGUOUS),
        # From the second of two equal times.
        ("America/New_York", "2026-11-01T06:30Z", 1, "2026-11-08T06:30Z"),
    ],
)
def test_whole_weeks_later_weekday_and_wall_time_are_the_same(zone, at, weeks, then):
    expected = then if isinstance(then, TimeFault) else datetime.fromisoformat(then)

    assert scheduling.weeks_later(datetime.fromisoformat(at), zone, weeks) == expected


@pytest.mark.parametrize(
    ("earliest", "weeks"),
    [
        (date(2026, 2, 3), 0),
        (date(2026, 2, 4), 1),
        (date(2026, 2, 10), 1),
        (date(2026, 2, 2), 0),
        (date(2026, 1, 27), -1),
    ],
)
def test_the_weeks_until_the_same_weekday_on_a_day_or_soon_after(earliest, weeks):
    first = datetime(2026, 2, 4, 1, 0, tzinfo=UTC)

    assert scheduling.weeks_until(first, "America/New_York", earliest) == weeks
