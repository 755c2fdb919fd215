"""How fast the worker goes on when the mail server is in trouble."""

import random
import time
from datetime import datetime
from threading import Lock

from webinars.cli.domain_paces import DomainPaces
from webinars.domain.mail.pacing import Rates
from webinars.domain.mail_server import ServerNews


class Pace:
    """At once while mails leave; with growing pauses while they do not.

    One mail that fails says little. A server that cannot be entered, or many mails failing
    one after the other, says that the others would fare no better: they are left alone.
    """

    MANY = 8
    FIRST_PAUSE = 2.0
    LONGEST_PAUSE = 30.0

    def __init__(self, rates: Rates | None = None) -> None:
        # One domain that takes no more holds up nobody else.
        self.domains = DomainPaces(rates or Rates())
        self._lock = Lock()
        self._failed_in_a_row = 0
        self._pause = 0.0
        self._resumes_at = 0.0
        # What the heartbeat tells of the server.
        self.news = ServerNews()

    def succeed(self) -> None:
        """Note that the server gave a mail its final answer."""
        with self._lock:
            self._failed_in_a_row = 0
            self._pause = 0.0

    def fail(self, *, is_server_away: bool) -> None:
        """Note that a mail was not taken for now, or that there was no way in."""
        with self._lock:
            self._failed_in_a_row += 1
            if is_server_away or self._failed_in_a_row >= self.MANY:
                self._pause = min(max(2 * self._pause, self.FIRST_PAUSE), self.LONGEST_PAUSE)
                # Several workers need not all knock at the same moment.
                chance = random.uniform(0.8, 1.0)  # noqa: S311
                self._resumes_at = time.monotonic() + self._pause * chance

    def note_away(self, words: str, *, now: datetime) -> None:
        """Remember what the server said when it was away."""
        with self._lock:
            self.news = self.news.away(words, now)

    def note_answer(self, *, now: datetime) -> None:
        """Remember that the server gave a mail its final answer."""
        with self._lock:
            self.news = self.news.answered(now)

    def seconds_left(self) -> float:
        """Return how long to leave the server alone."""
        return max(0.0, self._resumes_at - time.monotonic())
