import pytest

from tests.factories import a_registrant, saved
from tests.support.forms import filled_form
from tests.web.people import the_registrant
from webinars.links import Purpose, token

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def address(client, db):
    """Where Ana's reminders stop."""
    registrant = saved(a_registrant())
    return f"/unsubscribe/{token(Purpose.UNSUBSCRIBE, registrant.unsubscribe_nonce)}"


def is_stopped():
    return the_registrant().reminders_stopped_at is not None


def test_the_page_explains_and_changes_nothing(client, address):
    page = client.get(address)

    assert "You keep your seats" in page.text
    assert "Then cancel on your private page" in page.text
    assert not is_stopped()


@pytest.mark.parametrize("media_type", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_one_click_stops_without_a_cookie_from_anywhere(app, address, media_type):
    headers = {"Origin": "https://mail.example.com", "Sec-Fetch-Site": "cross-site"}

    answer = app.test_client().post(
        address, data=ONE_CLICK, content_type=media_type, headers=headers
    )

    assert (answer.status_code, answer.text) == (200, "You get no more reminders and news.")
    assert "Set-Cookie" not in answer.headers
    assert is_stopped()


def test_the_button_stops_and_shows_it(client, address):
    answer = client.submit(address)

    assert (answer.status_code, answer.location) == (303, address)
    assert "You get no more reminders" in client.get(address).text
    assert is_stopped()


def test_reminders_can_be_begun_again(client, address):
    client.post(address, data=ONE_CLICK)

    answer = client.submit(address, to=address + "/resume")

    assert answer.status_code == 303
    assert not is_stopped()


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
