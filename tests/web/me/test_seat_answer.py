"""The page behind the link in the mail that asks whether a declined seat is to be given up."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import a_registration, an_enrollment, an_invitation, saved
from tests.support.forms import filled_form
from tests.support.html import Page
from tests.web.people import a_guide
from webinars.clock import utcnow
from webinars.extensions import transaction
from webinars.links import Purpose, new_nonce, token
from webinars.models import Delivery, EnrollmentStatus, MessageKind, PartStat, WebinarStatus
from webinars.services import invitations

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def seat(client, db):
    """Ana's seat, whose invitation her calendar has declined."""
    series = a_guide()
    found = an_enrollment(series.webinars[0], registration=a_registration(series=series))
    saved(found, an_invitation(found, partstat=PartStat.DECLINED, answer_nonce=new_nonce()))
    return found


def address_of(seat):
    return f"/answer/{token(Purpose.ANSWER, seat.invitations[0].answer_nonce)}/"


def act(client, seat, what):
    """Press the button that does *what*; return the page that follows."""
    address = address_of(seat)
    answer = client.submit(address, to=address + what)
    assert (answer.status_code, answer.location) == (303, address)
    return Page(client.get(address).text).words


def mails(db):
    return db.session.scalars(select(Delivery.kind).order_by(Delivery.id)).all()


def test_looking_changes_nothing(client, db, seat):
    words = Page(client.get(address_of(seat)).text).words

    assert "Shall we give up your seat?" in words
    assert seat.status is EnrollmentStatus.CONFIRMED
    assert mails(db) == []


def test_the_seat_is_given_up_and_taken_back(client, db, seat):
    words = act(client, seat, "give-up")
    assert "Your seat is given up." in words
    db.session.refresh(seat)
    assert seat.status is EnrollmentStatus.CANCELLED
    assert mails(db) == [MessageKind.WITHDRAWN]

    words = act(client, seat, "take-back")
    assert "You have a seat." in words
    db.session.refresh(seat)
    assert (seat.status, seat.generation) == (EnrollmentStatus.CONFIRMED, 2)
    assert mails(db) == [MessageKind.WITHDRAWN, MessageKind.INVITED]


def test_the_link_of_a_former_invitation_gives_no_newer_seat_up(client, db, seat):
    address = address_of(seat)
    opened_before = filled_form(client.get(address).text)
    with transaction():
        invitations.withdraw(seat, reason="asked", now=utcnow())
        invitations.invite(seat, MessageKind.INVITED, now=utcnow())

    answer = client.post(address + "give-up", data=opened_before)

    assert (answer.status_code, answer.location) == (303, address)
    assert "You have a seat." in Page(client.get(address).text).words
    db.session.refresh(seat)
    assert seat.status is EnrollmentStatus.CONFIRMED


def test_the_seat_is_kept(client, db, seat):
    words = act(client, seat, "keep")

    assert "You have a seat." in words
    db.session.refresh(seat.invitations[0])
    assert seat.invitations[0].partstat is PartStat.ACCEPTED
    assert mails(db) == []


def test_once_the_webinar_has_begun_there_is_nothing_to_decide(client, db, seat):
    seat.webinar.starts_at = utcnow() - timedelta(minutes=1)
    saved(seat.webinar)

    assert "There is nothing to decide any more" in Page(client.get(address_of(seat)).text).words


def test_there_is_nothing_to_decide_about_a_cancelled_webinar(client, db, seat):
    address = address_of(seat)
    seat.webinar.status = WebinarStatus.CANCELLED
    saved(seat.webinar)

    page = client.get(address).text

    assert "There is nothing to decide any more" in page
    assert "Give up my seat" not in page
