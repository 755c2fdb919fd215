"""The only reader of the clock."""

import time
from datetime import UTC, datetime


def utcnow() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


class WatchedClock:
    """The clock, watched for being set while a program runs."""

    TOLERANCE = 2.0  # seconds that the clock may be corrected without being called set

    def __init__(self) -> None:
        self._offset = time.time() - time.monotonic()
        self._set_at: float | None = None

    def now(self) -> datetime:
        """Return the present moment, and notice whether the clock was set since the last look."""
        moment, steady = datetime.now(UTC), time.monotonic()
        offset = moment.timestamp() - steady
        if abs(offset - self._offset) > self.TOLERANCE:
            self._set_at = steady
        self._offset = offset
        return moment

    def was_set_within(self, seconds: float) -> bool:
        """Whether moments written so many seconds ago may be off by any amount."""
        return self._set_at is not None and time.monotonic() - self._set_at <= seconds
