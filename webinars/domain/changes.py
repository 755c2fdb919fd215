"""Which edits of a webinar reach calendars, and how (RFC 5546, 2.1.4)."""

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

from webinars.models import Webinar, WebinarStatus
from webinars.texts import Texts

# What a subscriber of a feed can see; other changes leave its revision alone.
VISIBLE = {
    "slug", "title", "description", "starts_at", "ends_at", "time_zone", "status", "recording_url"
}  # fmt: skip


class Impact(enum.StrEnum):
    """What an edit means for those who hold a seat."""

    NONE = "none"
    # Title, text or page: the same SEQUENCE, a newer DTSTAMP.
    TEXT = "text"
    # Start or end: the next SEQUENCE; clients ask again.
    TIME = "time"
    # The date was not known before: the first invitation.
    DATED = "dated"
    # The date is not known any more: the event leaves calendars until there is a new one.
    UNDATED = "undated"
    CANCELLED = "cancelled"
    # Takes place after all: a new generation of invitations.
    REVIVED = "revived"


# Those that may bring the first invitation to who has a seat.
TO_UNINVITED = frozenset({Impact.DATED, Impact.REVIVED})
# What each is called in the mail to who waits for a seat; of words alone they hear nothing.
NEWS = {
    Impact.TIME: "moved",
    Impact.DATED: "dated",
    Impact.UNDATED: "postponed",
    Impact.CANCELLED: "cancelled",
    Impact.REVIVED: "revived",
}


@dataclass(frozen=True)
class Face:
    """What a calendar shows of a webinar."""

    # Part of the page's address, which events name.
    slug: str
    title: Texts
    description: Texts
    starts_at: datetime | None
    ends_at: datetime | None
    status: WebinarStatus

    @classmethod
    def of(cls, webinar: Webinar) -> "Face":
        """Return how *webinar* looks now."""
        return cls(
            webinar.slug,
            webinar.title,
            webinar.description,
            webinar.starts_at,
            webinar.ends_at,
            webinar.status,
        )

    @property
    def is_on(self) -> bool:
        """Whether it is in calendars: dated, and taking place."""
        return self.starts_at is not None and self.status is WebinarStatus.SCHEDULED

    def is_over(self, now: datetime) -> bool:
        """Whether it has ended at *now*."""
        return self.ends_at is not None and self.ends_at <= now


# What followers of a feed may not see in time: changes within it count on mails alone.
URGENT = timedelta(hours=48)


def is_urgent(before: Face, after: Face, now: datetime) -> bool:
    """Whether an event that has yet to end begins, or was to begin, within two days."""
    return any(
        face.is_on and face.starts_at is not None and face.starts_at < now + URGENT
        for face in (before, after)
        if not face.is_over(now)
    )


def impact(before: Face, after: Face) -> Impact:
    """Return what the change from *before* to *after* means for those with a seat."""
    if before.status is not after.status:
        is_cancelled = after.status is WebinarStatus.CANCELLED
        return Impact.CANCELLED if is_cancelled else Impact.REVIVED
    if not before.is_on and not after.is_on:
        return Impact.NONE
    if not before.is_on:
        return Impact.DATED
    if not after.is_on:
        return Impact.UNDATED
    if (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at):
        return Impact.TIME
    return Impact.NONE if before == after else Impact.TEXT
