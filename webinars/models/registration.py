"""A registrant in a series, the seats in its webinars, and the invitations to them."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinars.database import Base

if TYPE_CHECKING:
    from webinars.models.access_request import AccessRequest
    from webinars.models.consent import Consent
    from webinars.models.question import Answer
    from webinars.models.registrant import Registrant
    from webinars.models.series import Series
    from webinars.models.webinar import Webinar


class EnrollmentStatus(enum.StrEnum):
    """Whether an enrollment has a seat."""

    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    CANCELLED = "cancelled"


class PartStat(enum.StrEnum):
    """An attendee's answer to an invitation (RFC 5545, 3.2.12)."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    DECLINED = "DECLINED"


class Registration(Base):
    """A registrant in one series; standing means: also in webinars added later."""

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("registrant_id", "series_id"),
        Index("ix_registration_series_id_created_at_id", "series_id", "created_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registrant_id: Mapped[int] = mapped_column(ForeignKey("registrant.id", ondelete="CASCADE"))
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), index=True)
    is_standing: Mapped[bool] = mapped_column(default=False)
    # Which co-sponsor's link brought the visitor; free text, shown to organizers only.
    ref: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]

    registrant: Mapped[Registrant] = relationship(back_populates="registrations")
    series: Mapped[Series] = relationship(back_populates="registrations")
    enrollments: Mapped[list[Enrollment]] = relationship(
        back_populates="registration", cascade="all, delete-orphan", passive_deletes=True
    )
    answers: Mapped[list[Answer]] = relationship(
        back_populates="registration", cascade="all, delete-orphan", passive_deletes=True
    )
    access_requests: Mapped[list[AccessRequest]] = relationship(
        back_populates="registration",
        order_by="AccessRequest.id",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )
    consents: Mapped[list[Consent]] = relationship(
        back_populates="registration",
        order_by="Consent.id",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )


class Enrollment(Base):
    """One registration's seat, or place in the waitlist, for one webinar."""

    __tablename__ = "enrollment"
    __table_args__ = (
        UniqueConstraint("registration_id", "webinar_id"),
        UniqueConstraint("webinar_id", "ticket"),
        Index("ix_enrollment_webinar_id_status_ticket", "webinar_id", "status", "ticket"),
        # Ids are part of invitations' UIDs, which must never come back (RFC 5545, 3.8.4.7).
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinar.id", ondelete="CASCADE"))
    status: Mapped[EnrollmentStatus]
    # The place in the queue of all who ever asked for this webinar; lower comes first.
    ticket: Mapped[int]
    # Counts the invitations begun: a new one after each cancellation; 0 before the first.
    generation: Mapped[int] = mapped_column(default=0)
    join_nonce: Mapped[str] = mapped_column(unique=True)
    enrolled_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    registration: Mapped[Registration] = relationship(back_populates="enrollments")
    webinar: Mapped[Webinar] = relationship(back_populates="enrollments")
    invitations: Mapped[list[Invitation]] = relationship(
        back_populates="enrollment",
        order_by="Invitation.generation",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )

    @property
    def invitation(self) -> Invitation | None:
        """The invitation in force, if there is one."""
        in_force = [one for one in self.invitations if one.withdrawn_at is None]
        return in_force[-1] if in_force else None


class Invitation(Base):
    """One generation of an enrollment's calendar object: what its messages must repeat.

    UID, ORGANIZER and ATTENDEE are written once and never computed again; SEQUENCE and
    DTSTAMP are those of the last message queued (RFC 5546, 2.1.4 and 2.1.5).
    """

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("enrollment_id", "generation"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"))
    generation: Mapped[int]
    uid: Mapped[str] = mapped_column(unique=True)
    organizer: Mapped[str]
    attendee: Mapped[str]
    # Counts the calendar messages, REQUEST and CANCEL alike.
    revision: Mapped[int]
    sequence: Mapped[int]
    stamped_at: Mapped[datetime]
    partstat: Mapped[PartStat]
    # Which answer that is, and when it arrived; one to a former time counts no longer.
    answered_at: Mapped[datetime | None]
    answer_sequence: Mapped[int | None]
    answer_stamped_at: Mapped[datetime | None]
    # Whether our mail server vouched for the sender, who is the attendee.
    is_answer_verified: Mapped[bool] = mapped_column(default=False, server_default=false())
    answer_comment: Mapped[str] = mapped_column(default="", server_default=text("''"))
    # The start that the attendee would like better (COUNTER).
    proposed_starts_at: Mapped[datetime | None]
    # Half of the link in the mail that asks whether a declined seat is to be given up.
    answer_nonce: Mapped[str | None] = mapped_column(unique=True)
    # When a program last asked for the invitation anew (REFRESH), and was sent it.
    refreshed_at: Mapped[datetime | None]
    # The first message's Message-ID, which later ones refer to; set when it is rendered.
    thread_id: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]

    enrollment: Mapped[Enrollment] = relationship(back_populates="invitations")
