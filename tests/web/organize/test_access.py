"""Who is let in where, and how one comes in."""

import pytest
from flask import Blueprint, Flask
from flask_security import hash_password

from tests.factories import a_series, saved
from tests.support.console import an_account, console
from tests.support.web import Visitor
from webinars.domain.permissions import Permission
from webinars.models import SeriesStatus
from webinars.web.organize.access import for_installation, for_series, for_signed_in, the_user

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PASSWORD = "correct horse battery"
ROOMS = {
    "/organize/rooms/guide/seen": {"owner", "organizer", "assistant", "viewer"},
    "/organize/rooms/guide/people": {"owner", "organizer", "assistant"},
    "/organize/rooms/guide/edited": {"owner", "organizer"},
    "/organize/rooms/catalog": {"owner", "organizer"},
    "/organize/rooms/settings": {"owner"},
    "/organize/rooms/account": {"owner", "organizer", "assistant", "viewer", "stranger"},
}


@pytest.fixture
def app(make_app) -> Flask:
    app = make_app()
    rooms = Blueprint("rooms", __name__, url_prefix="/organize/rooms")
    for name, permission in (
        ("seen", Permission.SEE_SERIES),
        ("people", Permission.SEE_REGISTRANTS),
        ("edited", Permission.EDIT_SERIES),
    ):
        view = for_series(permission)(lambda series: series.slug)
        rooms.add_url_rule(f"/<series>/{name}", name, view)
    for name, permission in (
        ("catalog", Permission.EDIT_CATALOG),
        ("settings", Permission.MANAGE_SETTINGS),
    ):
        rooms.add_url_rule(f"/{name}", name, for_installation(permission)(lambda: "open"))
    rooms.add_url_rule("/account", "account", for_signed_in(lambda: the_user().email))
    app.register_blueprint(rooms)
    return app


@pytest.fixture
def guide(db):
    return saved(a_series(slug="guide", status=SeriesStatus.DRAFT))


@pytest.mark.parametrize("role", ["owner", "organizer", "assistant", "viewer", "stranger"])
def test_each_role_enters_what_it_may(client, guide, role):
    console(client, role, guide)

    entered = {address for address in ROOMS if client.get(address).status_code == 200}

    assert entered == {address for address, roles in ROOMS.items() if role in roles}


def test_who_is_no_member_learns_nothing_about_a_series(client, guide):
    console(client, "stranger")

    assert client.get("/organize/rooms/guide/seen").status_code == 404
    assert client.get("/organize/rooms/nowhere/seen").status_code == 404


def test_a_member_is_told_what_the_role_does_not_allow(client, guide):
    console(client, "viewer", guide)

    refused = client.get("/organize/rooms/guide/edited")

    assert refused.status_code == 403
    assert "Your account may not do this." in refused.text


def test_a_role_in_one_series_says_nothing_about_another(client, guide):
    other = saved(a_series(slug="other"))
    console(client, "organizer", other)

    assert client.get("/organize/rooms/guide/seen").status_code == 404
    assert client.get("/organize/rooms/other/edited").text == "other"


def test_a_disabled_account_is_signed_out(client, guide):
    user = console(client, "owner")
    user.active = False
    saved(user)

    assert client.get("/organize/rooms/account").status_code == 303


def test_a_signed_out_visitor_signs_in_and_comes_back(app, client: Visitor, guide):
    user = an_account("organizer", guide)
    with app.test_request_context():
        user.password = hash_password(PASSWORD)
    saved(user)

    away = client.get("/organize/rooms/guide/edited?page=2")
    back = client.submit(away.location, {"email": user.email, "password": PASSWORD})

    assert away.status_code == 303
    assert back.location == "/organize/rooms/guide/edited?page=2"
    assert client.get("/organize/rooms/guide/edited").text == "guide"


def test_nobody_comes_back_to_another_site(app, client: Visitor, guide):
    user = an_account("organizer", guide)
    with app.test_request_context():
        user.password = hash_password(PASSWORD)
    saved(user)

    back = client.submit(
        "/organize/login?next=https://elsewhere.example/",
        {"email": user.email, "password": PASSWORD},
    )

    assert "elsewhere" not in (back.location or "")
