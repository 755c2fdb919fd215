"""Signing in and out: who comes in, how often one may try, and what a sign-in leaves behind."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from flask import Flask
from flask_security import hash_password
from sqlalchemy import func, select, update

from tests.factories import saved
from tests.support.console import PASSWORD, an_account, an_owner_with_a_password, console
from tests.support.web import HiddenFields, Visitor
from webinars.clock import utcnow
from webinars.extensions import transaction
from webinars.models import FailedSignIn, SignIn, SignInMethod, User
from webinars.queries.sign_ins import MOST_FAILURES
from webinars.web.organize.sign_in import forms

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LOGIN = "/organize/login"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def owner(app: Flask, db) -> User:
    with app.test_request_context():
        return an_owner_with_a_password()


def sign_in(client: Visitor, email: str = "olga@example.org", password: str = PASSWORD, **more):
    return client.submit(LOGIN, {"email": email, "password": password, **more})


def test_signing_in_is_noted_with_the_kind_of_device(client, db, owner):
    client.submit(
        LOGIN,
        {"email": owner.email, "password": PASSWORD},
        headers={"User-Agent": FIREFOX},
    )

    [noted] = db.session.scalars(select(SignIn)).all()
    assert (noted.user_id, noted.method, noted.device, noted.is_kept) == (
        owner.id,
        SignInMethod.PASSWORD,
        "Firefox · Windows",
        False,
    )


def test_the_session_changes_and_the_cookie_from_before_opens_nothing(client, owner):
    client.get(LOGIN)
    before = client.get_cookie("session").value

    sign_in(client)

    after = client.get_cookie("session").value
    client.set_cookie("session", before)
    assert after != before
    assert client.get("/organize/account/").status_code == 303


def test_a_cookie_is_worth_nothing_after_signing_out(client, owner):
    sign_in(client)
    stolen = client.get_cookie("session").value

    client.submit("/organize/account/", to="/organize/logout")

    client.set_cookie("session", stolen)
    assert client.get("/organize/account/").status_code == 303


@pytest.mark.parametrize(
    ("is_kept", "age", "status"),
    [(False, 11, 200), (False, 13, 303), (True, 29 * 24, 200), (True, 31 * 24, 303)],
)
def test_a_sign_in_holds_for_the_day_or_for_thirty_days(client, db, is_kept, age, status):
    console(client)
    with transaction():
        then = utcnow() - timedelta(hours=age)
        db.session.execute(update(SignIn).values(is_kept=is_kept, signed_in_at=then))

    assert client.get("/organize/account/").status_code == status


def test_who_asks_to_be_kept_gets_a_cookie_that_lasts(client, db, owner):
    response = sign_in(client, keep="y")

    assert db.session.scalars(select(SignIn.is_kept)).all() == [True]
    assert "Expires=" in response.headers["Set-Cookie"]


WRONG = {
    "wrong password": ("olga@example.org", "not the password"),
    "unknown address": ("nobody@example.org", PASSWORD),
    "disabled": ("gone@example.org", PASSWORD),
    "invited": ("invited@example.org", PASSWORD),
    "locked": ("locked@example.org", PASSWORD),
}


@pytest.fixture
def everybody(app, db, owner):
    with app.test_request_context():
        for email in ("gone@example.org", "locked@example.org"):
            user = an_account(email=email)
            user.password = hash_password(PASSWORD)
            user.active = email != "gone@example.org"
            saved(user)
    an_account(email="invited@example.org")
    for _ in range(MOST_FAILURES):
        sign_in(app.test_client(), "locked@example.org", "wrong")


@pytest.mark.usefixtures("everybody")
def test_whatever_is_wrong_the_answer_is_the_same(client):
    answers = {name: sign_in(client, *tried) for name, tried in WRONG.items()}

    pages = {
        (answer.status_code, answer.location, answer.text.replace(WRONG[name][0], "it"))
        for name, answer in answers.items()
    }
    [(status, location, page)] = {(s, to, without_tokens(page)) for s, to, page in pages}
    assert (status, location) == (422, None)
    assert "We could not sign you in." in page


def without_tokens(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrf_token" not in line)


@pytest.mark.usefixtures("everybody")
@pytest.mark.parametrize("name", WRONG)
def test_whatever_is_wrong_one_hash_is_computed(client, name):
    counting = Counting(client.application.extensions["security"].pwd_context)
    client.application.extensions["security"].pwd_context = counting

    sign_in(client, *WRONG[name])

    assert len(counting.computed) == 1


class Counting:
    """What computes hashes, noting when it does."""

    def __init__(self, context) -> None:
        self.context = context
        self.computed: list[str] = []

    def __getattr__(self, name: str):
        if name in {"hash", "verify", "verify_and_update"}:
            self.computed.append(name)
        return getattr(self.context, name)


def test_an_account_closes_after_ten_tries_and_opens_after_a_quarter_of_an_hour(client, db, owner):
    for _ in range(MOST_FAILURES):
        sign_in(client, password="wrong")

    assert sign_in(client).status_code == 422
    with transaction():
        db.session.execute(update(FailedSignIn).values(failed_at=utcnow() - timedelta(minutes=16)))
    assert sign_in(client).status_code == 302
    assert db.session.scalar(select(func.count()).select_from(FailedSignIn)) == 0


def test_the_count_is_the_same_for_every_spelling_of_an_address(client, db, owner):
    for email in ("olga@example.org", "OLGA@example.org", " Olga@Example.org "):
        sign_in(client, email, "wrong")

    assert len(set(db.session.scalars(select(FailedSignIn.address_digest)))) == 1


def test_an_address_with_letters_of_another_script_signs_in(app, client, db):
    with app.test_request_context():
        user = an_account(email="olga@xn--exmple-cua.org")
        user.password = hash_password(PASSWORD)
        saved(user)

    assert sign_in(client, "Olga@exämple.org").status_code == 302


def test_one_client_may_try_so_often(make_app, db):
    visitor = make_app(client_limits="1000 per minute").test_client()

    statuses = [sign_in(visitor, f"n{number}@example.org").status_code for number in range(21)]

    assert statuses == [422] * 20 + [429]


def test_a_disabled_person_is_out_at_once(client, db):
    user = console(client)
    user.active = False
    saved(user)

    assert client.get("/organize/account/").status_code == 303


def test_another_persons_sign_in_is_no_key(client, db):
    other = console(client)
    with client.session_transaction() as cookie:
        number = cookie["sign_in"]
    mine = console(client)
    with client.session_transaction() as cookie:
        cookie["sign_in"] = number

    assert other.id != mine.id
    assert client.get("/organize/account/").status_code == 303


def test_nothing_but_post_signs_out(client, db):
    console(client)

    assert client.get("/organize/logout").status_code == 405
    assert client.get("/organize/account/").status_code == 200


@pytest.mark.parametrize(
    "wanted",
    [
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "/\t/elsewhere.example",
        "https://elsewhere.example/",
        "javascript:alert(1)",
    ],
)
def test_who_signs_in_comes_to_a_page_of_ours(client, owner, wanted):
    came = client.submit(
        f"{LOGIN}?next={quote(wanted)}", {"email": owner.email, "password": PASSWORD}
    )

    assert (came.status_code, came.location) == (302, "/organize/")


def test_there_is_no_second_way_in_that_speaks_json(client, owner):
    page = HiddenFields(client.get(LOGIN).text).fields
    answer = client.post(
        LOGIN,
        json={"email": owner.email, "password": PASSWORD},
        headers={"X-CSRFToken": page["csrf_token"], "Accept": "application/json"},
    )

    assert answer.status_code == 415
    assert client.get("/organize/account/").status_code == 303
    assert forms.SignInForm.remember is None
