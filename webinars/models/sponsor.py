"""The organizations behind a series: its organizer and its co-sponsors."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.database import Base
from webinars.models.series import series_sponsor
from webinars.models.webinar import webinar_sponsor
from webinars.texts import Texts

if TYPE_CHECKING:
    from webinars.models.series import Series
    from webinars.models.webinar import Webinar


class Sponsor(Base):
    """An organization that organizes or co-sponsors series and webinars."""

    __tablename__ = "sponsor"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    acronym: Mapped[str | None]
    name: Mapped[Texts]
    website: Mapped[str | None]
    supports: Mapped[Texts]
    # A small PNG, JPEG or WebP picture; its media type stands beside it.
    logo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    logo_type: Mapped[str | None]
    # What its address changes with, and its measures in pixels.
    logo_digest: Mapped[str | None]
    logo_width: Mapped[int | None]
    logo_height: Mapped[int | None]
    # Own colours as #rrggbb: the ground of a page's head, and what is to be pressed.
    brand_colour: Mapped[str | None]
    accent_colour: Mapped[str | None]
    position: Mapped[int]
    links_changed_at: Mapped[datetime]

    organized_series: Mapped[list[Series]] = relationship(back_populates="organizer")
    series: Mapped[list[Series]] = relationship(
        secondary=series_sponsor, back_populates="co_sponsors"
    )
    webinars: Mapped[list[Webinar]] = relationship(
        secondary=webinar_sponsor, back_populates="co_sponsors"
    )
