"""Choosing a password by a link: once, for a short time, and without telling who has an account."""

import re
from datetime import timedelta

import pytest
from itsdangerous import TimestampSigner
from sqlalchemy import select, update

from tests.factories import saved
from tests.support.console import OWNERS_ADDRESS, PASSWORD, an_account, an_owner_with_a_password
from tests.support.console import sign_in as signed_in
from tests.support.mails import plain, read
from webinars.clock import utcnow
from webinars.extensions import transaction
from webinars.links import set_password_url
from webinars.models import Delivery, MessageKind, Priority, User

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NEW = "four calm words here"


@pytest.fixture
def owner(app, db) -> User:
    with app.test_request_context():
        return an_owner_with_a_password()


def link(user: User) -> str:
    return set_password_url(user).removeprefix("http://127.0.0.1:8000")


def comes_in(client, password):
    return client.submit(
        "/organize/login", {"email": OWNERS_ADDRESS, "password": password}
    ).location


def test_the_mail_goes_before_all_others_and_its_link_works(client, db, owner, outbox):
    asked = client.submit("/organize/reset", {"email": "OLGA@example.org"})

    [delivery] = outbox()
    path = re.search(r"http://127\.0\.0\.1:8000(\S+reset/\S+)", plain(read(delivery)))[1]
    client.submit(path, {"password": NEW})
    assert asked.location == "/organize/login"
    assert (delivery.kind, delivery.priority, delivery.user_id) == (
        MessageKind.PASSWORD_RESET,
        Priority.ACCOUNT,
        owner.id,
    )
    assert [mail.kind for mail in outbox()] == [
        MessageKind.PASSWORD_RESET,
        MessageKind.PASSWORD_CHANGED,
    ]
    assert comes_in(client, NEW) == "/organize/"


@pytest.mark.parametrize("email", [OWNERS_ADDRESS, "nobody@example.org", "gone@example.org"])
def test_asking_tells_nothing_about_the_account(client, db, owner, outbox, email):
    gone = an_account(email="gone@example.org")
    gone.active = False
    saved(gone)

    asked = client.submit("/organize/reset", {"email": email})

    assert (asked.status_code, asked.location) == (303, "/organize/login")
    assert (
        f"If {email} has an account here, we have written to it." in client.get(asked.location).text
    )
    assert len(outbox()) == (1 if email == OWNERS_ADDRESS else 0)


def test_nobody_gets_more_than_five_links_an_hour(client, owner, outbox):
    for _ in range(7):
        client.submit("/organize/reset", {"email": OWNERS_ADDRESS})

    assert len(outbox()) == 5


def test_looking_at_the_page_uses_nothing_up_and_the_link_works_once(client, owner):
    path = link(owner)
    looked = [client.get(path).status_code for _ in range(3)]

    first, second = (client.submit(path, {"password": NEW}) for _ in range(2))

    assert looked == [200] * 3
    assert (first.status_code, second.status_code) == (303, 404)


def test_sessions_end_with_the_old_password(app, client, owner):
    signed_in(client, owner)

    app.test_client().submit(link(owner), {"password": NEW})

    assert client.get("/organize/account/").status_code == 303
    assert comes_in(client, PASSWORD) is None


@pytest.mark.parametrize(
    ("age", "is_invited", "has_password", "status"),
    [
        (9, False, True, 200),
        (11, False, True, 404),
        (11, False, False, 404),
        (11, True, False, 200),
        (25 * 60, True, False, 404),
    ],
)
def test_how_long_a_link_works(
    client, db, owner, monkeypatch, age, is_invited, has_password, status
):
    with transaction():
        db.session.execute(
            update(User).values(
                invited_at=utcnow() if is_invited else None,
                **({} if has_password else {"password": None}),
            )
        )
    db.session.expire_all()
    then = int((utcnow() - timedelta(minutes=age)).timestamp())
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _signer: then)
    path = link(db.session.get(User, owner.id))
    monkeypatch.undo()

    assert client.get(path).status_code == status


def test_a_disabled_account_a_bent_and_a_used_link_answer_alike(client, db, owner):
    used, bent, disabled = link(owner), link(owner)[:-1] + "!", an_account(email="d@example.org")
    client.submit(used, {"password": NEW})
    disabled.active = False
    saved(disabled)

    answers = {
        (client.get(path).status_code, "no longer works" in client.get(path).text)
        for path in (used, bent, link(disabled))
    }

    assert answers == {(404, True)}


@pytest.mark.parametrize(
    "password", ["short", "123456789012", "passwordpassword", "olga@example.org1", "aaaaaaaaaaaaaa"]
)
def test_a_password_that_others_guess_is_refused(client, owner, password):
    refused = client.submit(link(owner), {"password": password})

    assert refused.status_code == 422
    assert comes_in(client, PASSWORD) == "/organize/"


def test_changing_it_ends_all_other_sessions_but_not_this_one(app, client, db, owner, outbox):
    other = app.test_client()
    signed_in(other, owner)
    signed_in(client, owner)

    wrong = client.submit(
        "/organize/account/password", {"current_password": "wrong", "password": NEW}
    )
    right = client.submit(
        "/organize/account/password", {"current_password": PASSWORD, "password": NEW}
    )

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert client.get("/organize/account/").status_code == 200
    assert other.get("/organize/account/").status_code == 303
    assert [mail.kind for mail in outbox()] == [MessageKind.PASSWORD_CHANGED]


def test_signing_out_everywhere_ends_every_session(app, client, db, owner):
    other = app.test_client()
    signed_in(other, owner)
    signed_in(client, owner)

    client.submit("/organize/account/sign-out-everywhere")

    assert client.get("/organize/account/").status_code == 303
    assert other.get("/organize/account/").status_code == 303
    assert db.session.scalars(select(Delivery)).all() == []
