"""Days are counted on the calendar of the series, whatever its clocks do."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import a_series, a_webinar
from webinars.domain.access import is_in_time, promised_until, too_late_for

# 3 PM in New York, ten days after the clocks went back, and ten after they went forward.
AFTER_FALL = datetime(2026, 11, 10, 20, 0, tzinfo=UTC)
AFTER_SPRING = datetime(2026, 3, 17, 19, 0, tzinfo=UTC)


def a_talk(starts_at, **series):
    return a_webinar(series=a_series(**({"access_days": 10} | series)), starts_at=starts_at)


@pytest.mark.parametrize(
    ("starts_at", "too_late"),
    [
        # The last day still has summer time: it ends at 4:00 UTC.
        (AFTER_FALL, datetime(2026, 11, 1, 4, 0, tzinfo=UTC)),
        # The last day still has winter time: it ends at 5:00 UTC.
        (AFTER_SPRING, datetime(2026, 3, 8, 5, 0, tzinfo=UTC)),
    ],
)
def test_the_last_day_counts_to_its_end(starts_at, too_late):
    webinar = a_talk(starts_at)

    assert is_in_time(webinar, too_late - timedelta(seconds=1))
    assert not is_in_time(webinar, too_late)


def test_the_day_is_that_of_the_series_not_of_the_webinar():
    series = a_series(time_zone="Pacific/Honolulu", access_days=1)
    # 8 PM on March 9 in Honolulu is March 10 elsewhere.
    starts_at = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)

    assert promised_until(series, starts_at) == date(2026, 3, 8)


def test_with_no_day_ahead_the_day_itself_is_in_time():
    webinar = a_talk(AFTER_FALL, access_days=0)

    assert is_in_time(webinar, AFTER_FALL)
    assert promised_until(webinar.series, AFTER_FALL) == date(2026, 11, 10)


def test_without_a_date_everything_is_in_time():
    undated, dated = a_talk(None), a_talk(AFTER_SPRING)

    assert too_late_for([undated, dated], AFTER_FALL) == [dated]
