"""When a series writes to its attendees by itself."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.database import Base
from webinars.texts import Texts

if TYPE_CHECKING:
    from webinars.models.series import Series
    from webinars.models.webinar import Webinar


class RuleAnchor(enum.StrEnum):
    """What a rule counts from."""

    START = "start"
    END = "end"


class RuleAudience(enum.StrEnum):
    """Who of those with a seat gets the mail of a rule."""

    # Has not declined in the calendar.
    SEATED = "seated"
    JOINED = "joined"
    # Neither came nor declined.
    NOT_JOINED = "not_joined"
    EVERYBODY = "everybody"


class ReminderRule(Base):
    """A mail for the seats of every webinar, so long before or after its start or end.

    What is due before the start is a reminder; everything else is a follow-up.
    """

    __tablename__ = "reminder_rule"
    __table_args__ = (
        UniqueConstraint("series_id", "anchor", "seconds_before", "audience"),
        # Its number is part of the keys of its mails: none is given out twice.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    anchor: Mapped[RuleAnchor] = mapped_column(default=RuleAnchor.START)
    # Below zero: after it.
    seconds_before: Mapped[int]
    audience: Mapped[RuleAudience] = mapped_column(default=RuleAudience.SEATED)
    is_active: Mapped[bool] = mapped_column(default=True)
    # What came due earlier is not made up for; None: since ever.
    active_since: Mapped[datetime | None]
    # The organizers' words by language; without any, ours.
    subject: Mapped[Texts] = mapped_column(default=Texts)
    body: Mapped[Texts] = mapped_column(default=Texts)

    series: Mapped[Series] = relationship(back_populates="reminder_rules")

    @property
    def before(self) -> timedelta:
        """How long before its anchor it is due; negative: after it."""
        return timedelta(seconds=self.seconds_before)

    @property
    def is_reminder(self) -> bool:
        """Whether it is due before the start."""
        return self.anchor is not RuleAnchor.END and self.seconds_before > 0

    def due_at(self, webinar: Webinar) -> datetime | None:
        """Return when it is due for *webinar*; None while that has no date."""
        anchor = webinar.ends_at if self.anchor is RuleAnchor.END else webinar.starts_at
        return None if anchor is None else anchor - self.before

    def is_live(self, due_at: datetime) -> bool:
        """Whether what is due at *due_at* is sent: it is switched on, and was by then."""
        return self.is_active and (self.active_since is None or self.active_since <= due_at)
