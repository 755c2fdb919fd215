import pytest
from sqlalchemy import select

from tests.factories import a_registrant, a_suppression, saved
from tests.support.forms import filled_form
from tests.web.people import the_registrant
from webinars.links import Purpose, token
from webinars.models import Suppression, SuppressionReason, SuppressionScope

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def address(client, db):
    """Where Ana's reminders stop."""
    registrant = saved(a_registrant())
    return f"/unsubscribe/{token(Purpose.UNSUBSCRIBE, registrant.unsubscribe_nonce)}"


def is_stopped():
    """Whether both are stopped."""
    return stopped() == {"reminders", "announcements"}


def stopped():
    registrant = the_registrant()
    found = {
        "reminders": registrant.reminders_stopped_at,
        "announcements": registrant.announcements_stopped_at,
    }
    return {name for name, moment in found.items() if moment is not None}


def test_the_page_explains_and_changes_nothing(client, address):
    page = client.get(address)

    assert "You keep your seats" in page.text
    assert "To want no mails is not to cancel" in page.text
    assert "Send me my private link" in page.text
    assert not is_stopped()


@pytest.mark.parametrize("media_type", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_one_click_stops_without_a_cookie_from_anywhere(app, address, media_type):
    headers = {"Origin": "https://mail.example.com", "Sec-Fetch-Site": "cross-site"}

    answer = app.test_client().post(
        address, data=ONE_CLICK, content_type=media_type, headers=headers
    )

    assert (answer.status_code, answer.text) == (
        200,
        "You get no more reminders and announcements.",
    )
    assert "Set-Cookie" not in answer.headers
    assert is_stopped()


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("reminders", "You get no more reminders."),
        ("announcements", "You get no more announcements."),
    ],
)
def test_one_click_stops_what_the_mail_was_about(app, address, scope, words):
    answer = app.test_client().post(f"{address}?of={scope}", data=ONE_CLICK)

    assert (answer.status_code, answer.text) == (200, words)
    assert stopped() == {scope}


@pytest.mark.parametrize("scope", ["reminders", "announcements"])
def test_the_button_stops_one_kind_and_undoes_it(client, address, scope):
    here = f"{address}?of={scope}"

    answer = client.submit(here, to=here)

    assert (answer.status_code, answer.location) == (303, here)
    assert f"<h1>You get no more {scope}</h1>" in client.get(here).text
    assert stopped() == {scope}

    answer = client.submit(here, to=f"{address}/resume?of={scope}")

    assert (answer.status_code, answer.location) == (303, here)
    assert stopped() == set()
    assert f"You get {scope} again." in client.get(here).text


def test_both_can_be_stopped_at_once_and_begun_again(client, address):
    client.submit(address, to=address)
    assert is_stopped()
    assert "You get no more reminders and announcements" in client.get(address).text

    client.submit(address, to=address + "/resume")

    assert stopped() == set()


def test_beginning_again_needs_a_token(client, address):
    client.post(address, data=ONE_CLICK)

    assert client.post(address + "/resume").status_code == 400
    assert is_stopped()


def test_one_click_is_never_limited(make_app, address):
    client = make_app(client_limits="1 per minute").test_client()

    assert {client.post(address, data=ONE_CLICK).status_code for _ in range(5)} == {200}


def test_a_wrong_token_stops_nobody(client, address):
    assert client.post(address[:-1] + "~", data=ONE_CLICK).status_code == 404
    assert not is_stopped()
    assert filled_form(client.get(address).text) == {}


def held_back(*scopes, reason=SuppressionReason.COMPLAINT):
    """Hold mails of these scopes back from Ana's address."""
    email = the_registrant().email
    saved(*(a_suppression(email, scope=scope, reason=reason) for scope in scopes))


def scopes_in_force(db):
    db.session.rollback()
    found = db.session.scalars(select(Suppression).where(Suppression.lifted_at.is_(None)))
    return {one.scope for one in found}


def test_who_complained_is_told_that_nothing_comes_and_can_have_one_kind_again(client, db, address):
    held_back(SuppressionScope.REMINDERS, SuppressionScope.ANNOUNCEMENTS)

    page = client.get(address).text
    client.submit(address, to=address + "/resume?of=reminders")

    assert "You get no more reminders and announcements" in page
    assert "You get them." not in page
    assert scopes_in_force(db) == {SuppressionScope.ANNOUNCEMENTS}
    assert "You get them." in client.get(address).text


def test_whose_mail_comes_back_gets_all_kinds_again(client, db, address):
    held_back(*SuppressionScope, reason=SuppressionReason.BOUNCE)
    before = client.get(address).text

    client.submit(address, to=address + "/resume?of=reminders")

    assert scopes_in_force(db) == set()
    assert "not even when a webinar moves" in before
    assert "we still write to you" not in before
    assert "we still write to you" in client.get(address).text
