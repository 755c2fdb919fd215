"""What was typed survives a sign-in that had ended, and is never acted on by itself."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from tests.support.console import OWNERS_ADDRESS, PASSWORD, an_owner_with_a_password, sign_in
from tests.support.web import HiddenFields
from webinars.clock import utcnow
from webinars.extensions import transaction
from webinars.models import HeldForm, SignIn, User
from webinars.services import sign_ins

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PROFILE = "/organize/account/profile"
TYPED = {"name": "Olga Renamed", "time_zone": "Europe/Madrid", "language": "es"}
CREDENTIALS = {"email": OWNERS_ADDRESS, "password": PASSWORD}


@pytest.fixture
def owner(app, db) -> User:
    with app.test_request_context():
        return an_owner_with_a_password()


@pytest.fixture
def page(client, owner):
    """The form, open in a browser whose sign-in then ends."""
    sign_in(client, owner)
    opened = HiddenFields(client.get(PROFILE).text).fields
    with transaction():
        sign_ins.end_all(owner, now=utcnow())
    return opened


def came_back(client, page, path=PROFILE, typed=TYPED):
    away = client.post(path, data={**page, **typed})
    assert away.status_code == 303
    assert away.location.startswith("/organize/login?next=")
    assert "What you typed is kept" in client.get(away.location).text
    return client.submit(away.location, CREDENTIALS)


def test_a_form_comes_back_as_it_was_typed(client, db, owner, page):
    back = came_back(client, page)

    shown = client.get(back.location).text
    assert back.location.startswith(f"{PROFILE}?held=")
    assert 'value="Olga Renamed"' in shown
    assert '<option selected value="Europe/Madrid"' in shown
    assert "Your sign-in had ended, so nothing was saved." in shown
    assert db.session.scalars(select(User.name)).all() == ["Olga Owner"]


def test_it_can_then_be_sent(client, db, owner, page):
    back = came_back(client, page)

    saved = client.submit(back.location, TYPED)

    assert saved.location == "/organize/account/"
    [found] = db.session.execute(select(User.name, User.time_zone, User.language))
    assert tuple(found) == tuple(TYPED.values())


def test_a_form_whose_cookie_has_gone_comes_back_too(client, page):
    client.delete_cookie("session")

    back = came_back(client, page)

    assert 'value="Olga Renamed"' in client.get(back.location).text


def test_what_others_changed_meanwhile_is_still_noticed(client, db, owner, page):
    with transaction():
        db.session.get(User, owner.id).name = "Olga Elsewhere"
    back = came_back(client, page)

    refused = client.submit(back.location, TYPED)

    assert refused.status_code == 409
    assert "Olga Elsewhere" in refused.text


def test_only_the_browser_that_sent_it_sees_it(app, client, owner, page):
    back = came_back(client, page)
    other = app.test_client()
    sign_in(other, owner)

    assert "Olga Renamed" not in other.get(back.location).text


def test_another_page_does_not_show_it(client, page):
    back = came_back(client, page)
    held = back.location.partition("?")[2]

    assert "Olga Renamed" not in client.get(f"/organize/account/?{held}").text


def test_passwords_are_not_kept(client, db, page):
    client.post(
        "/organize/account/password",
        data={**page, "current_password": "secret one", "password": "secret two", "name": "x"},
    )

    [held] = db.session.scalars(select(HeldForm)).all()
    assert held.fields.keys() == {"base", "name"}


def test_a_button_without_a_page_is_offered_again(client, db, owner, page):
    away = client.post("/organize/account/codes.txt", data={**page, "codes": "1a2b-3c4d-5e6f"})
    back = client.submit(away.location, CREDENTIALS)

    offered = client.get(back.location)
    done = client.submit(back.location, to="/organize/account/codes.txt")

    assert "Not done yet" in offered.text
    assert done.text == "1a2b-3c4d-5e6f\n"


def test_what_is_held_is_held_for_some_hours(client, db, page):
    back = came_back(client, page)
    with transaction():
        db.session.execute(update(HeldForm).values(created_at=utcnow() - timedelta(hours=13)))

    assert "Olga Renamed" not in client.get(back.location).text


def test_a_form_sent_long_after_signing_in_waits_for_the_password(client, db, owner):
    sign_in(client, owner)
    client.get("/organize/account/app")
    with client.session_transaction() as cookie:
        del cookie["fs_gexp"]
        cookie["fs_paa"] -= 3600
    token = HiddenFields(client.get(PROFILE).text).fields

    away = client.post("/organize/account/app", data={**token, "code": "123 456"})
    wrong = client.submit(away.location, {"password": "wrong"})
    back = client.submit(away.location, {"password": PASSWORD})

    assert away.location.startswith("/organize/verify?next=")
    assert (wrong.status_code, back.status_code) == (422, 302)
    assert 'value="123456"' in client.get(back.location).text
    assert db.session.get(User, owner.id).tf_totp_secret is None


def test_a_name_for_a_passkey_waits_for_the_password_too(client, db, owner):
    sign_in(client, owner)
    token = HiddenFields(client.get(PROFILE).text).fields
    with client.session_transaction() as cookie:
        cookie["fs_paa"] -= 3600

    away = client.post("/organize/account/passkeys", data={**token, "name": "My phone"})
    back = client.submit(away.location, {"password": PASSWORD})

    assert 'value="My phone"' in client.get(back.location).text


def test_a_stale_page_for_signing_in_is_shown_again_with_the_address(client, owner):
    stale = client.post(f"/organize/login?next={PROFILE}", data={**CREDENTIALS, "next": PROFILE})

    shown = client.get(stale.location)
    back = client.submit(stale.location, CREDENTIALS)

    assert (stale.status_code, stale.location) == (303, f"/organize/login?next={PROFILE}")
    assert "This page had been open for too long" in shown.text
    assert f'value="{OWNERS_ADDRESS}"' in shown.text
    assert back.location == PROFILE


def test_strangers_cannot_fill_the_table(make_app, db, owner, client):
    visitor = make_app(client_limits="1000 per minute").test_client()
    token = HiddenFields(visitor.get("/organize/login").text).fields

    for _ in range(25):
        visitor.post(PROFILE, data={**token, **TYPED})

    assert db.session.scalar(select(func.count()).select_from(HeldForm)) == 20
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == 0
