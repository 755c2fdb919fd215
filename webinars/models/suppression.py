"""Addresses that get no more mail of some kinds, and what came back from them."""

from __future__ import annotations

import datetime as dt
import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.database import Base
from webinars.models.user import User


class SuppressionScope(enum.StrEnum):
    """Which mails are held back."""

    CHANGES = "changes"
    REMINDERS = "reminders"
    ANNOUNCEMENTS = "announcements"


class SuppressionReason(enum.StrEnum):
    """Why an address gets no more mail."""

    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    BY_HAND = "by hand"


IN_FORCE = text("lifted_at IS NULL")


class Suppression(Base):
    """Mails of one scope are not sent to an address, until this is lifted."""

    __tablename__ = "suppression"
    __table_args__ = (
        # Asked once for every mail that is claimed.
        Index(
            "ix_suppression_in_force",
            "address_key",
            "scope",
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        ),
        Index("ix_suppression_address_key", "address_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # The address casefolded, as `Registrant.email_key` is.
    address_key: Mapped[str]
    address: Mapped[str]
    scope: Mapped[SuppressionScope]
    reason: Mapped[SuppressionReason]
    since: Mapped[datetime]
    # The enhanced status code (RFC 3463) and the words of the server that did not take the mail.
    status_code: Mapped[str]
    words: Mapped[str]
    lifted_at: Mapped[datetime | None]
    # None also where the person lifted it by registering again.
    lifted_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )

    lifted_by: Mapped[User | None] = relationship()


class ReturnCount(Base):
    """How often mails to an address came back on one day (UTC), and how often it answered."""

    __tablename__ = "return_count"

    address_key: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True, index=True)
    permanent: Mapped[int] = mapped_column(default=0)
    temporary: Mapped[int] = mapped_column(default=0)
    complaints: Mapped[int] = mapped_column(default=0)
    auto_replies: Mapped[int] = mapped_column(default=0)
    # Of the last one that came back.
    status_code: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
