"""How long to wait before another try."""

from datetime import timedelta
from itertools import pairwise

from webinars.domain import retries


def test_waits_grow_by_half_at_least_however_the_jitter_falls():
    tries = range(1, retries.MOST_TRIES)
    shortest = [retries.wait(number, 0.0) for number in tries]
    longest = [retries.wait(number, 1.0) for number in tries]

    assert all(later >= 1.5 * sooner for sooner, later in zip(longest, shortest[1:], strict=False))
    assert all(short < long for short, long in zip(shortest, longest, strict=True))


def test_the_first_try_is_repeated_soon_and_the_last_comes_after_a_day():
    waits = [retries.wait(number, 0.0) for number in range(1, retries.MOST_TRIES)]

    assert waits[0] == timedelta(seconds=5)
    assert timedelta(days=1) < sum(waits, timedelta()) < timedelta(days=2)


def test_after_twelve_tries_it_is_enough():
    assert retries.MOST_TRIES == 12
    assert retries.wait(12, 0.0) is None
    assert retries.wait(11, 0.0) is not None


def test_no_wait_is_named_twice():
    assert all(sooner < later for sooner, later in pairwise(retries.WAITS))
