"""What a person does with their own data and links."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.factories import NOW, a_registration_request, a_series, a_webinar, saved
from webinars.errors import Gone, NotFound
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.links import Purpose, token
from webinars.models import (
    AccessKind,
    AccessRequest,
    Answer,
    Consent,
    Delivery,
    DeliveryState,
    Enrollment,
    EnrollmentStatus,
    Invitation,
    JoinClick,
    MessageKind,
    Registrant,
    SuppressionScope,
)
from webinars.queries.registrants import (
    registrant_by_email_change_token,
    registrant_by_feed_token,
    registrant_by_manage_token,
)
from webinars.services import registrants, registrations

LATER = NOW + timedelta(hours=1)


def ana(**values):
    """Return Ana, registered for one webinar with two seats; her mails are sent."""
    series = saved(a_series(), webinar := a_webinar(capacity=2, **values)) and webinar.series
    wanted = a_registration_request(slugs=[webinar.slug], accommodations=(AccessKind.CAPTIONS,))
    with transaction():
        registrations.register(series, wanted, now=NOW)
    with transaction():
        for delivery in database.session.scalars(select(Delivery)):
            delivery.state, delivery.attempts = DeliveryState.SENT, 1
            delivery.settled_at, delivery.subject = NOW, "Invitation"
    return database.session.scalars(select(Registrant)).one()


def due(outbox):
    return [delivery for delivery in outbox() if delivery.state is DeliveryState.DUE]


def change_address(registrant, email="new@example.org"):
    with transaction():
        registrants.ask_address_change(registrant, email, now=NOW)


def test_a_new_address_counts_once_it_is_confirmed(db, outbox):
    registrant = ana()

    change_address(registrant)

    [asked] = due(outbox)
    assert (asked.kind, asked.recipient) == (MessageKind.CONFIRM_ADDRESS, "new@example.org")
    assert registrant.email == "ana@example.org"
    link = token(Purpose.EMAIL_CHANGE, registrant.email_change_nonce)
    assert registrant_by_email_change_token(link) is registrant

    with transaction():
        assert registrants.confirm_address(registrant, now=LATER)

    told = [(found.kind, found.method, found.recipient) for found in due(outbox)]
    assert told == [
        (MessageKind.WITHDRAWN, "CANCEL", "ana@example.org"),
        (MessageKind.INVITED, "REQUEST", "new@example.org"),
    ]
    attendees = db.session.scalars(select(Invitation.attendee).order_by(Invitation.id)).all()
    assert attendees == ["ana@example.org", "new@example.org"]
    with pytest.raises(Gone):
        registrant_by_email_change_token(link)


def test_an_address_in_use_gets_no_mail_and_changes_nothing(db, outbox):
    registrant = ana()
    webinar = a_webinar()
    saved(webinar)
    with transaction():
        other = a_registration_request(slugs=[webinar.slug], email="Bo@example.org")
        registrations.register(webinar.series, other, now=NOW)
    before = len(outbox())

    change_address(registrant, "bo@example.org")

    assert (len(outbox()), registrant.pending_email) == (before, None)


def test_an_address_taken_meanwhile_is_not_confirmed(db):
    registrant = ana()
    change_address(registrant)
    webinar = saved(a_webinar())
    with transaction():
        other = a_registration_request(slugs=[webinar.slug], email="new@example.org")
        registrations.register(webinar.series, other, now=NOW)

    with transaction():
        assert not registrants.confirm_address(registrant, now=LATER)

    assert registrant.email == "ana@example.org"


def test_a_confirmation_is_good_for_a_day(db):
    registrant = ana()
    change_address(registrant)

    with transaction():
        assert not registrants.confirm_address(registrant, now=NOW + timedelta(days=1))

    assert registrant.email == "ana@example.org"


def test_a_renewed_private_link_replaces_the_old_one(db, outbox):
    registrant = ana()
    old = token(Purpose.MANAGE, registrant.manage_nonce)

    with transaction():
        registrants.renew_manage_link(registrant, now=NOW)

    [delivery] = due(outbox)
    assert (delivery.kind, delivery.details) == (MessageKind.PRIVATE_LINK, {"reason": "renewed"})
    with pytest.raises(Gone):
        registrant_by_manage_token(old)
    assert registrant_by_manage_token(token(Purpose.MANAGE, registrant.manage_nonce))


def test_a_renewed_calendar_link_leaves_the_private_link_alone(db, outbox):
    registrant = ana()
    old = token(Purpose.FEED, registrant.feed_nonce)
    manage = token(Purpose.MANAGE, registrant.manage_nonce)

    with transaction():
        registrants.renew_feed_link(registrant, now=NOW)

    with pytest.raises(Gone):
        registrant_by_feed_token(old)
    assert registrant_by_manage_token(manage) is registrant
    assert due(outbox) == []


def test_a_token_opens_only_what_it_is_for(db):
    registrant = ana()

    with pytest.raises(NotFound):
        registrant_by_feed_token(token(Purpose.MANAGE, registrant.manage_nonce))
    with pytest.raises(NotFound):
        registrant_by_manage_token(token(Purpose.MANAGE, registrant.feed_nonce))


def test_stopping_reminders_takes_the_waiting_ones_out_and_nothing_else(db, outbox):
    registrant = ana()
    enrollment = db.session.scalars(select(Enrollment)).one()
    for kind in (MessageKind.REMINDER, MessageKind.BROADCAST, MessageKind.UPDATED):
        saved(
            Delivery(
                key=kind,
                kind=kind,
                priority=2,
                due_at=NOW,
                created_at=NOW,
                recipient=registrant.email,
                registrant_id=registrant.id,
                enrollment_id=enrollment.id,
            )
        )

    with transaction():
        registrants.stop_mails(registrant, {SuppressionScope.REMINDERS}, now=LATER)

    assert {delivery.kind for delivery in due(outbox)} == {
        MessageKind.UPDATED,
        MessageKind.BROADCAST,
    }
    assert registrant.reminders_stopped_at == LATER
    assert registrant.announcements_stopped_at is None
    with transaction():
        registrants.stop_mails(registrant, {SuppressionScope.ANNOUNCEMENTS}, now=LATER)
        registrants.resume_mails(registrant, {SuppressionScope.REMINDERS}, now=LATER)
    assert [delivery.kind for delivery in due(outbox)] == [MessageKind.UPDATED]
    assert registrant.reminders_stopped_at is None
    assert registrant.announcements_stopped_at == LATER


def test_erasing_gives_seats_up_and_forgets_the_person(db, outbox):
    registrant = ana()
    link = token(Purpose.MANAGE, registrant.manage_nonce)
    webinar = db.session.scalars(select(Enrollment)).one().webinar
    for email in ("bo@example.org", "cy@example.org"):
        with transaction():
            wanted = a_registration_request(slugs=[webinar.slug], email=email)
            registrations.register(webinar.series, wanted, now=NOW)
    before = len(outbox())
    [invitation] = registrant.registrations[0].enrollments[0].invitations
    invitation.answer_comment, invitation.answer_nonce = "I am ill.", "n" * 22
    saved(invitation)

    with transaction():
        registrants.erase(registrant, now=LATER)

    told = [(found.kind, found.recipient) for found in outbox()[before:]]
    assert told == [
        (MessageKind.WITHDRAWN, "ana@example.org"),
        (MessageKind.PROMOTED, "cy@example.org"),
        (MessageKind.ERASED, "ana@example.org"),
    ]
    assert (registrant.name, registrant.erased_at) == ("", LATER)
    assert (invitation.answer_comment, invitation.answer_nonce) == ("", None)
    kept = select(Delivery).where(Delivery.kind == MessageKind.INVITED)
    first = db.session.scalars(kept.where(Delivery.registrant_id == registrant.id)).one()
    assert (first.recipient, first.subject) == ("", None)
    for model in (AccessRequest, Answer):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0
    consents = select(func.count()).where(Consent.registration_id == registrant.registrations[0].id)
    assert db.session.scalar(consents) == 0
    with pytest.raises(NotFound):
        registrant_by_manage_token(link)


def test_who_was_erased_can_register_anew_at_once(db):
    registrant = ana()
    webinar = db.session.scalars(select(Enrollment)).one().webinar
    with transaction():
        registrants.erase(registrant, now=LATER)

    with transaction():
        wanted = a_registration_request(slugs=[webinar.slug])
        registrations.register(webinar.series, wanted, now=LATER)

    statuses = db.session.scalars(select(Enrollment.status).order_by(Enrollment.id)).all()
    assert statuses == [EnrollmentStatus.CANCELLED, EnrollmentStatus.CONFIRMED]


NO_ANSWER = {
    "to": "ana@example.org",
    "answer": "NEEDS-ACTION",
    "answered_at": None,
    "comment": "",
    "proposed_start": None,
}


def test_personal_data_holds_everything_kept(db):
    registrant = ana()
    [seat] = registrant.registrations[0].enrollments
    saved(JoinClick(enrollment_id=seat.id, clicked_at=NOW))
    with transaction():
        registrants.ask_address_change(registrant, "new@example.org", now=NOW)

    data = registrants.personal_data(registrant)

    [registration] = data["registrations"]
    assert data["email"] == "ana@example.org"
    [seat] = registration["webinars"]
    assert (seat["status"], seat["joined_at"]) == ("confirmed", [NOW.isoformat()])
    assert seat["invitations"] == [NO_ANSWER]
    assert data["new_email"] == "new@example.org"
    assert registration["access_requests"] == [{"kind": "captions", "note": "", "status": "open"}]
    assert registration["consents"][0]["wording"] == "I agree to the privacy notice."
    kinds = [mail["kind"] for mail in data["mails"]]
    assert kinds[-2:] == ["invited", "confirm_address"]
