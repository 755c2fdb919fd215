"""`user create`, `user link` and `user list`."""

import re

import pytest
from sqlalchemy import select

from tests.factories import a_series, saved
from tests.support.console import an_account
from webinars.models import AuditEntry, Delivery, MemberRole, User

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LINK = re.compile(r"http://127\.0\.0\.1:8000(/organize/reset/\S+)")


@pytest.fixture
def run(app):
    def call(*arguments):
        return app.test_cli_runner().invoke(args=["user", *map(str, arguments)])

    return call


def test_the_first_owner_chooses_a_password_by_the_link_and_signs_in(run, client, db):
    made = run("create", "Olga@Example.org", "--role", "owner", "--name", "Olga Owner")
    path = LINK.search(made.output)[1]

    chosen = client.submit(path, {"password": "four calm words here"})
    came_in = client.submit(
        chosen.location, {"email": "olga@example.org", "password": "four calm words here"}
    )

    assert made.exit_code == 0
    assert (chosen.status_code, chosen.location) == (303, "/organize/login")
    assert came_in.location == "/organize/"
    [user] = db.session.scalars(select(User)).all()
    assert (user.email, user.name, user.is_owner) == ("olga@example.org", "Olga Owner", True)
    assert db.session.scalars(select(Delivery)).all() == []
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).first()
    assert (entry.action, entry.actor_email) == ("account_created", None)


def test_a_member_gets_a_role_in_one_series(run, db):
    series = saved(a_series(slug="guide"))

    run("create", "ann@example.org", "--role", "assistant", "--series", "guide")

    [user] = db.session.scalars(select(User)).all()
    assert [(one.series_id, one.role) for one in user.memberships] == [
        (series.id, MemberRole.ASSISTANT)
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ann@example.org", "--role", "viewer"), "Give --series with every role but owner"),
        (("ann@example.org", "--role", "owner", "--series", "guide"), "and only then"),
        (("ann@example.org", "--role", "viewer", "--series", "gone"), "no series 'gone'"),
        (("ann", "--role", "owner"), "'ann' is no e-mail address"),
        (("olga@example.org", "--role", "owner"), "has an account already"),
    ],
)
def test_what_cannot_be_is_refused_in_words(run, db, arguments, words):
    an_account(email="olga@example.org")

    refused = run("create", *arguments)

    assert refused.exit_code != 0
    assert words in refused.output
    assert len(db.session.scalars(select(User)).all()) == 1


def test_link_lets_somebody_in_whom_no_mail_reaches(run, client, db):
    an_account(email="olga@example.org")

    path = LINK.search(run("link", "olga@example.org").output)[1]

    assert client.get(path).status_code == 200
    assert run("link", "nobody@example.org").exit_code == 1


def test_a_lost_second_step_is_taken_away(run, db):
    user = an_account(email="olga@example.org")
    user.tf_primary_method, user.tf_totp_secret = "authenticator", "a key"
    saved(user)

    said = run("reset-second-step", "olga@example.org")

    assert said.output == "Owner <olga@example.org> now signs in with the password alone.\n"
    assert db.session.scalars(select(User.tf_totp_secret)).all() == [None]
    assert run("reset-second-step", "nobody@example.org").exit_code == 1


def test_list_says_who_may_do_what(run, db):
    an_account(email="olga@example.org")
    an_account("viewer", saved(a_series(slug="guide")), email="vera@example.org")

    lines = [line.split(maxsplit=2) for line in run("list").output.splitlines()]

    assert lines == [
        ["olga@example.org", "invited", "owner"],
        ["vera@example.org", "invited", "viewer of guide"],
    ]
