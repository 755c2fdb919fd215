"""What a registrant agreed to."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.database import Base

if TYPE_CHECKING:
    from webinars.models.registration import Registration
    from webinars.models.sponsor import Sponsor


class ConsentStatus(enum.StrEnum):
    """Whether a consent holds."""

    TO_BE_CONFIRMED = "to_be_confirmed"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class Consent(Base):
    """Agreement to the privacy notice, or to sharing with one co-sponsor, in these words."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    # None: the privacy notice itself.
    sponsor_id: Mapped[int | None] = mapped_column(
        ForeignKey("sponsor.id", ondelete="CASCADE"), index=True
    )
    wording: Mapped[str]
    status: Mapped[ConsentStatus]
    given_at: Mapped[datetime]

    registration: Mapped[Registration] = relationship(back_populates="consents")
    sponsor: Mapped[Sponsor | None] = relationship()
