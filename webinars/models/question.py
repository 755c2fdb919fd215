"""A series' own questions on its registration form, and the answers."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.database import Base
from webinars.texts import Texts

if TYPE_CHECKING:
    from webinars.models.registration import Registration
    from webinars.models.series import Series


class QuestionKind(enum.StrEnum):
    """How a question is answered."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    SEVERAL = "several"


class Question(Base):
    """One question of a series; *slug* names it in the file and the form."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("series_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    slug: Mapped[str]
    label: Mapped[Texts]
    kind: Mapped[QuestionKind]
    # [{"en": "Yes", "es": "Sí"}, …]; an answer names an option by its own-language text.
    options: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    is_required: Mapped[bool]
    position: Mapped[int]

    series: Mapped[Series] = relationship(back_populates="questions")

    @property
    def choices(self) -> list[Texts]:
        """The options, as texts by language."""
        return [Texts(option) for option in self.options]


class Answer(Base):
    """What a registration answered to a question."""

    __tablename__ = "answer"

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    question_id: Mapped[int] = mapped_column(
        ForeignKey("question.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    # One text, or for "several" the chosen ones.
    values: Mapped[list[str]]

    registration: Mapped[Registration] = relationship(back_populates="answers")
    question: Mapped[Question] = relationship()
