"""Mails that came in: each is kept once, whatever it turns out to be."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from webinars.database import Base


class InboundKind(enum.StrEnum):
    """What a mail turned out to be."""

    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    # The answer of a calendar (RFC 5546, 3.2.3), a proposed time (3.2.7), a wish for news (3.2.6).
    ANSWER = "answer"
    COUNTER = "counter"
    REFRESH = "refresh"
    OTHER_CALENDAR = "other_calendar"
    AUTO_REPLY = "auto_reply"
    PERSON = "person"
    UNREADABLE = "unreadable"


class InboundState(enum.StrEnum):
    """What was done with a mail."""

    # It is stored and waits to be read.
    NEW = "new"
    # It changed something.
    APPLIED = "applied"
    # It changed nothing, and need not.
    NOTED = "noted"
    # It could not be understood or trusted: somebody may look at it.
    SET_ASIDE = "set_aside"


NEW = text("state = 'new'")


class InboundMail(Base):
    """One mail to the organizer's address or to a return address."""

    __tablename__ = "inbound_mail"
    __table_args__ = (
        Index("ix_inbound_mail_kind_id", "kind", "id"),
        Index("ix_inbound_mail_new", "id", sqlite_where=NEW, postgresql_where=NEW),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # Of its Message-ID and what follows the head: the same mail is kept once.
    digest: Mapped[str] = mapped_column(unique=True)
    received_at: Mapped[datetime] = mapped_column(index=True)
    # None where the server did not say; empty in mails that want no answer (RFC 5321, 4.5.5).
    envelope_from: Mapped[str | None]
    envelope_to: Mapped[str | None]
    size: Mapped[int]

    kind: Mapped[InboundKind | None]
    state: Mapped[InboundState] = mapped_column(default=InboundState.NEW)
    reason: Mapped[str] = mapped_column(default="")
    message_id: Mapped[str] = mapped_column(default="")
    # The address in From, and the name beside it.
    sender: Mapped[str] = mapped_column(default="")
    sender_name: Mapped[str] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")

    registrant_id: Mapped[int | None] = mapped_column(
        ForeignKey("registrant.id", ondelete="CASCADE"), index=True
    )
    enrollment_id: Mapped[int | None] = mapped_column(
        ForeignKey("enrollment.id", ondelete="SET NULL"), index=True
    )
    delivery_id: Mapped[int | None] = mapped_column(
        ForeignKey("delivery.id", ondelete="SET NULL"), index=True
    )
    series_id: Mapped[int | None] = mapped_column(
        ForeignKey("series.id", ondelete="SET NULL"), index=True
    )
    read_at: Mapped[datetime | None]
    forwarded_at: Mapped[datetime | None]

    # At the end, for SQLite reads through what stands before a column.
    # What its writer says, as plain text, without what is quoted below.
    words: Mapped[str] = mapped_column(default="", deferred=True)
    # The mail's bytes, compressed; None when they were too many, or after their time.
    raw: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
