"""That somebody went to a webinar's platform."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from webinars.database import Base


class JoinClick(Base):
    """One press of the join button by the holder of a seat."""

    __tablename__ = "join_click"

    id: Mapped[int] = mapped_column(primary_key=True)
    enrollment_id: Mapped[int] = mapped_column(
        ForeignKey("enrollment.id", ondelete="CASCADE"), index=True
    )
    clicked_at: Mapped[datetime]
