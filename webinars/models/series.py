"""A series of webinars."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.database import Base
from webinars.texts import Texts

if TYPE_CHECKING:
    from webinars.models.question import Question
    from webinars.models.registration import Registration
    from webinars.models.reminder import ReminderRule
    from webinars.models.sponsor import Sponsor
    from webinars.models.user import Membership
    from webinars.models.webinar import Webinar


class Choice(enum.StrEnum):
    """How many webinars of a series one registration may take."""

    ONE = "one"
    SOME = "some"
    ALL = "all"


class SeriesStatus(enum.StrEnum):
    """Whether the public may see a series, and whether it is still on offer."""

    DRAFT = "draft"
    PUBLISHED = "published"
    # Its pages and calendars stay; it is in no list and takes no registrations.
    ARCHIVED = "archived"


series_sponsor = Table(
    "series_sponsor",
    Base.metadata,
    Column("series_id", ForeignKey("series.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "sponsor_id", ForeignKey("sponsor.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
)


class Series(Base):
    """A run of webinars that people register for together."""

    __tablename__ = "series"
    __table_args__ = (CheckConstraint("access_days >= 0", name="access_days_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[Texts]
    description: Mapped[Texts]
    language: Mapped[str]
    time_zone: Mapped[str]
    registration_opens_at: Mapped[datetime | None]
    registration_closes_at: Mapped[datetime | None]
    choice: Mapped[Choice]
    status: Mapped[SeriesStatus]
    is_demonstration: Mapped[bool]
    # The origins (https://host) whose pages may show it in a frame.
    embed_on: Mapped[list[str]] = mapped_column(default=list)
    # Access requests that come this many days before a webinar can be promised.
    access_days: Mapped[int] = mapped_column(default=10)
    # Signs the link that shows a draft; a new one takes the old link back.
    preview_nonce: Mapped[str | None]
    organizer_id: Mapped[int | None] = mapped_column(ForeignKey("sponsor.id"), index=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    links_changed_at: Mapped[datetime]

    organizer: Mapped[Sponsor | None] = relationship(back_populates="organized_series")
    co_sponsors: Mapped[list[Sponsor]] = relationship(
        secondary=series_sponsor, back_populates="series", order_by="Sponsor.position"
    )
    webinars: Mapped[list[Webinar]] = relationship(
        back_populates="series",
        order_by="Webinar.position, Webinar.id",
        cascade="all, delete-orphan",
    )
    questions: Mapped[list[Question]] = relationship(
        back_populates="series", order_by="Question.position", cascade="all, delete-orphan"
    )
    reminder_rules: Mapped[list[ReminderRule]] = relationship(
        back_populates="series",
        order_by="ReminderRule.seconds_before.desc()",
        cascade="all, delete-orphan",
    )
    registrations: Mapped[list[Registration]] = relationship(
        back_populates="series", cascade="all, delete-orphan", passive_deletes=True
    )
    memberships: Mapped[list[Membership]] = relationship(
        back_populates="series", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def reminders(self) -> list[ReminderRule]:
        """The rules by which it reminds of each start, the earliest first."""
        return [rule for rule in self.reminder_rules if rule.is_reminder and rule.is_active]

    @property
    def is_published(self) -> bool:
        """Whether it is on offer to the public."""
        return self.status is SeriesStatus.PUBLISHED

    @property
    def is_archived(self) -> bool:
        """Whether it is over and put away: its pages stay, nobody can register."""
        return self.status is SeriesStatus.ARCHIVED

    @property
    def is_public(self) -> bool:
        """Whether the public may see it."""
        return self.status is not SeriesStatus.DRAFT
