"""People: owners look after all, organizers of a series after its members."""

import re

import pytest
from sqlalchemy import select

from tests.factories import a_series, saved
from tests.support.console import an_account, console
from tests.support.html import Page
from tests.support.mails import plain, read
from tests.support.queries import counted_queries
from webinars.models import (
    Action,
    AuditEntry,
    MemberRole,
    Membership,
    MessageKind,
    SeriesStatus,
    User,
)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PEOPLE = "/organize/people/"
MEMBERS = "/organize/series/guide/members/"


@pytest.fixture
def guide(db):
    return saved(a_series(slug="guide", status=SeriesStatus.DRAFT))


@pytest.fixture
def owner(client, db) -> User:
    user = console(client)
    user.password = "hashed"
    return saved(user)


def test_everybody_is_listed_with_what_they_may_do(client, owner, guide):
    an_account("assistant", guide, email="ann@example.org")

    words = Page(client.get(PEOPLE).text).words

    assert "ann@example.org May do Assistant: Series" in words
    assert "Everything (owner)" in words


def test_a_colleague_is_invited_with_a_role(client, db, owner, guide, outbox):
    nothing = client.submit(
        f"{PEOPLE}invite", {"name": "Ann", "email": "ann@example.org", "rank": "member"}
    )
    done = client.submit(
        f"{PEOPLE}invite",
        {
            "name": "Ann",
            "email": "ann@example.org",
            "rank": "member",
            f"role_{guide.id}": "organizer",
        },
    )
    again = client.submit(
        f"{PEOPLE}invite", {"name": "Ann", "email": "ANN@example.org", "rank": "owner"}
    )

    assert (nothing.status_code, done.status_code, again.status_code) == (422, 303, 409)
    assert "Choose a role in at least one series" in nothing.text
    assert "ann@example.org has an account already." in again.text
    assert [mail.kind for mail in outbox()] == [MessageKind.ACCOUNT_INVITED]
    assert db.session.scalars(select(Membership.role)).all() == [MemberRole.ORGANIZER]


def test_roles_are_changed_and_noted(client, db, owner, guide):
    ann = an_account("viewer", guide)

    client.submit(f"{PEOPLE}{ann.id}/", {"rank": "member", f"role_{guide.id}": "assistant"})

    assert db.session.scalars(select(Membership.role)).all() == [MemberRole.ASSISTANT]
    [entry] = db.session.scalars(select(AuditEntry)).all()
    assert (entry.action, entry.actor_email, entry.before, entry.after) == (
        Action.ROLES_CHANGED,
        owner.email,
        {"guide": "viewer"},
        {"guide": "assistant"},
    )


def test_the_second_to_change_roles_is_told(client, db, owner, guide):
    ann = an_account("viewer", guide)
    opened = client.get(f"{PEOPLE}{ann.id}/")
    client.submit(f"{PEOPLE}{ann.id}/", {"rank": "member", f"role_{guide.id}": "assistant"})

    page = Page(opened.text)
    hidden = {one["name"]: one["value"] for one in page.all("input") if one.get("type") == "hidden"}
    refused = client.post(
        f"{PEOPLE}{ann.id}/", data={**hidden, "rank": "member", f"role_{guide.id}": "organizer"}
    )

    assert refused.status_code == 409
    assert db.session.scalars(select(Membership.role)).all() == [MemberRole.ASSISTANT]


def test_the_last_owner_cannot_step_down(client, db, owner):
    refused = client.submit(f"{PEOPLE}{owner.id}/", {"rank": "member"})

    assert refused.status_code == 409
    assert "This is the last owner who can sign in." in refused.text


@pytest.mark.parametrize("what", ["disable", "remove"])
def test_nobody_shuts_themselves_out(client, db, owner, what):
    second = an_account(email="second@example.org")
    second.password = "hashed"
    saved(second)

    refused = client.submit(f"{PEOPLE}{owner.id}/{what}")

    assert refused.status_code == 409
    assert "This is your own account" in refused.text


def test_a_disabled_account_can_be_let_in_again_at_once(client, db, owner):
    ann = an_account("stranger")

    client.submit(f"{PEOPLE}{ann.id}/disable")
    disabled = db.session.scalar(select(User.active).where(User.id == ann.id))
    undone = client.submit(PEOPLE, to=f"{PEOPLE}{ann.id}/enable")

    assert (disabled, undone.status_code) == (False, 303)
    assert db.session.scalar(select(User.active).where(User.id == ann.id)) is True


def test_removing_says_what_goes_and_then_it_goes(client, db, owner, guide):
    ann = an_account("viewer", guide)

    words = Page(client.get(f"{PEOPLE}{ann.id}/remove").text).words
    client.submit(f"{PEOPLE}{ann.id}/remove")

    assert "The person will no longer belong to 1 series." in words
    assert db.session.scalars(select(User.id)).all() == [owner.id]
    assert client.get(f"{PEOPLE}{ann.id}/").status_code == 404


def test_a_lost_second_step_is_taken_away(client, db, owner, outbox):
    ann = an_account("stranger")
    ann.tf_primary_method, ann.tf_totp_secret = "authenticator", "a key"
    ann.mf_recovery_codes = ["a", "b"]
    saved(ann)

    client.submit(f"{PEOPLE}{ann.id}/reset-second-step")

    [found] = db.session.execute(
        select(User.tf_totp_secret, User.mf_recovery_codes).where(User.id == ann.id)
    )
    assert (found.tf_totp_secret, found.mf_recovery_codes) == (None, [])
    assert [(mail.kind, mail.details) for mail in outbox()] == [
        (MessageKind.SECOND_FACTOR_CHANGED, {"change": "reset"})
    ]


def test_an_organizer_looks_after_the_members_of_the_series(client, db, guide, outbox):
    console(client, "organizer", guide)

    added = client.submit(
        f"{MEMBERS}add", {"email": "new@example.org", "name": "New", "role": "viewer"}
    )
    [number] = db.session.scalars(select(Membership.id).where(Membership.role == MemberRole.VIEWER))
    changed = client.submit(f"{MEMBERS}{number}/", {"role": "assistant"})
    listed = Page(client.get(MEMBERS).text).words

    again = client.submit(MEMBERS, to=f"{MEMBERS}{number}/invite-again")

    assert (added.status_code, changed.status_code, again.status_code) == (303, 303, 303)
    assert "new@example.org" in listed
    assert [mail.recipient for mail in outbox()] == ["new@example.org"] * 2
    assert client.get(PEOPLE).status_code == 403


def test_taking_a_member_out_can_be_undone(client, db, owner, guide):
    ann = an_account("viewer", guide)
    [number] = db.session.scalars(select(Membership.id))

    client.submit(f"{MEMBERS}{number}/remove")
    left = db.session.scalars(select(Membership.id)).all()
    listed = client.get(MEMBERS)
    client.submit(MEMBERS, to=f"{MEMBERS}restore/{ann.id}/viewer")

    assert left == []
    assert f'action="{MEMBERS}restore/{ann.id}/viewer"' in listed.text
    assert db.session.scalars(select(Membership.role)).all() == [MemberRole.VIEWER]


def test_a_member_of_another_series_is_out_of_reach(client, db, guide):
    other = saved(a_series(slug="other"))
    an_account("viewer", other)
    [number] = db.session.scalars(select(Membership.id))
    console(client, "organizer", guide)

    assert client.get(f"{MEMBERS}{number}/").status_code == 404
    assert client.submit(MEMBERS, to=f"{MEMBERS}{number}/remove").status_code == 404


def test_the_list_asks_as_often_for_three_people_as_for_one(client, db, owner, guide):
    with counted_queries() as few:
        client.get(PEOPLE)
    for _ in range(3):
        an_account("viewer", guide)

    with counted_queries() as many:
        client.get(PEOPLE)

    assert len(many) == len(few)


def test_a_colleague_comes_in_by_the_invitation_and_sees_one_series(
    app, client, owner, guide, outbox
):
    saved(a_series(slug="other", status=SeriesStatus.DRAFT))
    client.submit(f"{MEMBERS}add", {"email": "ann@example.org", "name": "Ann", "role": "organizer"})
    [mail] = outbox()
    ann = app.test_client()
    path = re.search(r"http://127\.0\.0\.1:8000(\S+reset/\S+)", plain(read(mail)))[1]

    chosen = ann.submit(path, {"password": "four calm words here"})
    ann.submit(chosen.location, {"email": "ann@example.org", "password": "four calm words here"})

    assert ann.get(MEMBERS).status_code == 200
    assert ann.get("/organize/series/other/members/").status_code == 404
    assert "in use" in Page(client.get(MEMBERS).text).words
