"""A mail that organizers write to many registrants at once."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.database import Base
from webinars.texts import Texts

if TYPE_CHECKING:
    from webinars.models.series import Series


class BroadcastState(enum.StrEnum):
    """How far a broadcast has come."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    # Its mails are in the outbox; how many have left is counted there.
    SENDING = "sending"
    STOPPED = "stopped"


class Broadcast(Base):
    """One mail to an audience, which is fixed at the moment of sending."""

    __tablename__ = "broadcast"
    __table_args__ = (
        Index(
            "ix_broadcast_scheduled",
            "send_at",
            sqlite_where=text("state = 'scheduled'"),
            postgresql_where=text("state = 'scheduled'"),
        ),
        # Its number is part of the keys of its mails: none is given out twice.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[BroadcastState]
    subject: Mapped[Texts]
    # Markdown with placeholders.
    body: Mapped[Texts]
    # Who gets it, as ``domain.audiences`` reads it.
    audience: Mapped[dict[str, Any]]
    send_at: Mapped[datetime | None]
    queued_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    # How many people it went to, counted when it was queued.
    recipients: Mapped[int | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    series: Mapped[Series] = relationship()
