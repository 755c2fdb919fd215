"""The strategic practices and their groups."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.database import Base
from webinars.models.case_study import case_study_practice
from webinars.models.webinar import webinar_practice
from webinars.texts import Texts

if TYPE_CHECKING:
    from webinars.models.case_study import CaseStudy
    from webinars.models.webinar import Webinar


class PracticeGroup(Base):
    """Practices that belong together."""

    __tablename__ = "practice_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Texts]
    description: Mapped[Texts]
    position: Mapped[int]

    practices: Mapped[list[Practice]] = relationship(
        back_populates="group", order_by="Practice.position"
    )


class Practice(Base):
    """A strategic practice that webinars teach and case studies show."""

    __tablename__ = "practice"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("practice_group.id"), index=True)
    name: Mapped[Texts]
    description: Mapped[Texts]
    position: Mapped[int]
    links_changed_at: Mapped[datetime]

    group: Mapped[PracticeGroup] = relationship(back_populates="practices")
    webinars: Mapped[list[Webinar]] = relationship(
        secondary=webinar_practice, back_populates="practices"
    )
    case_studies: Mapped[list[CaseStudy]] = relationship(
        secondary=case_study_practice, back_populates="practices", order_by="CaseStudy.position"
    )
