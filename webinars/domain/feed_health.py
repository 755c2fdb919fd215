"""How far calendar programs are behind a feed."""

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

from webinars.models import FeedFamily, FeedKind

# None that still follows a feed is known to wait so long.
SILENCE = timedelta(days=7)


@dataclass(frozen=True)
class FeedKey:
    """One feed; *owner_id* is 0 where its kind has one only."""

    kind: FeedKind
    owner_id: int


@dataclass(frozen=True)
class Asked:
    """When a feed was last asked for, and the Last-Modified of what was answered."""

    at: datetime
    seen_at: datetime | None


class FeedStand(enum.StrEnum):
    """What a family has of a feed."""

    NEWEST = "newest"
    BEHIND = "behind"
    # It has not asked for so long that it may have stopped following.
    SILENT = "silent"
    # Nobody keeps track of it: personal feeds, and what has no feed any more.
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class FeedLine:
    """One family's last look at one feed."""

    family: FeedFamily
    asked: Asked
    stand: FeedStand


def stand(asked: Asked, newest: datetime | None, *, now: datetime) -> FeedStand:
    """Return what a family has that *asked*, while the feed's Last-Modified is *newest*."""
    if asked.seen_at is None or newest is None:
        return FeedStand.UNKNOWN
    if asked.seen_at >= newest:
        return FeedStand.NEWEST
    return FeedStand.SILENT if now - asked.at > SILENCE else FeedStand.BEHIND
