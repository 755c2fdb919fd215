"""The outbox: whom to tell what, committed with the change that caused it."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.database import Base
from webinars.models.suppression import SuppressionReason

if TYPE_CHECKING:
    from webinars.models.broadcast import Broadcast
    from webinars.models.registrant import Registrant
    from webinars.models.registration import Enrollment, Invitation, Registration
    from webinars.models.user import User


class MessageKind(enum.StrEnum):
    """What a mail is about; each has a folder in ``templates/email``."""

    WELCOME = "welcome"
    PRIVATE_LINK = "private_link"
    INVITED = "invited"
    PROMOTED = "promoted"
    UPDATED = "updated"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    WAITLIST_NEWS = "waitlist_news"
    REMINDER = "reminder"
    FOLLOW_UP = "follow_up"
    BROADCAST = "broadcast"
    CONFIRM_ADDRESS = "confirm_address"
    ERASED = "erased"
    # The calendar declined: is the seat to be given up?
    DECLINE_CHECK = "decline_check"
    # To people who have an account.
    TEST_MAIL = "test_mail"
    ACCOUNT_INVITED = "account_invited"
    MEMBER_ADDED = "member_added"
    PASSWORD_RESET = "password_reset"  # noqa: S105  # no password
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    SECOND_FACTOR_CHANGED = "second_factor_changed"
    INBOUND_FORWARD = "inbound_forward"


class CalendarMethod(enum.StrEnum):
    """The iTIP method of a mail's calendar part (RFC 5546, 1.4)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class DeliveryState(enum.StrEnum):
    """Where a delivery stands; all but ``due`` are final."""

    DUE = "due"
    SENT = "sent"
    FAILED = "failed"
    SUPERSEDED = "superseded"
    SKIPPED = "skipped"


class Priority(enum.IntEnum):
    """Which mail goes first when several are due."""

    ACCOUNT = 0
    # A change of what begins so soon that only a mail tells of it in time.
    URGENT = 1
    CHANGE = 2
    REMINDER = 3
    BROADCAST = 4


UNSETTLED = text("state = 'due'")
FAILED = text("state = 'failed'")


class Delivery(Base):
    """One mail to one address, from its cause to its fate."""

    __tablename__ = "delivery"
    __table_args__ = (
        CheckConstraint("(registrant_id IS NULL) <> (user_id IS NULL)", name="one_reader"),
        Index(
            "ix_delivery_due",
            "priority",
            "due_at",
            "id",
            sqlite_where=UNSETTLED,
            postgresql_where=UNSETTLED,
        ),
        Index(
            "ix_delivery_unsettled_enrollment",
            "enrollment_id",
            "id",
            sqlite_where=UNSETTLED,
            postgresql_where=UNSETTLED,
        ),
        # Counts the mails of a series without touching their contents.
        Index("ix_delivery_registration_id_state", "registration_id", "state"),
        Index("ix_delivery_failed", "id", sqlite_where=FAILED, postgresql_where=FAILED),
        Index("ix_delivery_broadcast_id_state", "broadcast_id", "state"),
        Index("ix_delivery_address_key_created_at", "address_key", "created_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # Says what this mail is, so that the same one is never queued twice.
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[MessageKind]
    priority: Mapped[int]
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.DUE)
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]

    recipient: Mapped[str]
    # Who reads it: a registrant, or somebody with an account.
    registrant_id: Mapped[int | None] = mapped_column(
        ForeignKey("registrant.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), index=True
    )
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE")
    )
    enrollment_id: Mapped[int | None] = mapped_column(
        ForeignKey("enrollment.id", ondelete="CASCADE"), index=True
    )
    invitation_id: Mapped[int | None] = mapped_column(
        ForeignKey("invitation.id", ondelete="CASCADE"), index=True
    )
    broadcast_id: Mapped[int | None] = mapped_column(
        ForeignKey("broadcast.id", ondelete="SET NULL")
    )
    method: Mapped[CalendarMethod | None]
    sequence: Mapped[int | None]
    stamped_at: Mapped[datetime | None]
    # What the mail's text needs beside the rows it names: small, plain values.
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)

    # Mails caused by a form without a token are counted by address and set (one set a form).
    address_key: Mapped[str | None]
    mail_set: Mapped[str | None]

    attempts: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    # Set on a row that is being sent while newer news arrived: it is not tried again.
    overtaken_at: Mapped[datetime | None]

    message_id: Mapped[str | None] = mapped_column(unique=True)
    subject: Mapped[str | None]
    # The mail's bytes, compressed; tokens are masked once it is sent.
    rendered: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    rendered_at: Mapped[datetime | None]
    digest: Mapped[str | None]
    last_error: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    # Somebody decided that it need not be sent: its state is failed.
    given_up_at: Mapped[datetime | None]
    # Why its address gets no such mails: its state is skipped. See `Suppression`.
    held_back: Mapped[SuppressionReason | None]

    # None in a mail to somebody with an account; either is the `reader`.
    registrant: Mapped[Registrant] = relationship()
    user: Mapped[User | None] = relationship()
    registration: Mapped[Registration | None] = relationship()
    enrollment: Mapped[Enrollment | None] = relationship()
    invitation: Mapped[Invitation | None] = relationship()
    broadcast: Mapped[Broadcast | None] = relationship()

    @property
    def reader(self) -> Registrant | User:
        """Whoever gets the mail."""
        return self.registrant if self.user is None else self.user
