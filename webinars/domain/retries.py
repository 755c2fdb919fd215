"""When a mail that could not be sent is tried again."""

from datetime import timedelta

# Quick at first, for what passes by itself; the last try comes more than a day after the first.
# Each wait is at least twice the one before, so that it grows by half however the jitter falls.
WAITS = (
    timedelta(seconds=5),
    timedelta(seconds=10),
    timedelta(seconds=20),
    timedelta(seconds=40),
    timedelta(seconds=90),
    timedelta(minutes=4),
    timedelta(minutes=12),
    timedelta(minutes=36),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=20),
)
MOST_TRIES = len(WAITS) + 1
# What cannot be rendered now will hardly be rendered tomorrow.
MOST_RENDERINGS = 5
JITTER = 0.1


def wait(tries: int, chance: float) -> timedelta | None:
    """Return how long to wait after so many *tries*; None when there were enough.

    *chance* is from 0 to 1 and lengthens the wait by up to a tenth, so that mails which
    failed together do not come back together.
    """
    if tries >= MOST_TRIES:
        return None
    return WAITS[max(tries, 1) - 1] * (1 + JITTER * chance)
