"""A webinar: the dated event of a series, one VEVENT."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.database import Base
from webinars.texts import Texts

if TYPE_CHECKING:
    from webinars.models.practice import Practice
    from webinars.models.registration import Enrollment
    from webinars.models.series import Series
    from webinars.models.speaker import Appearance
    from webinars.models.sponsor import Sponsor


class WebinarStatus(enum.StrEnum):
    """Whether a webinar takes place."""

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


webinar_practice = Table(
    "webinar_practice",
    Base.metadata,
    Column("webinar_id", ForeignKey("webinar.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "practice_id", ForeignKey("practice.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
)

webinar_sponsor = Table(
    "webinar_sponsor",
    Base.metadata,
    Column("webinar_id", ForeignKey("webinar.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "sponsor_id", ForeignKey("sponsor.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
)


class Webinar(Base):
    """One dated event of a series, or one whose date is still to be announced."""

    __tablename__ = "webinar"
    __table_args__ = (
        UniqueConstraint("series_id", "slug"),
        CheckConstraint("(starts_at IS NULL) = (ends_at IS NULL)", name="dated_together"),
        CheckConstraint("starts_at < ends_at", name="ends_after_start"),
        CheckConstraint("capacity >= 0", name="capacity_not_negative"),
        # Ids are part of public UIDs, which must never come back (RFC 5545, 3.8.4.7).
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    slug: Mapped[str]
    position: Mapped[int]
    title: Mapped[Texts]
    description: Mapped[Texts]
    starts_at: Mapped[datetime | None] = mapped_column(index=True)
    ends_at: Mapped[datetime | None] = mapped_column(index=True)
    time_zone: Mapped[str | None]
    capacity: Mapped[int | None]
    join_url: Mapped[str | None]
    status: Mapped[WebinarStatus]
    offers_captions: Mapped[bool]
    offers_sign_language: Mapped[bool]
    interpretation: Mapped[list[str]]
    is_recorded: Mapped[bool]
    recording_url: Mapped[str | None]
    # The feeds' SEQUENCE: rises with every change that a subscriber can see.
    revision: Mapped[int] = mapped_column(default=0)
    # Numbers the waiting list; the last one given out.
    last_ticket: Mapped[int] = mapped_column(default=0)
    scheduled_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    series: Mapped[Series] = relationship(back_populates="webinars")
    appearances: Mapped[list[Appearance]] = relationship(
        back_populates="webinar", order_by="Appearance.position", cascade="all, delete-orphan"
    )
    practices: Mapped[list[Practice]] = relationship(
        secondary=webinar_practice, back_populates="webinars", order_by="Practice.position"
    )
    co_sponsors: Mapped[list[Sponsor]] = relationship(
        secondary=webinar_sponsor, back_populates="webinars", order_by="Sponsor.position"
    )
    enrollments: Mapped[list[Enrollment]] = relationship(
        back_populates="webinar", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def zone(self) -> str:
        """The IANA zone its times are announced in."""
        return self.time_zone or self.series.time_zone

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return self.status is WebinarStatus.CANCELLED

    @property
    def is_dated(self) -> bool:
        """Whether its date is known."""
        return self.starts_at is not None

    def has_started(self, now: datetime) -> bool:
        """Whether its start has come, or is past."""
        return self.starts_at is not None and self.starts_at <= now

    def is_over(self, now: datetime) -> bool:
        """Whether its end has come, or is past."""
        return self.ends_at is not None and self.ends_at <= now
