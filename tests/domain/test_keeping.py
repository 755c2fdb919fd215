"""Calendar months, counted back."""

from datetime import UTC, datetime

import pytest

from webinars.domain.keeping import months_before


def day(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 15, 30, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "months", "then"),
    [
        (day(2026, 3, 2), 1, day(2026, 2, 2)),
        (day(2026, 3, 2), 24, day(2024, 3, 2)),
        (day(2026, 1, 31), 1, day(2025, 12, 31)),
        (day(2026, 3, 31), 1, day(2026, 2, 28)),
        (day(2024, 3, 31), 1, day(2024, 2, 29)),
        (day(2024, 2, 29), 12, day(2023, 2, 28)),
        (day(2026, 12, 15), 12, day(2025, 12, 15)),
        (day(2026, 3, 2), 120, day(2016, 3, 2)),
    ],
)
def test_months_are_those_of_the_calendar(now, months, then):
    assert months_before(now, months) == then
