import pytest
from sqlalchemy import select

from tests.factories import a_registrant, saved
from tests.support.html import Page
from webinars.models import Delivery, MessageKind

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_the_link_is_mailed_to_a_known_address(client, db):
    saved(a_registrant(email="ana@example.org"))

    answer = client.submit("/me/", {"email": " Ana@Example.org "})

    assert (answer.status_code, answer.location) == (303, "/me/asked")
    [delivery] = db.session.scalars(select(Delivery)).all()
    assert (delivery.kind, delivery.recipient) == (MessageKind.PRIVATE_LINK, "ana@example.org")


def test_the_answer_is_the_same_for_an_unknown_address(app, db):
    saved(a_registrant(email="ana@example.org"))

    def answers(email):
        visitor = app.test_client()
        first = visitor.submit("/me/", {"email": email})
        second = visitor.get(first.location)
        return first.status_code, first.location, first.data, second.text.replace(email, "")

    assert answers("ana@example.org") == answers("eve@example.org")
    assert "If eve@example.org is registered here" in _asked(app, "eve@example.org")


def _asked(app, email):
    return Page(
        app.test_client().submit("/me/", {"email": email}, follow_redirects=True).text
    ).words


@pytest.mark.parametrize("email", ["", "ana", "zoë@example.org", "a" * 300, "a@b\x00c"])
def test_what_is_no_address_is_refused_and_kept(client, db, email):
    answer = client.submit("/me/", {"email": email})

    assert answer.status_code == 422
    assert 'class="error-summary"' in answer.text


def test_the_next_page_says_nothing_to_whom_it_was_not_told(client, db):
    assert "If your address is registered here" in client.get("/me/asked").text
