"""What a registrant needs to take part."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.database import Base

if TYPE_CHECKING:
    from webinars.models.registration import Registration


class AccessKind(enum.StrEnum):
    """What is asked for; each kind is a request of its own, none stands in for another."""

    CAPTIONS = "captions"
    SIGN_LANGUAGE = "sign_language"
    INTERPRETATION = "interpretation"
    MATERIALS = "materials"
    OTHER = "other"


class AccessRequestStatus(enum.StrEnum):
    """How far a request has come."""

    TO_BE_CONFIRMED = "to_be_confirmed"
    OPEN = "open"
    # What the organizers answered.
    ARRANGED = "arranged"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class AccessRequest(Base):
    """One thing a registrant needs in order to take part in a series."""

    __tablename__ = "access_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[AccessKind]
    note: Mapped[str]
    status: Mapped[AccessRequestStatus]
    created_at: Mapped[datetime]

    registration: Mapped[Registration] = relationship(back_populates="access_requests")
