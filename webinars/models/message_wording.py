"""The organizers' own words in mails."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webinars.database import Base


class WordedMail(enum.StrEnum):
    """A mail that organizers may word: a kind of mail in the case that it tells of."""

    WELCOME = "welcome"
    WELCOME_WAITING = "welcome_waiting"
    INVITED = "invited"
    PROMOTED = "promoted"
    MOVED = "moved"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    WITHDRAWN = "withdrawn"
    WAITING_CANCELLED = "waiting_cancelled"
    WAITING_MOVED = "waiting_moved"
    REMINDER = "reminder"
    FOLLOW_UP = "follow_up"


class MessageWording(Base):
    """Subject and introduction of one kind of mail, in one language of one series.

    Both hold placeholders (``domain.placeholders``); an empty one means our own words.
    """

    __tablename__ = "message_wording"
    __table_args__ = (UniqueConstraint("series_id", "kind", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    kind: Mapped[WordedMail]
    language: Mapped[str]
    subject: Mapped[str]
    # Markdown.
    body: Mapped[str]
    updated_at: Mapped[datetime]
