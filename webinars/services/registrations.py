"""Registering for a series, changing the choice of webinars, and giving seats up."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from webinars.domain import selection
from webinars.domain.seats import Seats, next_status
from webinars.domain.selection import Fault
from webinars.errors import Conflict, Invalid, NotFound
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.links import new_nonce
from webinars.models import (
    AccessKind,
    Choice,
    Enrollment,
    EnrollmentStatus,
    MessageKind,
    Registrant,
    Registration,
    Series,
    Webinar,
)
from webinars.queries.enrollments import declined_seats, seats
from webinars.queries.registrants import email_key
from webinars.queries.webinars import locked_webinars
from webinars.services import (
    deliveries,
    invitations,
    mail_limits,
    particulars,
    selecting,
    suppressions,
    waitlist,
)
from webinars.services.deliveries import MailSet
from webinars.services.rows import insert_unless_there


@dataclass(frozen=True)
class RegistrationRequest:
    """What somebody wrote into a series' registration form, checked for its form only."""

    name: str
    email: str
    webinar_slugs: tuple[str, ...]
    is_standing: bool
    time_zone: str
    language: str
    privacy_wording: str
    organization: str = ""
    role: str = ""
    state: str = ""
    accommodations: tuple[AccessKind, ...] = ()
    accommodations_note: str = ""
    # What belongs to one kind alone: which sign language, into which language.
    access_notes: Mapping[AccessKind, str] = field(default_factory=dict)
    # Slug of each co-sponsor the details may be shared with, and the words agreed to.
    shared_with: Mapping[str, str] = field(default_factory=dict)
    ref: str = ""
    # Question id and what was answered.
    answers: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def asks_for_access(self) -> bool:
        """Whether something is asked for that helps to take part."""
        notes = (self.accommodations_note, *self.access_notes.values())
        return bool(self.accommodations) or any(notes)


def register(series: Series, wanted: RegistrationRequest, *, now: datetime) -> None:
    """Register a person for the webinars of *series* they chose, and write to them.

    A known address gets the webinars added and nothing else changed; the caller cannot tell
    the difference. Where only one may be taken, the one already held stays. Raises Invalid when
    the choice makes no sense, Conflict when it cannot be had any more, and NotFound for a draft.
    """
    if not series.is_public:
        raise NotFound(gettext("There is no such series."))
    mail_set = mail_limits.open_set(wanted.email, now=now)
    registrant, is_known = registrant_of(wanted, now=now)
    # Whoever comes again wants our mail, and says that the address is right.
    suppressions.lift(registrant, now=now)
    registration, is_new = registration_of(registrant, series, ref=wanted.ref, now=now)
    added = take(registration, wanted.webinar_slugs, is_standing=wanted.is_standing, now=now)
    particulars.add(registration, wanted, is_known=is_known, is_new=is_new, now=now)
    _write_to(
        registration,
        added,
        has_news=bool(added) or is_new,
        says_more=wanted.asks_for_access and not is_known,
        mail_set=mail_set,
        now=now,
    )


def add_webinars(
    registration: Registration, slugs: Collection[str], *, is_standing: bool, now: datetime
) -> None:
    """Add webinars to a registration, from the person's own page; raises as ``register``."""
    _lock(registration.registrant)
    added = take(registration, slugs, is_standing=is_standing, now=now)
    _invite(added, mail_set=None, now=now)


def cancel_enrollment(enrollment: Enrollment, *, now: datetime, reason: str = "asked") -> None:
    """Give one seat or place in the waitlist up; the first who waits gets the seat.

    Raises Conflict when the webinar is over. Giving up twice changes nothing.
    """
    locked_webinars([enrollment.webinar_id])
    db.session.refresh(enrollment)
    if enrollment.status is EnrollmentStatus.CANCELLED:
        return
    if enrollment.webinar.is_over(now):
        raise Conflict(gettext("This webinar is over; it stays in your list."))
    _give_up(enrollment, reason=reason, now=now)


def cancel_registration(registration: Registration, *, now: datetime) -> None:
    """Give up everything still to come in a series; what is over stays."""
    give_up_all([registration], reason="asked", now=now)


def give_up_all(registrations: Iterable[Registration], *, reason: str, now: datetime) -> None:
    """Give up every seat still to come of *registrations*, which also stop being standing."""
    registrations = list(registrations)
    enrollments = select(Enrollment).where(
        Enrollment.registration_id.in_([registration.id for registration in registrations]),
        Enrollment.status != EnrollmentStatus.CANCELLED,
    )
    locked_webinars({found.webinar_id for found in db.session.scalars(enrollments)})
    for registration in registrations:
        registration.is_standing = False
    for enrollment in db.session.scalars(enrollments.execution_options(populate_existing=True)):
        if not enrollment.webinar.is_over(now):
            _give_up(enrollment, reason=reason, now=now)


def stop_standing(registration: Registration, *, now: datetime) -> None:
    """Do not enroll the person into webinars added later; seats stay."""
    registration.is_standing = False


def enroll_standing(webinar: Webinar, *, now: datetime) -> None:
    """Enroll every standing registration of the series into a webinar that has just appeared.

    First come, first served by the time of registration; who once gave this webinar up is
    left alone.
    """
    locked_webinars([webinar.id])
    standing = db.session.scalars(
        select(Registration)
        .join(Registration.registrant)
        .where(
            Registration.series_id == webinar.series_id,
            Registration.is_standing,
            Registrant.erased_at.is_(None),
            ~Registration.enrollments.any(Enrollment.webinar_id == webinar.id),
        )
        .order_by(Registration.created_at, Registration.id)
    ).all()
    counted = seats([webinar])[webinar.id]
    for registration in standing:
        enrollment = _enroll(registration, webinar, None, counted, now=now)
        counted = _counted_with(counted, enrollment.status)
        db.session.flush()
        _invite([enrollment], mail_set=None, now=now)


def registrant_of(wanted: RegistrationRequest, *, now: datetime) -> tuple[Registrant, bool]:
    """Return the person with this address, made if need be, and whether they were known."""
    email = wanted.email.strip()
    values = {
        "email": email,
        "email_key": email_key(email),
        "name": wanted.name,
        "organization": wanted.organization,
        "role": wanted.role,
        "state": wanted.state,
        "language": wanted.language,
        "time_zone": wanted.time_zone,
        "manage_nonce": new_nonce(),
        "feed_nonce": new_nonce(),
        "unsubscribe_nonce": new_nonce(),
        "links_changed_at": now,
        "created_at": now,
    }
    known = (
        select(Registrant)
        .where(Registrant.email_key == values["email_key"])
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    while True:
        is_made = insert_unless_there(Registrant, values, "email_key")
        registrant = db.session.scalar(known)
        # None: while we waited for the lock, somebody long without a registration was deleted.
        if registrant is not None:
            return registrant, not is_made


def _lock(registrant: Registrant) -> None:
    # Not FOR UPDATE: whoever promotes this person refers to the row while holding webinars.
    db.session.refresh(registrant, with_for_update={"key_share": True})


def registration_of(
    registrant: Registrant, series: Series, *, ref: str, now: datetime
) -> tuple[Registration, bool]:
    """Return the person's registration in *series*, made if need be, and whether it was made."""
    values = {
        "registrant_id": registrant.id,
        "series_id": series.id,
        "is_standing": False,
        "ref": ref,
        "created_at": now,
    }
    is_new = insert_unless_there(Registration, values, "registrant_id", "series_id")
    registration = db.session.scalars(
        select(Registration).where(
            Registration.registrant_id == registrant.id, Registration.series_id == series.id
        )
    ).one()
    return registration, is_new


def take(
    registration: Registration, slugs: Collection[str], *, is_standing: bool, now: datetime
) -> list[Enrollment]:
    """Enroll into the chosen webinars; return what is to be invited; raises as ``register``."""
    series = registration.series
    chosen = selection.chosen(series, slugs, is_standing=is_standing, now=now)
    if isinstance(chosen, Fault):
        message = selecting.fault_message(chosen)
        raise Invalid(message, fields={"webinars": message})
    locked = locked_webinars(webinar.id for webinar in chosen)
    _refuse_what_cannot_be_had(series, locked, now=now)
    added = take_locked(registration, locked, is_standing=is_standing, now=now)
    # Whose calendar declined and who comes again is invited anew; the seat is the same.
    return [*added, *declined_seats(registration, locked)]


def take_locked(
    registration: Registration, locked: Sequence[Webinar], *, is_standing: bool, now: datetime
) -> list[Enrollment]:
    """Enroll into *locked* webinars, whatever the public may choose; return what is new.

    Where one webinar only may be taken and another is held, nothing changes.
    """
    series = registration.series
    held = {
        enrollment.webinar_id: enrollment
        for enrollment in db.session.scalars(
            select(Enrollment)
            .where(Enrollment.registration_id == registration.id)
            .execution_options(populate_existing=True)
        )
    }
    if series.choice is Choice.ONE and _holds_another(held.values(), locked):
        # Said to nobody: the form must not tell who is registered.
        return []
    if is_standing:
        registration.is_standing = True
    counted = seats(locked)
    added = [
        _enroll(registration, webinar, held.get(webinar.id), counted[webinar.id], now=now)
        for webinar in locked
        if webinar.id not in held or held[webinar.id].status is EnrollmentStatus.CANCELLED
    ]
    db.session.flush()
    return sorted(added, key=lambda enrollment: enrollment.webinar.position)


def _holds_another(held: Iterable[Enrollment], chosen: Sequence[Webinar]) -> bool:
    ids = {webinar.id for webinar in chosen}
    return any(
        enrollment.status is not EnrollmentStatus.CANCELLED and enrollment.webinar_id not in ids
        for enrollment in held
    )


def _refuse_what_cannot_be_had(
    series: Series, webinars: Sequence[Webinar], *, now: datetime
) -> None:
    refused = {
        f"webinar:{webinar.slug}": selecting.refusal_message(reason)
        for webinar in webinars
        if (reason := selection.refusal(series, webinar, now)) is not None
    }
    window = selection.window_refusal(series, now)
    if window is not None:
        raise Conflict(selecting.refusal_message(window), fields=refused)
    if refused:
        message = gettext("Some of the webinars you chose cannot be registered for any more.")
        raise Conflict(message, fields={"webinars": message} | refused)


def _enroll(
    registration: Registration,
    webinar: Webinar,
    former: Enrollment | None,
    counted: Seats,
    *,
    now: datetime,
) -> Enrollment:
    """Give a seat or a place in the waitlist of a locked webinar."""
    webinar.last_ticket += 1
    enrollment = former or Enrollment(
        registration_id=registration.id,
        webinar_id=webinar.id,
        join_nonce=new_nonce(),
        generation=0,
    )
    enrollment.status = next_status(counted)
    enrollment.ticket = webinar.last_ticket
    enrollment.enrolled_at = now
    is_confirmed = enrollment.status is EnrollmentStatus.CONFIRMED
    enrollment.confirmed_at = now if is_confirmed else None
    enrollment.cancelled_at = None
    registration.registrant.links_changed_at = now
    db.session.add(enrollment)
    return enrollment


def _counted_with(counted: Seats, status: EnrollmentStatus) -> Seats:
    is_confirmed = status is EnrollmentStatus.CONFIRMED
    return Seats(
        counted.capacity,
        counted.confirmed + is_confirmed,
        counted.waiting + (not is_confirmed),
    )


def _give_up(enrollment: Enrollment, *, reason: str, now: datetime) -> None:
    """Free the seat of a locked webinar and give it on."""
    enrollment.status = EnrollmentStatus.CANCELLED
    enrollment.cancelled_at = now
    enrollment.registration.registrant.links_changed_at = now
    invitations.withdraw(enrollment, reason=reason, now=now)
    db.session.flush()
    waitlist.promote(enrollment.webinar, now=now)


def _write_to(
    registration: Registration,
    added: Sequence[Enrollment],
    *,
    has_news: bool,
    says_more: bool,
    mail_set: MailSet,
    now: datetime,
) -> None:
    """Send the mails of one form: an invitation alone, a welcome with several, or the link."""
    registrant = registration.registrant
    if not has_news:
        deliveries.enqueue(
            MessageKind.PRIVATE_LINK,
            registrant,
            key=f"private_link:{registrant.id}:{mail_set.id}",
            now=now,
            details={"reason": "registered_again"},
            mail_set=mail_set,
        )
        return
    # An invitation says nothing of what its reader needs to take part.
    is_invitation_enough = len(added) == 1 and gets_invitation(added[0], now=now) and not says_more
    if not is_invitation_enough:
        deliveries.enqueue(
            MessageKind.WELCOME,
            registrant,
            key=f"welcome:{registration.id}:{mail_set.id}",
            now=now,
            registration=registration,
            details={"enrollments": [enrollment.id for enrollment in added]},
            mail_set=mail_set,
        )
    _invite(added, mail_set=mail_set, now=now)


def gets_invitation(enrollment: Enrollment, *, now: datetime) -> bool:
    """Return whether there is a seat and a date to invite to."""
    is_confirmed = enrollment.status is EnrollmentStatus.CONFIRMED
    return is_confirmed and enrollment.webinar.is_dated and not enrollment.webinar.is_over(now)


def _invite(added: Iterable[Enrollment], *, mail_set: MailSet | None, now: datetime) -> None:
    for enrollment in added:
        if enrollment.status is EnrollmentStatus.CONFIRMED:
            if enrollment.generation:
                invitations.withdraw(enrollment, reason="again", now=now, mail_set=mail_set)
            invitations.invite(enrollment, MessageKind.INVITED, now=now, mail_set=mail_set)
