"""Links that were taken back."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from webinars.database import Base


class RevokedToken(Base):
    """The nonce of a link that no longer opens anything (410)."""

    __tablename__ = "revoked_token"

    nonce: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    revoked_at: Mapped[datetime]
