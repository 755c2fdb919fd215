"""The clock, and whether it was set."""

from datetime import UTC, datetime, timedelta

import pytest

from webinars.clock import WatchedClock, utcnow


def test_now_is_aware_and_in_utc():
    assert utcnow().tzinfo is UTC
    assert abs(WatchedClock().now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_clock_that_runs_on_was_not_set():
    clock = WatchedClock()

    clock.now()

    assert not clock.was_set_within(60)


@pytest.mark.parametrize("jump", [5400, -7200])
def test_a_clock_that_jumps_was_set(jump):
    clock = WatchedClock()
    clock._offset -= jump  # as if the last look had been before the jump

    clock.now()

    assert clock.was_set_within(60)
    assert not clock.was_set_within(-1)


def test_a_small_correction_is_no_jump():
    clock = WatchedClock()
    clock._offset -= 1.5

    clock.now()

    assert not clock.was_set_within(60)
