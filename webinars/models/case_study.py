"""Case studies: stories of health departments, tied to practices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.database import Base
from webinars.texts import Texts

if TYPE_CHECKING:
    from webinars.models.practice import Practice

case_study_practice = Table(
    "case_study_practice",
    Base.metadata,
    Column("case_study_id", ForeignKey("case_study.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "practice_id", ForeignKey("practice.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
)


class CaseStudy(Base):
    """What one department did, told as a story."""

    __tablename__ = "case_study"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[Texts]
    department: Mapped[Texts]
    place: Mapped[Texts]
    story: Mapped[Texts]
    # Where the ties to practices come from, when they are not the department's own.
    practices_note: Mapped[Texts]
    position: Mapped[int]

    practices: Mapped[list[Practice]] = relationship(
        secondary=case_study_practice, back_populates="case_studies", order_by="Practice.position"
    )
