"""Signs of life of the workers."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from webinars.database import Base


class Heartbeat(Base):
    """When a worker was last seen at work."""

    __tablename__ = "heartbeat"

    worker: Mapped[str] = mapped_column(primary_key=True)
    beat_at: Mapped[datetime]
