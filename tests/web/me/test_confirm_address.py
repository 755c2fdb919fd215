from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import a_registrant, saved
from tests.support.forms import filled_form
from tests.support.html import Page
from tests.web.people import GUIDE, a_guide, ana, private_page, the_registrant
from webinars.clock import utcnow
from webinars.links import Purpose, token
from webinars.models import Delivery, MessageKind, Registrant

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def address(client, db):
    """The link mailed to Ana's new address; she is registered for one webinar."""
    a_guide()
    client.submit(GUIDE, ana())
    client.submit(private_page() + "address", {"email": "new@example.org"})
    return f"/confirm-address/{token(Purpose.EMAIL_CHANGE, the_registrant().email_change_nonce)}"


def test_looking_changes_nothing(client, address):
    words = Page(client.get(address).text).words

    assert "Shall we write to new@example.org from now on?" in words
    assert the_registrant().email == "ana@example.org"


def test_the_new_address_is_taken_and_invitations_move(client, db, address):
    answer = client.submit(address)

    assert (answer.status_code, answer.location) == (303, "/confirm-address/done")
    assert the_registrant().email == "new@example.org"
    sent = db.session.scalars(select(Delivery).order_by(Delivery.id))
    assert [(found.kind, found.recipient) for found in sent] == [
        (MessageKind.INVITED, "ana@example.org"),
        (MessageKind.CONFIRM_ADDRESS, "new@example.org"),
        (MessageKind.WITHDRAWN, "ana@example.org"),
        (MessageKind.INVITED, "new@example.org"),
    ]
    assert client.get(address).status_code == 410
    assert client.get(private_page()).status_code == 200


def test_an_address_taken_meanwhile_gets_the_same_answer(client, db, address):
    saved(a_registrant(email="new@example.org"))

    answer = client.submit(address)

    assert (answer.status_code, answer.location) == (303, "/confirm-address/done")
    emails = db.session.scalars(select(Registrant.email).order_by(Registrant.id)).all()
    assert emails == ["ana@example.org", "new@example.org"]


def test_an_old_link_says_so_and_changes_nothing(client, db, address):
    form = filled_form(client.get(address).text)
    registrant = the_registrant()
    registrant.email_change_asked_at = utcnow() - timedelta(days=1, minutes=1)
    saved(registrant)

    page, answer = client.get(address), client.post(address, data=form)

    assert (page.status_code, answer.status_code) == (410, 410)
    assert "This link is too old" in page.text
    assert the_registrant().email == "ana@example.org"
