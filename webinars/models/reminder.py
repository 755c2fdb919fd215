"""When a series reminds its attendees."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.database import Base

if TYPE_CHECKING:
    from webinars.models.series import Series


class ReminderRule(Base):
    """A reminder for every confirmed seat, so long before DTSTART."""

    __tablename__ = "reminder_rule"
    __table_args__ = (
        UniqueConstraint("series_id", "seconds_before"),
        CheckConstraint("seconds_before > 0", name="before_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    seconds_before: Mapped[int]

    series: Mapped[Series] = relationship(back_populates="reminder_rules")

    @property
    def before(self) -> timedelta:
        """How long before the start it is due."""
        return timedelta(seconds=self.seconds_before)
