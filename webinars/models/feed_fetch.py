"""When calendar programs last asked for a feed, and what they have seen of it."""

import enum
from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webinars.database import Base


class FeedKind(enum.StrEnum):
    """Whose webinars a feed shows."""

    EVERYTHING = "everything"
    SERIES = "series"
    WEBINAR = "webinar"
    PRACTICE = "practice"
    SPONSOR = "sponsor"
    PERSONAL = "personal"


class FeedFamily(enum.StrEnum):
    """Calendar programs of one maker; which one exactly is not looked at."""

    GOOGLE = "google"
    OUTLOOK = "outlook"
    APPLE = "apple"
    THUNDERBIRD = "thunderbird"
    OTHER = "other"


class FeedFetch(Base):
    """The last time that one family asked for one feed; who asked is not known.

    Personal feeds are one feed here, whoever's they are.
    """

    __tablename__ = "feed_fetch"
    __table_args__ = (UniqueConstraint("kind", "owner_id", "family"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[FeedKind]
    # The series, webinar, practice or sponsor; 0 where a kind has one feed only.
    owner_id: Mapped[int]
    family: Mapped[FeedFamily]
    asked_at: Mapped[datetime]
    # The Last-Modified of what it was answered, or has; None of personal feeds.
    seen_at: Mapped[datetime | None]
