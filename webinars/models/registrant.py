"""A registrant: a person, known by an e-mail address."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.database import Base
from webinars.texts import folded

if TYPE_CHECKING:
    from webinars.models.registration import Registration


def search_text(name: str, email: str, organization: str) -> str:
    """Return by what a person is found: the name comes first, so that it also sorts."""
    return "\n".join(folded(part) for part in (name, email, organization))


def _of_new_row(context: Any) -> str:
    values = context.get_current_parameters()
    return search_text(values["name"], values["email"], values["organization"])


class Registrant(Base):
    """A person who registers; one for each e-mail address, whatever its case.

    The nonces are the random half of the person's links (see ``links``): without the
    secret key they open nothing.
    """

    __tablename__ = "registrant"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    # The address casefolded: what makes two spellings one person.
    email_key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    organization: Mapped[str]
    role: Mapped[str]
    state: Mapped[str]
    language: Mapped[str]
    time_zone: Mapped[str]
    manage_nonce: Mapped[str] = mapped_column(unique=True)
    feed_nonce: Mapped[str] = mapped_column(unique=True)
    unsubscribe_nonce: Mapped[str] = mapped_column(unique=True)
    # A new address waits here until a link mailed to it is confirmed.
    pending_email: Mapped[str | None]
    email_change_nonce: Mapped[str | None] = mapped_column(unique=True)
    email_change_asked_at: Mapped[datetime | None]
    # Set when the person wants no more reminders, or no more follow-ups and news; changes and
    # cancellations still go out.
    reminders_stopped_at: Mapped[datetime | None]
    announcements_stopped_at: Mapped[datetime | None]
    # Set when the person asked to be forgotten; the row goes once the last mail has left.
    erased_at: Mapped[datetime | None] = mapped_column(index=True)
    # Name, address and organization without case and accents; nothing of who is erased.
    search_text: Mapped[str] = mapped_column(
        default=_of_new_row, server_default=text("''"), index=True
    )
    links_changed_at: Mapped[datetime]
    created_at: Mapped[datetime]

    registrations: Mapped[list[Registration]] = relationship(
        back_populates="registrant", cascade="all, delete-orphan", passive_deletes=True
    )


@event.listens_for(Registrant, "before_update")
def _fold_again(_mapper: object, _connection: object, registrant: Registrant) -> None:
    if registrant.erased_at is not None:
        registrant.search_text = ""
        return
    parts = (registrant.name, registrant.email, registrant.organization)
    registrant.search_text = search_text(*parts)
