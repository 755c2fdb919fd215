"""Speakers, and their parts in webinars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.database import Base
from webinars.texts import Texts

if TYPE_CHECKING:
    from webinars.models.webinar import Webinar


class Speaker(Base):
    """A person who speaks in webinars."""

    __tablename__ = "speaker"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    organization: Mapped[Texts]
    biography: Mapped[Texts]

    appearances: Mapped[list[Appearance]] = relationship(
        back_populates="speaker", cascade="all, delete-orphan"
    )


class Appearance(Base):
    """A speaker's part in one webinar."""

    __tablename__ = "appearance"

    webinar_id: Mapped[int] = mapped_column(
        ForeignKey("webinar.id", ondelete="CASCADE"), primary_key=True
    )
    speaker_id: Mapped[int] = mapped_column(
        ForeignKey("speaker.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[Texts]
    position: Mapped[int]

    webinar: Mapped[Webinar] = relationship(back_populates="appearances")
    speaker: Mapped[Speaker] = relationship(back_populates="appearances")
