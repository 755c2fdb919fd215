"""The second step: codes of an app, each once; recovery codes for the day it is gone."""

import re

import pytest
from passlib.totp import TOTP
from sqlalchemy import select

from tests.factories import NOW, saved
from tests.support.console import (
    OWNERS_ADDRESS,
    PASSWORD,
    an_account,
    an_owner_with_a_password,
    sign_in,
)
from tests.support.web import HiddenFields
from webinars.models import MessageKind, Passkey, SignIn, SignInMethod, User
from webinars.queries.sign_ins import MOST_FAILURES

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ACCOUNT = "/organize/account/"
CODE = re.compile(r"<code>([0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4})</code>")


@pytest.fixture
def owner(app, db) -> User:
    with app.test_request_context():
        return an_owner_with_a_password()


class App:
    """The app on the person's phone, and the recovery codes on their paper."""

    def __init__(self, client) -> None:
        page = client.get(f"{ACCOUNT}app").text
        key = re.search(r'class="app-key-text">([^<]+)<', page)[1]
        self.totp = TOTP(key=key, format="base32")
        self.first = self.code()
        self.page = client.submit(f"{ACCOUNT}app", {"code": self.first})
        self.codes = CODE.findall(self.page.text)

    def code(self, steps: int = 0) -> str:
        """What it shows, now or some half minutes away."""
        generated = self.totp.generate()
        return self.totp.generate(generated.start_time + 30 * steps).token


@pytest.fixture
def phone(client, owner) -> App:
    sign_in(client, owner)
    made = App(client)
    client.delete_cookie("session")
    return made


def with_password(client, next_page: str = ""):
    address = f"/organize/login?next={next_page}" if next_page else "/organize/login"
    return client.submit(address, {"email": OWNERS_ADDRESS, "password": PASSWORD})


def test_setting_up_shows_ten_codes_once_and_tells_by_mail(client, phone, owner, outbox):
    sign_in(client, owner)

    assert len(set(phone.codes)) == 10
    assert phone.codes[0] not in client.get(ACCOUNT).text
    assert [(mail.kind, mail.details) for mail in outbox()] == [
        (MessageKind.SECOND_FACTOR_CHANGED, {"change": "app_added"})
    ]


def test_neither_key_nor_codes_stand_in_the_database_as_they_are(db, phone):
    [(secret, kept)] = db.session.execute(select(User.tf_totp_secret, User.mf_recovery_codes))

    assert phone.totp.base32_key not in secret
    assert set(kept) & set(phone.codes) == set()


def test_a_wrong_first_code_changes_nothing_and_keeps_the_key(client, db, owner):
    sign_in(client, owner)
    shown = client.get(f"{ACCOUNT}app").text

    wrong = client.submit(f"{ACCOUNT}app", {"code": "000000"})

    key = re.search(r'class="app-key-text">([^<]+)<', shown)[1]
    assert wrong.status_code == 422
    assert key in wrong.text
    assert db.session.scalars(select(User.tf_totp_secret)).all() == [None]


def test_the_password_alone_lets_nobody_in_any_more(client, phone):
    asked = with_password(client)

    assert asked.location.startswith("/organize/code")
    assert client.get(ACCOUNT).status_code == 303


def test_with_the_code_one_comes_to_where_one_wanted(client, db, phone):
    asked = with_password(client, ACCOUNT)

    came = client.submit(asked.location, {"code": phone.code(1)})

    assert came.location == ACCOUNT
    assert db.session.scalars(select(SignIn.method).order_by(SignIn.id.desc())).first() is (
        SignInMethod.CODE
    )


def test_no_code_works_twice_nor_an_older_one(client, phone):
    asked = with_password(client)
    replayed = client.submit(asked.location, {"code": phone.first})
    older = client.submit(asked.location, {"code": phone.code(-1)})

    assert (replayed.status_code, older.status_code) == (422, 422)
    assert "This code does not open your account." in replayed.text


def test_codes_cannot_be_tried_through(client, phone):
    asked = with_password(client)
    for number in range(MOST_FAILURES):
        client.submit(asked.location, {"code": f"{number:06}"})

    assert client.submit(asked.location, {"code": phone.code(1)}).status_code == 422
    assert with_password(client).status_code == 422


def test_each_recovery_code_lets_in_once(client, phone):
    with_password(client)
    came = client.submit("/organize/recovery-code", {"code": phone.codes[3].upper()})
    client.submit(ACCOUNT, to="/organize/logout")
    with_password(client)
    again = client.submit("/organize/recovery-code", {"code": phone.codes[3]})

    assert came.location == "/organize/"
    assert again.status_code == 422


def test_new_codes_replace_the_old_ones_and_come_as_a_file(client, phone, owner):
    sign_in(client, owner)
    made = client.submit(f"{ACCOUNT}codes")
    new = CODE.findall(made.text)

    file = client.submit(ACCOUNT, {"codes": "\r\n".join(new)}, to=f"{ACCOUNT}codes.txt")

    assert len(set(new) | set(phone.codes)) == 20
    assert file.text.split() == new
    assert file.headers["Content-Disposition"] == "attachment; filename=recovery-codes.txt"


def test_nothing_else_comes_back_as_a_file(client, owner):
    sign_in(client, owner)

    assert (
        client.submit(ACCOUNT, {"codes": "<script>"}, to=f"{ACCOUNT}codes.txt").status_code == 303
    )


def test_the_app_can_be_removed(client, phone, owner, outbox):
    sign_in(client, owner)
    client.submit(f"{ACCOUNT}app/remove")
    client.delete_cookie("session")

    assert with_password(client).location == "/organize/"
    assert [mail.details["change"] for mail in outbox()] == ["app_added", "app_removed"]


def test_keys_outlive_a_change_of_the_secret_key(make_app, phone):
    changed = make_app(
        secret_key="another key for tests, long enough",
        secret_key_fallbacks=("a key for tests only, long enough",),
    ).test_client()
    asked = with_password(changed)

    assert changed.submit(asked.location, {"code": phone.code(1)}).location == "/organize/"


def test_a_passkey_needs_a_name_that_no_other_has(client, db, owner):
    sign_in(client, owner)
    saved(a_passkey(owner, "My phone"))

    twice = client.submit(f"{ACCOUNT}passkeys", {"name": "My phone"})
    nameless = client.submit(f"{ACCOUNT}passkeys", {"name": " "})
    other = client.submit(f"{ACCOUNT}passkeys", {"name": "Office computer"})

    assert "You have a passkey of this name already." in twice.text
    assert "Name it, so that you know it again." in nameless.text
    assert 'data-passkey="create"' in other.text


def test_a_passkey_can_be_removed_but_nobody_elses(client, db, owner, outbox):
    other = saved(a_passkey(an_account(), "Not mine"))
    own = saved(a_passkey(owner, "My phone"))
    sign_in(client, owner)

    foreign = client.submit(ACCOUNT, to=f"{ACCOUNT}passkeys/{other.id}/remove")
    done = client.submit(f"{ACCOUNT}passkeys/{own.id}/remove")

    assert (foreign.status_code, done.status_code) == (404, 303)
    assert db.session.scalars(select(Passkey.name)).all() == ["Not mine"]
    assert [mail.details for mail in outbox()] == [{"change": "passkey_removed"}]


def test_a_made_up_passkey_opens_nothing(client, db, owner):
    started = client.submit("/organize/login", to="/organize/passkey")
    answer_to = re.search(r'action="(/organize/passkey/[^"]+)"', started.text)[1]

    refused = client.post(
        answer_to, data={**HiddenFields(started.text).fields, "credential": '{"id": "x"}'}
    )

    assert refused.location == "/organize/passkey"
    assert "We do not know this passkey" in client.get(refused.location).text
    assert client.get(ACCOUNT).status_code == 303


def a_passkey(user: User, name: str) -> Passkey:
    return Passkey(
        user_id=user.id,
        credential_id=name.encode(),
        public_key=b"1",
        sign_count=0,
        backup_state=False,
        device_type="single_device",
        name=name,
        usage="first",
        create_datetime=NOW,
        lastuse_datetime=NOW,
    )
