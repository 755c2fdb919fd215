from datetime import UTC, datetime, timedelta

import pytest

from webinars.domain.distance import Distance, Reach, distance

STARTS_AT = datetime(2026, 12, 1, 20, 0, tzinfo=UTC)  # 3 PM in New York
ZONE = "America/New_York"


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (timedelta(minutes=1), Distance(Reach.SOON, 0)),
        (timedelta(minutes=44, seconds=59), Distance(Reach.SOON, 0)),
        (timedelta(minutes=45), Distance(Reach.AN_HOUR, 0)),
        (timedelta(hours=1), Distance(Reach.AN_HOUR, 0)),
        (timedelta(minutes=91), Distance(Reach.TODAY, 0)),
        (timedelta(hours=15), Distance(Reach.TODAY, 0)),
        (timedelta(hours=15, seconds=1), Distance(Reach.TOMORROW, 1)),
        (timedelta(days=1), Distance(Reach.TOMORROW, 1)),
        (timedelta(days=2), Distance(Reach.DAYS, 2)),
        (timedelta(days=6, hours=20), Distance(Reach.A_WEEK, 7)),
        (timedelta(days=7), Distance(Reach.A_WEEK, 7)),
        (timedelta(days=14), Distance(Reach.DAYS, 14)),
    ],
)
def test_how_far_a_start_is_follows_the_reader_s_calendar(before, expected):
    assert distance(STARTS_AT, now=STARTS_AT - before, zone=ZONE) == expected


def test_tomorrow_begins_at_the_reader_s_midnight():
    now = STARTS_AT - timedelta(hours=10)

    found = [distance(STARTS_AT, now=now, zone=zone).reach for zone in (ZONE, "Asia/Tokyo")]

    assert found == [Reach.TODAY, Reach.TOMORROW]
