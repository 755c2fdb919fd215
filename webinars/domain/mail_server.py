"""How the mail server is, as those who knock at its door know it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

LONGEST_WORDS = 500
# Older news say nothing about now: workers knock at least every minute while mails wait.
NEWS_LAST = timedelta(minutes=15)


@dataclass(frozen=True)
class ServerNews:
    """What one worker knows: when the server was last away, since when, and last answered."""

    away_since: datetime | None = None
    away_at: datetime | None = None
    away_words: str | None = None
    answered_at: datetime | None = None

    def away(self, words: str, now: datetime) -> "ServerNews":
        """Return the news after the server could not be reached or entered."""
        since = self.away_since or now
        return replace(self, away_since=since, away_at=now, away_words=words[:LONGEST_WORDS])

    def answered(self, now: datetime) -> "ServerNews":
        """Return the news after the server gave a mail its final answer."""
        return ServerNews(answered_at=now)


@dataclass(frozen=True)
class Trouble:
    """The server is away, since then, and said so."""

    since: datetime
    words: str


def trouble(news: Iterable[ServerNews], now: datetime) -> Trouble | None:
    """Return what is wrong by the *news* of all workers; None once it answered any of them."""
    known = list(news)
    last_answer = max((one.answered_at for one in known if one.answered_at), default=None)
    away = [
        one
        for one in known
        if one.away_at
        and now - one.away_at <= NEWS_LAST
        and (last_answer is None or one.away_at > last_answer)
    ]
    if not away:
        return None
    latest = max(away, key=lambda one: one.away_at or now)
    since = min(one.away_since for one in away if one.away_since)
    return Trouble(
        since if last_answer is None else max(since, last_answer), latest.away_words or ""
    )
