"""Signs of life of the workers."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from webinars.database import Base


class Heartbeat(Base):
    """When a worker was last seen at work, and how it found the mail server."""

    __tablename__ = "heartbeat"

    worker: Mapped[str] = mapped_column(primary_key=True)
    beat_at: Mapped[datetime]
    # What it knows of the mail server; see `domain.mail_server.ServerNews`.
    away_since: Mapped[datetime | None]
    away_at: Mapped[datetime | None]
    away_words: Mapped[str | None]
    answered_at: Mapped[datetime | None]
