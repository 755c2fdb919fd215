"""How people came in, who tried in vain, and what was typed while nobody was signed in."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.database import Base

if TYPE_CHECKING:
    from webinars.models.user import User


class SignInMethod(enum.StrEnum):
    """How somebody proved who they are."""

    PASSWORD = "password"  # noqa: S105  # no password
    CODE = "code"
    RECOVERY_CODE = "recovery_code"
    PASSKEY = "passkey"


class SignIn(Base):
    """One sign-in to one account; it holds until it ends, whatever cookies say."""

    __tablename__ = "sign_in"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    signed_in_at: Mapped[datetime]
    method: Mapped[SignInMethod]
    # The kind of device in a few words ("Firefox on Windows"), and nothing more about it.
    device: Mapped[str]
    # Whether it holds for weeks, not for the day.
    is_kept: Mapped[bool]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class FailedSignIn(Base):
    """One try that failed, at an address that may or may not have an account."""

    __tablename__ = "failed_sign_in"
    __table_args__ = (
        Index("ix_failed_sign_in_address_digest_failed_at", "address_digest", "failed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # Not the address: what people type there may be a password.
    address_digest: Mapped[str]
    failed_at: Mapped[datetime] = mapped_column(index=True)


class HeldForm(Base):
    """What somebody sent whose sign-in had ended: shown again after signing in, never acted on."""

    __tablename__ = "held_form"

    # Known to the cookie of the browser that sent it, and to nobody else.
    nonce: Mapped[str] = mapped_column(primary_key=True)
    path: Mapped[str]
    fields: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(index=True)
