"""What organizers do for registrants, page by page."""

import pytest

from tests.factories import a_registration, a_series, saved
from tests.support.console import console
from tests.support.web import HiddenFields
from tests.web.organize.registrants.guide import a_guide, person_page, seat_page
from webinars.extensions import db
from webinars.models import (
    AccessKind,
    AccessRequest,
    AccessRequestStatus,
    EnrollmentStatus,
    MessageKind,
)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ADD = "/organize/registrants/guide/add"
NORA = {
    "email": "nora@example.org",
    "name": "Nora New",
    "webinars": ["second"],
    "agreement": "By phone.",
    "told": "yes",
    "time_zone": "America/New_York",
    "language": "en",
}

DETAILS = {"name": "", "time_zone": "America/Denver", "language": "en"}


@pytest.fixture
def series(db, client):
    series = a_guide()
    console(client, "assistant", series)
    return series


def now_of(series):
    """The series, with all that hangs on it as it is stored now."""
    db.session.expire_all()
    return series


def kinds(outbox):
    return [mail.kind for mail in outbox()]


def test_registering_by_hand_says_first_what_will_happen(series, client, outbox):
    said = client.submit(ADD, NORA)

    assert "An invitation for the calendar" in said.text
    assert kinds(outbox) == []
    assert len(now_of(series).registrations) == 2


def test_confirmed_the_person_is_registered_and_invited(series, client, outbox):
    answer = client.submit(ADD, NORA | {"confirmed": "yes"})

    assert answer.status_code == 303
    assert kinds(outbox) == [MessageKind.INVITED]
    page = client.get(answer.location).text
    assert "Nora New" in page
    assert "By phone." in page


def test_without_a_word_nobody_is_mailed(series, client, outbox):
    client.submit(ADD, NORA | {"told": "no", "confirmed": "yes"})

    assert kinds(outbox) == []
    assert len(now_of(series).registrations) == 3


def test_a_full_webinar_is_overbooked_only_knowingly(series, client):
    full = NORA | {"webinars": ["first"]}
    assert "the person waits in line" in client.submit(ADD, full).text
    knowingly = full | {"overbooks": "y"}
    assert "a seat beyond those there are" in client.submit(ADD, knowingly).text

    client.submit(ADD, knowingly | {"confirmed": "yes"})

    nora = now_of(series).registrations[-1]
    assert [one.status for one in nora.enrollments] == [EnrollmentStatus.CONFIRMED]


def test_a_known_address_is_recognised_and_keeps_its_details(series, client):
    again = NORA | {"email": "ANA@example.org", "name": "Somebody Else"}
    assert "registered for the series already" in client.submit(ADD, again).text

    client.submit(ADD, again | {"confirmed": "yes"})

    ana = now_of(series).registrations[0]
    assert ana.registrant.name == "Ana Ruiz"
    assert [one.webinar.slug for one in ana.enrollments] == ["first", "second"]


def test_a_form_that_lacks_something_says_all_of_it(series, client):
    answer = client.submit(ADD, {"email": "nobody", "webinars": []})

    assert answer.status_code == 422
    assert "Enter a complete e-mail address" in answer.text
    assert "Choose at least one webinar." in answer.text
    assert "Say how the person agreed" in answer.text


def test_details_are_corrected(series, client):
    page = person_page(series, 0, "correct")

    answer = client.submit(page, DETAILS | {"name": "Ana Rey"})

    assert answer.status_code == 303
    assert now_of(series).registrations[0].registrant.name == "Ana Rey"


def test_who_saves_second_is_told_what_changed(series, client):
    page = person_page(series, 0, "correct")
    opened = client.get(page)
    client.submit(page, DETAILS | {"name": "Ana First"})

    answer = client.post(
        page, data=HiddenFields(opened.text).fields | DETAILS | {"name": "Ana Second"}
    )

    assert answer.status_code == 409
    assert "Ana First" in answer.text
    assert now_of(series).registrations[0].registrant.name == "Ana First"


def test_a_new_address_counts_once_it_is_confirmed(series, client, outbox):
    client.submit(person_page(series, 0, "address"), {"email": "new@example.org"})

    registrant = now_of(series).registrations[0].registrant
    assert (registrant.email, registrant.pending_email) == ("ana@example.org", "new@example.org")
    assert [(mail.kind, mail.recipient) for mail in outbox()] == [
        (MessageKind.CONFIRM_ADDRESS, "new@example.org")
    ]


def test_an_address_of_another_registrant_is_recognised(series, client, outbox):
    answer = client.submit(person_page(series, 0, "address"), {"email": "bea@example.org"})

    assert answer.status_code == 409
    assert "Bea Bravo" in answer.text
    assert outbox() == []


def test_a_seat_beyond_the_last_is_given_only_knowingly(series, client, outbox):
    page = seat_page(series, 1, "give")
    assert "Every seat is taken: 1 of 1." in client.get(page).text
    assert client.submit(page, {}).status_code == 409

    assert client.submit(page, {"overbooks": "y"}).status_code == 303

    assert kinds(outbox) == [MessageKind.PROMOTED]
    assert now_of(series).registrations[1].enrollments[0].status is EnrollmentStatus.CONFIRMED


def test_a_seat_is_given_up_the_next_moves_up_and_it_can_be_taken_back(series, client, outbox):
    page = seat_page(series, 0, "cancel")
    assert "The first who waits gets the seat at once" in client.get(page).text

    client.submit(page, {})

    assert kinds(outbox) == [MessageKind.WITHDRAWN, MessageKind.PROMOTED]
    assert outbox()[0].details["reason"] == "organizer"
    assert "Undo" in client.get(person_page(series, 0)).text
    client.submit(person_page(series, 0), {}, to=seat_page(series, 0, "restore"))
    assert now_of(series).registrations[0].enrollments[0].status is EnrollmentStatus.WAITLISTED


def test_all_seats_are_given_up(series, client):
    client.submit(person_page(series, 0, "cancel"), {})

    assert now_of(series).registrations[0].enrollments[0].status is EnrollmentStatus.CANCELLED


@pytest.mark.parametrize(
    ("mail", "kind"),
    [("private_link", MessageKind.PRIVATE_LINK), ("welcome", MessageKind.WELCOME)],
)
def test_a_mail_is_sent_again(series, client, outbox, mail, kind):
    client.submit(person_page(series, 0, "send-again"), {"mail": mail})

    assert [(one.kind, one.recipient) for one in outbox()] == [(kind, "ana@example.org")]


def test_an_invitation_is_sent_again_with_the_same_sequence(series, client, outbox):
    [seat] = series.registrations[0].enrollments
    [invitation] = seat.invitations
    sequence = invitation.sequence

    client.submit(person_page(series, 0, "send-again"), {"mail": str(seat.id)})

    [mail] = outbox()
    assert (mail.kind, mail.sequence) == (MessageKind.INVITED, sequence)
    assert mail.stamped_at == seat.invitations[0].stamped_at


def test_the_answer_to_an_access_request_is_noted_and_nobody_mailed(series, client, outbox):
    need = AccessRequest(
        kind=AccessKind.CAPTIONS,
        note="",
        status=AccessRequestStatus.OPEN,
        created_at=series.created_at,
    )
    series.registrations[0].access_requests = [need]
    saved(need)

    client.submit(person_page(series, 0, f"needs/{need.id}"), {"answer": "arranged"})

    now_of(series)
    assert need.status is AccessRequestStatus.ARRANGED
    assert outbox() == []


def test_erasing_says_what_goes_and_then_nobody_finds_the_person(series, client):
    console(client, "organizer", series)
    page = person_page(series, 0, "erase")
    assert "1 seat or waiting place still to come" in client.get(page).text

    answer = client.submit(page, {})

    assert answer.location == "/organize/registrants/guide/"
    assert client.get(page).status_code == 404
    assert "Ana Ruiz" not in client.get(answer.location).text


def test_an_assistant_erases_nobody(series, client):
    assert client.get(person_page(series, 0, "erase")).status_code == 403


def test_who_is_part_of_others_series_is_erased_by_an_owner_only(series, client):
    ana = series.registrations[0].registrant
    saved(a_registration(registrant=ana, series=a_series(slug="other")))
    page = person_page(series, 0, "erase")

    console(client, "organizer", series)
    assert "Ask an owner to erase" in client.get(page).text
    assert client.submit(page, {}).status_code == 403
    assert ana.erased_at is None

    console(client)
    client.submit(page, {})
    now_of(series)
    assert ana.erased_at is not None
