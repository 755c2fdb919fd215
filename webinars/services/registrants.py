"""What a person does with their own data and links."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from webinars.domain.suppressing import OPTIONAL
from webinars.extensions import db
from webinars.links import Purpose, new_nonce
from webinars.models import (
    Delivery,
    Enrollment,
    EnrollmentStatus,
    JoinClick,
    MessageKind,
    Registrant,
    Registration,
    RevokedToken,
    SuppressionScope,
)
from webinars.queries.registrants import email_key, registrant_by_email
from webinars.queries.webinars import locked_webinars
from webinars.services import (
    answers,
    deliveries,
    inbound_keeping,
    invitations,
    mail_limits,
    registrations,
    suppressions,
)

# A link that confirms an address is good for a day.
ADDRESS_CHANGE_LASTS = timedelta(days=1)


def correct_details(
    registrant: Registrant,
    *,
    name: str,
    organization: str,
    role: str,
    state: str,
    language: str,
    time_zone: str,
    now: datetime,
) -> None:
    """Set what a person may correct about themselves; the personal feed speaks *language*."""
    if registrant.language != language:
        registrant.links_changed_at = now
    registrant.name = name
    registrant.organization = organization
    registrant.role = role
    registrant.state = state
    registrant.language = language
    registrant.time_zone = time_zone


def ask_address_change(registrant: Registrant, email: str, *, now: datetime) -> None:
    """Mail a link to the new address that confirms it; until then nothing changes.

    An address that is in use gets no mail, and the answer is the same.
    """
    email = email.strip()
    if email_key(email) == registrant.email_key or registrant_by_email(email) is not None:
        return
    mail_set = mail_limits.open_set(email, now=now)
    _revoke(registrant.email_change_nonce, Purpose.EMAIL_CHANGE, now=now)
    registrant.pending_email = email
    registrant.email_change_nonce = new_nonce()
    registrant.email_change_asked_at = now
    deliveries.enqueue(
        MessageKind.CONFIRM_ADDRESS,
        registrant,
        key=f"confirm_address:{registrant.id}:{registrant.email_change_nonce}",
        now=now,
        recipient=email,
        mail_set=mail_set,
    )


def is_address_change_open(registrant: Registrant, *, now: datetime) -> bool:
    """Return whether a new address still waits to be confirmed."""
    asked_at = registrant.email_change_asked_at
    return asked_at is not None and now < asked_at + ADDRESS_CHANGE_LASTS


def confirm_address(registrant: Registrant, *, now: datetime) -> bool:
    """Take the new address: CANCEL to the old one, new invitations to the new one.

    Returns False, and changes nothing, when the address was taken meanwhile or the link is
    too old.
    """
    email = registrant.pending_email
    if email is None or not is_address_change_open(registrant, now=now):
        return False
    is_taken = registrant_by_email(email) not in (None, registrant)
    _revoke(registrant.email_change_nonce, Purpose.EMAIL_CHANGE, now=now)
    registrant.pending_email = None
    registrant.email_change_nonce = None
    registrant.email_change_asked_at = None
    if is_taken:
        return False
    seats = _confirmed_seats(registrant)
    for enrollment in seats:
        invitations.withdraw(enrollment, reason="address", now=now)
    deliveries.readdress(registrant, email)
    follows = Delivery.kind.in_(deliveries.PLAIN_NEWS) & (Delivery.recipient == email)
    deliveries.supersede(~follows & (Delivery.registrant_id == registrant.id), now=now)
    suppressions.forget([registrant.email_key])
    registrant.email = email
    registrant.email_key = email_key(email)
    db.session.flush()
    # The link that was followed came by mail to this address.
    suppressions.lift(registrant, now=now)
    for enrollment in seats:
        invitations.invite(enrollment, MessageKind.INVITED, now=now)
    return True


def ask_private_link(email: str, *, now: datetime) -> None:
    """Mail the private link to *email* if it is known; the caller cannot tell."""
    mail_set = mail_limits.open_set(email, now=now)
    registrant = registrant_by_email(email)
    if registrant is not None:
        _send_link(registrant, "asked", mail_set.id, mail_set=mail_set, now=now)


def send_private_link(registrant: Registrant, *, now: datetime) -> None:
    """Mail the private link because an organizer wants it to; no limit counts it.

    Raises Conflict when mails to the address come back: only the person may ask for it then.
    """
    suppressions.refuse_if_comes_back(registrant)
    _send_link(registrant, "organizer", now.isoformat(), mail_set=None, now=now)


def renew_manage_link(registrant: Registrant, *, now: datetime) -> None:
    """Take the private link back and mail a new one."""
    _revoke(registrant.manage_nonce, Purpose.MANAGE, now=now)
    registrant.manage_nonce = new_nonce()
    _send_link(registrant, "renewed", registrant.manage_nonce, mail_set=None, now=now)


def renew_feed_link(registrant: Registrant, *, now: datetime) -> None:
    """Take the personal calendar's address back; the page shows the new one."""
    _revoke(registrant.feed_nonce, Purpose.FEED, now=now)
    registrant.feed_nonce = new_nonce()


def stop_mails(
    registrant: Registrant, scopes: Collection[SuppressionScope], *, now: datetime
) -> None:
    """Send no more mails of these scopes, nor those already waiting; changes still go out."""
    if SuppressionScope.REMINDERS in scopes:
        registrant.reminders_stopped_at = registrant.reminders_stopped_at or now
    if SuppressionScope.ANNOUNCEMENTS in scopes:
        registrant.announcements_stopped_at = registrant.announcements_stopped_at or now
    kinds = [kind for kind, scope in OPTIONAL.items() if scope in scopes]
    unwanted = Delivery.kind.in_(kinds)
    deliveries.supersede(unwanted & (Delivery.registrant_id == registrant.id), now=now)


def resume_mails(
    registrant: Registrant, scopes: Collection[SuppressionScope], *, now: datetime
) -> None:
    """Send mails of these scopes again, also where their address did not get them."""
    suppressions.lift_as_wanted(registrant, scopes, now=now)
    if SuppressionScope.REMINDERS in scopes:
        registrant.reminders_stopped_at = None
    if SuppressionScope.ANNOUNCEMENTS in scopes:
        registrant.announcements_stopped_at = None


def erase(registrant: Registrant, *, now: datetime) -> None:
    """Forget a person: seats are given up, links die, and details go at once.

    The row itself, with the address, goes when the last cancellation has been mailed.
    """
    registrations.give_up_all(registrant.registrations, reason="erased", now=now)
    # What is left to send are cancellations, and a last word.
    deliveries.enqueue(MessageKind.ERASED, registrant, key=f"erased:{registrant.id}", now=now)
    for registration in registrant.registrations:
        registration.answers.clear()
        registration.access_requests.clear()
        registration.consents.clear()
        registration.ref = ""
        for enrollment in registration.enrollments:
            for invitation in enrollment.invitations:
                answers.forget(invitation)
    registrant.name = registrant.organization = registrant.role = registrant.state = ""
    suppressions.forget([registrant.email_key])
    inbound_keeping.forget(registrant)
    # The address is free at once for somebody who registers anew.
    registrant.email_key = f"erased:{registrant.id}"
    registrant.pending_email = registrant.email_change_nonce = None
    registrant.erased_at = now
    db.session.execute(
        update(Delivery)
        .where(Delivery.registrant_id == registrant.id, Delivery.settled_at.is_not(None))
        .values(rendered=None, subject=None, recipient="", details={}),
        execution_options={"synchronize_session": False},
    )


def personal_data(registrant: Registrant) -> dict[str, Any]:
    """Return everything kept about a person, as plain values for a download."""
    return {
        "email": registrant.email,
        "new_email": registrant.pending_email,
        "name": registrant.name,
        "organization": registrant.organization,
        "role": registrant.role,
        "state": registrant.state,
        "language": registrant.language,
        "time_zone": registrant.time_zone,
        "reminders_stopped_at": _iso(registrant.reminders_stopped_at),
        "announcements_stopped_at": _iso(registrant.announcements_stopped_at),
        "returned_mails": suppressions.personal_data(registrant),
        "written_mails": inbound_keeping.personal_data(registrant),
        "created_at": _iso(registrant.created_at),
        "registrations": [_registration_data(found) for found in registrant.registrations],
        "mails": [_mail_data(delivery) for delivery in _deliveries(registrant)],
    }


def _registration_data(registration: Registration) -> dict[str, Any]:
    return {
        "series": registration.series.slug,
        "created_at": _iso(registration.created_at),
        "standing": registration.is_standing,
        "ref": registration.ref,
        "webinars": [_enrollment_data(found) for found in registration.enrollments],
        "answers": {answer.question.slug: answer.values for answer in registration.answers},
        "access_requests": [
            {"kind": request.kind.value, "note": request.note, "status": request.status.value}
            for request in registration.access_requests
        ],
        "consents": [
            {
                "shared_with": consent.sponsor.slug if consent.sponsor else None,
                "wording": consent.wording,
                "status": consent.status.value,
                "given_at": _iso(consent.given_at),
            }
            for consent in registration.consents
        ],
    }


def _enrollment_data(enrollment: Enrollment) -> dict[str, Any]:
    clicks = select(JoinClick.clicked_at).where(JoinClick.enrollment_id == enrollment.id)
    return {
        "webinar": enrollment.webinar.slug,
        "status": enrollment.status.value,
        "enrolled_at": _iso(enrollment.enrolled_at),
        "confirmed_at": _iso(enrollment.confirmed_at),
        "cancelled_at": _iso(enrollment.cancelled_at),
        "invitations": [
            {
                "to": invitation.attendee,
                "answer": invitation.partstat.value,
                "answered_at": _iso(invitation.answered_at),
                "comment": invitation.answer_comment,
                "proposed_start": _iso(invitation.proposed_starts_at),
            }
            for invitation in enrollment.invitations
        ],
        "joined_at": [_iso(found) for found in db.session.scalars(clicks.order_by(JoinClick.id))],
    }


def _mail_data(delivery: Delivery) -> dict[str, Any]:
    return {
        "kind": delivery.kind.value,
        "to": delivery.recipient,
        "subject": delivery.subject,
        "state": delivery.state.value,
        "created_at": _iso(delivery.created_at),
        "settled_at": _iso(delivery.settled_at),
    }


def _deliveries(registrant: Registrant) -> list[Delivery]:
    found = select(Delivery).where(Delivery.registrant_id == registrant.id).order_by(Delivery.id)
    return list(db.session.scalars(found))


def _confirmed_seats(registrant: Registrant) -> list[Enrollment]:
    """Return the person's seats, under the locks of their webinars."""
    seats = (
        select(Enrollment)
        .join(Enrollment.registration)
        .where(
            Registration.registrant_id == registrant.id,
            Enrollment.status == EnrollmentStatus.CONFIRMED,
        )
        .order_by(Enrollment.webinar_id)
        .execution_options(populate_existing=True)
    )
    locked_webinars({enrollment.webinar_id for enrollment in db.session.scalars(seats)})
    return list(db.session.scalars(seats))


def _send_link(
    registrant: Registrant,
    reason: str,
    unique: str,
    *,
    mail_set: deliveries.MailSet | None,
    now: datetime,
) -> None:
    deliveries.enqueue(
        MessageKind.PRIVATE_LINK,
        registrant,
        key=f"private_link:{registrant.id}:{unique}",
        now=now,
        details={"reason": reason},
        mail_set=mail_set,
    )


def _revoke(nonce: str | None, purpose: Purpose, *, now: datetime) -> None:
    if nonce is not None:
        db.session.add(RevokedToken(nonce=nonce, purpose=purpose, revoked_at=now))


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
