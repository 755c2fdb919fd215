"""A list of people that an organizer brings, from the file to the seats."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.database import Base

if TYPE_CHECKING:
    from webinars.models.series import Series
    from webinars.models.user import User


class ImportState(enum.StrEnum):
    """Where an import stands."""

    # The file is kept; which column means what is still to be said.
    KEPT = "kept"
    # It was looked through; nobody is registered yet.
    CHECKED = "checked"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"
    # Those who were registered without a word are written to after all.
    INVITING = "inviting"
    UNDOING = "undoing"
    UNDONE = "undone"


class RegistrantImport(Base):
    """One file of people for one series; its rows are kept in parts."""

    __tablename__ = "registrant_import"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), index=True)
    # None: the command line, or an account that is gone.
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    file_name: Mapped[str]
    state: Mapped[ImportState] = mapped_column(index=True)
    # What the person should know about how the file was read, in their language.
    remarks: Mapped[list[str]]
    row_count: Mapped[int]
    # The number of the row with the names of columns; None: the list has none.
    header_row: Mapped[int | None]
    header: Mapped[list[str]]
    # By target, the column it is read from.
    columns: Mapped[dict[str, Any]]
    # Which webinars, whether people are invited, how they agreed: see services.imports.options.
    options: Mapped[dict[str, Any]]
    # How many of each kind the dry run found, and how many there were in the end.
    plan: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]]
    # Parts before this one are done (or, while it is undone, undone).
    next_part: Mapped[int]
    part_count: Mapped[int]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    # Set when the rows were deleted, which happens a few days later at the latest.
    forgotten_at: Mapped[datetime | None]

    series: Mapped[Series] = relationship()
    user: Mapped[User | None] = relationship()
    parts: Mapped[list[ImportPart]] = relationship(
        back_populates="whole",
        order_by="ImportPart.number",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )


class ImportPart(Base):
    """Some rows of an import: what is taken over in one transaction."""

    __tablename__ = "registrant_import_part"

    import_id: Mapped[int] = mapped_column(
        ForeignKey("registrant_import.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    # Numbers and cells, compressed; once they are taken over only those left out stay.
    rows: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    # [row, fault, target, value] for all that is wrong in it.
    findings: Mapped[list[Any]] = mapped_column(JSON)
    # What it made: "seats" with their tickets, and "registrations".
    made: Mapped[dict[str, Any]]

    whole: Mapped[RegistrantImport] = relationship(back_populates="parts")
