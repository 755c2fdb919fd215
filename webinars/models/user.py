"""Who may sign in to the console, and what each may do in which series."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING

from flask_security import AsaList, UserMixin, WebAuthnMixin
from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.database import Base

if TYPE_CHECKING:
    from webinars.models.series import Series


class MemberRole(enum.StrEnum):
    """What a member of a series is to it; what each may do: ``domain.permissions``."""

    ORGANIZER = "organizer"
    ASSISTANT = "assistant"
    VIEWER = "viewer"


class Words(AsaList):
    """Flask-Security's way to keep a list of words in one text."""

    cache_ok = True


class User(Base, UserMixin):
    """An account of the console. Owners may do everything, others what their series let them.

    The columns that Flask-Security reads bear its names.
    """

    __tablename__ = "user"
    # The audit names people by their id for good: none is given out twice.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    # In the form that Flask-Security looks for: normalized, lower case.
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    # None until the person has set one by the link in the invitation.
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    is_owner: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str]
    time_zone: Mapped[str]
    # Stands for the account in cookies; another one signs the person out everywhere.
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    tf_primary_method: Mapped[str | None]
    tf_totp_secret: Mapped[str | None]
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(Words()))
    # Not before the first passkey.
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(  # type: ignore[assignment]
        unique=True
    )
    # The last time step whose code was used: none is taken twice.
    totp_counter: Mapped[int | None]
    # When the link for the first password was sent last.
    invited_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    memberships: Mapped[list[Membership]] = relationship(
        back_populates="user",
        order_by="Membership.series_id",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )
    # Flask-Security asks for this name.
    webauthn: Mapped[list[Passkey]] = relationship(  # type: ignore[assignment]  # a subclass
        back_populates="user", cascade="all, delete-orphan", passive_deletes=True
    )


class Membership(Base):
    """What one person may do in one series."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("user_id", "series_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), index=True)
    role: Mapped[MemberRole]

    user: Mapped[User] = relationship(back_populates="memberships")
    series: Mapped[Series] = relationship(back_populates="memberships")


class Passkey(Base, WebAuthnMixin):
    """A key in a person's device that signs in (WebAuthn); columns as Flask-Security names them."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int]
    transports: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(Words()))
    backup_state: Mapped[bool]
    device_type: Mapped[str]
    extensions: Mapped[str | None]
    # What the person calls it.
    name: Mapped[str]
    # Signs in by itself ("first"), or after the password ("secondary").
    usage: Mapped[str]
    create_datetime: Mapped[datetime]
    lastuse_datetime: Mapped[datetime]

    user: Mapped[User] = relationship(back_populates="webauthn")
