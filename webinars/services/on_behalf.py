"""What organizers do for a registrant; each step is noted in the audit, without any value.

What registrants do for themselves is in ``registrations`` and ``registrants``.
"""

from datetime import datetime

from sqlalchemy import select

from webinars.domain.permissions import Permission, may
from webinars.domain.seats import Seats
from webinars.domain.selection import Fault
from webinars.errors import Conflict, Invalid, NotAllowed
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.models import (
    AccessRequest,
    AccessRequestStatus,
    Action,
    Choice,
    Enrollment,
    EnrollmentStatus,
    MessageKind,
    Registrant,
    Registration,
    Series,
    User,
    Webinar,
)
from webinars.queries.enrollments import seats
from webinars.queries.webinars import locked_webinars
from webinars.services import (
    audit,
    deliveries,
    entries,
    invitations,
    registrants,
    registrations,
    selecting,
    suppressions,
)
from webinars.services.entries import Entered
from webinars.services.registrations import RegistrationRequest

DETAILS = ("name", "organization", "role", "state", "language", "time_zone")
ORGANIZER = "organizer"


def register(
    series: Series,
    wanted: RegistrationRequest,
    *,
    overbooks: bool,
    is_told: bool,
    actor: User | None,
    now: datetime,
) -> Entered:
    """Register somebody by hand: the public form's rules, but no window and no limit on mails.

    Where *overbooks*, nobody has to wait. A known address gets the webinars added and nothing
    else changed. Raises Invalid when the choice makes no sense.
    """
    webinars = _chosen(series, wanted, now=now)
    registrant, was_known = registrations.registrant_of(wanted, now=now)
    locked = locked_webinars(webinar.id for webinar in webinars)
    entered = entries.enter(
        series, registrant, wanted, locked, was_known=was_known, is_invited=False, now=now
    )
    if overbooks:
        for enrollment in entered.added:
            _seat(enrollment, now=now)
    db.session.flush()
    if is_told:
        entries.invite(entered.registration, entered.added, now=now)
    fields = ("webinars",) if entered.was_registered else ()
    _note(
        actor,
        Action.REGISTRANT_ADDED,
        entered.registration,
        entered.registration,
        now=now,
        fields=fields,
    )
    return entered


def open_webinars(series: Series, *, now: datetime) -> list[Webinar]:
    """Return the webinars that an organizer may still register somebody for."""
    return [one for one in series.webinars if not one.is_cancelled and not one.is_over(now)]


def _chosen(series: Series, wanted: RegistrationRequest, *, now: datetime) -> list[Webinar]:
    possible = open_webinars(series, now=now)
    takes_all = wanted.is_standing or series.choice is Choice.ALL
    chosen = [one for one in possible if takes_all or one.slug in wanted.webinar_slugs]
    if set(wanted.webinar_slugs) - {webinar.slug for webinar in possible}:
        raise _invalid(Fault.UNKNOWN)
    if series.choice is Choice.ONE and len(chosen) > 1:
        raise _invalid(Fault.TOO_MANY)
    if not chosen and not wanted.is_standing:
        raise _invalid(Fault.NOTHING)
    return chosen


def _invalid(fault: Fault) -> Invalid:
    words = selecting.fault_message(fault)
    return Invalid(words, fields={"webinars": words})


def correct_details(
    registration: Registration, details: dict[str, str], *, actor: User | None, now: datetime
) -> set[str]:
    """Correct what is known of a person; return the names of what changed."""
    registrant = registration.registrant
    changed = {name for name in DETAILS if getattr(registrant, name) != details[name]}
    if changed:
        registrants.correct_details(registrant, **details, now=now)
        _note(actor, Action.REGISTRANT_CORRECTED, registrant, registration, now=now, fields=changed)
    return changed


def ask_address_change(
    registration: Registration, email: str, *, actor: User | None, now: datetime
) -> None:
    """Mail a link to a new address; as when the person asks, it counts once confirmed there."""
    registrants.ask_address_change(registration.registrant, email, now=now)
    action = Action.ADDRESS_CHANGE_ASKED
    _note(actor, action, registration.registrant, registration, now=now, fields=["email"])


def give_seat(
    enrollment: Enrollment, *, overbooks: bool, actor: User | None, now: datetime
) -> None:
    """Give a seat to somebody who waits, whoever comes before; they are invited.

    Raises Conflict when there is nothing to give: they do not wait, the webinar has begun or is
    cancelled, or every seat is taken and nobody said to overbook.
    """
    counted = _locked_seats(enrollment)
    webinar = enrollment.webinar
    if enrollment.status is not EnrollmentStatus.WAITLISTED:
        raise Conflict(gettext("This person does not wait for a seat any more."))
    if webinar.is_cancelled or webinar.is_over(now):
        raise Conflict(gettext("This webinar is over or cancelled: there are no seats to give."))
    if counted.free == 0 and not overbooks:
        words = gettext("Every seat is taken. Say that you want to seat one more than there are.")
        raise Conflict(words, fields={"overbooks": words})
    _seat(enrollment, now=now)
    invitations.invite(enrollment, MessageKind.PROMOTED, now=now)
    _note(actor, Action.SEAT_GIVEN, enrollment, enrollment.registration, now=now)


def cancel_seat(enrollment: Enrollment, *, actor: User | None, now: datetime) -> bool:
    """Give up somebody's seat or waiting place; return whether there was one."""
    was_held = enrollment.status is not EnrollmentStatus.CANCELLED
    registrations.cancel_enrollment(enrollment, now=now, reason=ORGANIZER)
    if was_held:
        _note(actor, Action.SEAT_CANCELLED, enrollment, enrollment.registration, now=now)
    return was_held


def restore_seat(enrollment: Enrollment, *, actor: User | None, now: datetime) -> EnrollmentStatus:
    """Take the giving up of a seat back: a seat where one is free, else the end of the queue."""
    [locked] = locked_webinars([enrollment.webinar_id])
    if locked.is_cancelled or locked.is_over(now):
        raise Conflict(gettext("This webinar is over or cancelled: there are no seats to give."))
    registration = enrollment.registration
    added = registrations.take_locked(registration, [locked], is_standing=False, now=now)
    entries.invite(registration, added, now=now)
    if added:
        _note(actor, Action.SEAT_RESTORED, enrollment, enrollment.registration, now=now)
    return enrollment.status


def cancel_all(registration: Registration, *, actor: User | None, now: datetime) -> None:
    """Give up everything still to come of a registration."""
    registrations.give_up_all([registration], reason=ORGANIZER, now=now)
    _note(actor, Action.REGISTRATION_CANCELLED, registration, registration, now=now)


def send_link_again(registration: Registration, *, actor: User | None, now: datetime) -> None:
    """Mail somebody the link to their own page."""
    registrants.send_private_link(registration.registrant, now=now)
    _note(
        actor, Action.MAIL_SENT_AGAIN, registration, registration, now=now, fields=["private_link"]
    )


def send_welcome_again(registration: Registration, *, actor: User | None, now: datetime) -> None:
    """Mail somebody the welcome again, with the seats they hold now.

    Raises Conflict when mails to the person come back.
    """
    suppressions.refuse_if_comes_back(registration.registrant)
    held = [
        one.id for one in registration.enrollments if one.status is not EnrollmentStatus.CANCELLED
    ]
    deliveries.enqueue(
        MessageKind.WELCOME,
        registration.registrant,
        key=f"welcome:{registration.id}:again:{now.isoformat()}",
        now=now,
        registration=registration,
        details={"enrollments": held},
    )
    _note(actor, Action.MAIL_SENT_AGAIN, registration, registration, now=now, fields=["welcome"])


def send_invitation_again(enrollment: Enrollment, *, actor: User | None, now: datetime) -> None:
    """Mail somebody the invitation to a seat again; one who had none is invited now.

    Raises Conflict when there is none to send, or mails to the person come back.
    """
    suppressions.refuse_if_comes_back(enrollment.registration.registrant)
    locked_webinars([enrollment.webinar_id])
    db.session.refresh(enrollment)
    if not registrations.gets_invitation(enrollment, now=now) or enrollment.webinar.is_cancelled:
        raise Conflict(gettext("There is no invitation to send: no seat, no date, or it is over."))
    if not invitations.send_again(enrollment, now=now):
        invitations.invite(enrollment, MessageKind.INVITED, now=now)
    _note(
        actor,
        Action.MAIL_SENT_AGAIN,
        enrollment,
        enrollment.registration,
        now=now,
        fields=["invitation"],
    )


def answer_access_request(
    request: AccessRequest, status: AccessRequestStatus, *, actor: User | None, now: datetime
) -> AccessRequestStatus:
    """Note how far a request has come; return how far it had."""
    former = request.status
    if former is AccessRequestStatus.WITHDRAWN:
        raise Conflict(gettext("The person has taken this request back."))
    if status is not former:
        request.status = status
        registration = request.registration
        action = Action.ACCESS_REQUEST_ANSWERED
        _note(actor, action, request, registration, now=now, fields=["status"])
    return former


def erase(registration: Registration, *, actor: User | None, now: datetime) -> None:
    """Erase a person, wherever they are registered; raises NotAllowed for others' series."""
    registrant = registration.registrant
    if actor is not None and not may_erase(registrant, actor):
        raise NotAllowed(
            gettext(
                "This person is registered for other series too, which you do not look after. "
                "Ask an owner to erase the person's data."
            )
        )
    registrants.erase(registrant, now=now)
    _note(actor, Action.REGISTRANT_ERASED, registrant, registration, now=now)


def may_erase(registrant: Registrant, actor: User) -> bool:
    """Return whether *actor* may erase people in every series that the person is part of."""
    series_ids = db.session.scalars(
        select(Registration.series_id).where(Registration.registrant_id == registrant.id)
    )
    return all(may(actor, Permission.ERASE_REGISTRANTS, number) for number in series_ids)


def _locked_seats(enrollment: Enrollment) -> Seats:
    locked = locked_webinars([enrollment.webinar_id])
    db.session.refresh(enrollment)
    return seats(locked)[enrollment.webinar_id]


def _seat(enrollment: Enrollment, *, now: datetime) -> None:
    """Turn a waiting place of a locked webinar into a seat."""
    if enrollment.status is EnrollmentStatus.WAITLISTED:
        enrollment.status = EnrollmentStatus.CONFIRMED
        enrollment.confirmed_at = now
        enrollment.registration.registrant.links_changed_at = now
        db.session.flush()


def _note(
    actor: User | None,
    action: Action,
    subject: Registrant | Registration | Enrollment | AccessRequest,
    registration: Registration,
    *,
    now: datetime,
    fields: set[str] | tuple[str, ...] | list[str] = (),
) -> None:
    audit.record(actor, action, subject, now=now, series=registration.series, fields=fields)
