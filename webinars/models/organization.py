"""What the organization that runs this installation calls itself, and how it wants things."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from webinars.database import Base
from webinars.texts import Texts


class Organization(Base):
    """What the console sets; there is at most one row. What is None is as the environment says."""

    __tablename__ = "organization"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("keep_registrations_months > 0", name="keeps_at_least_a_month"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1, autoincrement=False)
    # The name on pages and before the address that mails come from.
    name: Mapped[str | None]
    sender_address: Mapped[str | None]
    contact_address: Mapped[str | None]
    default_time_zone: Mapped[str | None]
    default_language: Mapped[str | None]
    keep_registrations_months: Mapped[int | None]
    # A longer time, which still holds until that moment: then nothing is lost by a mistake.
    former_keep_months: Mapped[int | None]
    former_keep_until: Mapped[datetime | None]
    # What the privacy page says beside our own sentences, in Markdown.
    privacy_text: Mapped[Texts]
    # A small PNG, JPEG or WebP picture, its media type, digest and measures in pixels.
    logo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    logo_type: Mapped[str | None]
    logo_digest: Mapped[str | None]
    logo_width: Mapped[int | None]
    logo_height: Mapped[int | None]
    updated_at: Mapped[datetime]
