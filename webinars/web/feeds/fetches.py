"""Counting who asks for feeds, in memory, and writing it down beside the requests.

No request waits for it: a thread of each process writes at most once a minute what was asked
since, one row for each feed and family of programs. What a process has not written when it is
killed is lost.
"""

import atexit
import logging
import os
from dataclasses import dataclass
from datetime import datetime
from threading import Lock, Timer

from flask import Flask

from webinars.clock import utcnow
from webinars.domain.feed_clients import family_of
from webinars.domain.feed_health import Asked, FeedKey
from webinars.extensions import transaction
from webinars.models import FeedFamily
from webinars.services import feed_health

logger = logging.getLogger(__name__)
SECONDS_BETWEEN = 60.0
# Where a request finds a list to say in which feed it was answered with.
ENVIRON = "webinars.feed"


@dataclass(frozen=True)
class Answered:
    """The feed that a request was answered with, and its Last-Modified; None: of no interest."""

    key: FeedKey
    seen_at: datetime | None


class Fetches:
    """What was asked for since it was last written down, by this process."""

    _process: int
    _lock: Lock
    _asked: dict[tuple[FeedKey, FeedFamily], Asked]
    _is_waiting: bool
    _is_kept_at_end: bool

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._forget()

    def note(self, answered: Answered, user_agent: str) -> None:
        """Keep that a feed was asked for just now; *user_agent* itself is not kept."""
        if self._process != os.getpid():
            # A fork: what the parent counted is the parent's, its lock and thread are not here.
            self._forget()
        key = (answered.key, family_of(user_agent))
        with self._lock:
            self._asked[key] = Asked(utcnow(), answered.seen_at)
            is_first, self._is_waiting = not self._is_waiting, True
        if is_first and not self._app.testing:
            self._write_later()

    def write(self) -> None:
        """Write down what was asked for."""
        with self._lock:
            asked, self._asked, self._is_waiting = self._asked, {}, False
        with self._app.app_context(), transaction():
            feed_health.note(asked, now=utcnow())

    def _forget(self) -> None:
        self._process = os.getpid()
        self._lock = Lock()
        self._asked = {}
        self._is_waiting = self._is_kept_at_end = False

    def _write_later(self) -> None:
        if not self._is_kept_at_end:
            atexit.register(self._write_or_lose)
            self._is_kept_at_end = True
        timer = Timer(SECONDS_BETWEEN, self._write_or_lose)
        timer.daemon = True
        timer.start()

    def _write_or_lose(self) -> None:
        try:
            self.write()
        except Exception as error:  # noqa: BLE001  nothing depends on it
            logger.warning("Who asked for feeds was not kept: %s", type(error).__name__)
