"""Accounts: invited, given roles, taken away; and never without an owner."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import NOW, a_series, saved
from tests.support.console import an_account
from tests.support.races import run_at_once
from webinars.errors import Conflict
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import (
    Action,
    AuditEntry,
    Delivery,
    DeliveryState,
    FailedSignIn,
    HeldForm,
    MemberRole,
    Membership,
    MessageKind,
    SignIn,
    SignInMethod,
    User,
)
from webinars.services import accounts, retention
from webinars.services.retention import Forgotten

ON_ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def an_owner(email="olga@example.org"):
    user = an_account(email=email)
    user.password = "hashed"
    return saved(user)


def invite(actor, email="ann@example.org", **values):
    with transaction():
        return accounts.invite(
            email,
            "Ann",
            **(
                {"is_owner": False, "roles": {}, "language": "es", "time_zone": "Europe/Madrid"}
                | values
            ),
            actor=actor,
            now=NOW,
        )


def actions(db):
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


@ON_ONE
def test_an_invitation_makes_an_account_with_roles_and_a_mail(db, outbox):
    owner, series = an_owner(), saved(a_series())

    user = invite(owner, "Ann@Example.org", roles={series.id: MemberRole.VIEWER})

    [mail] = outbox()
    assert (user.email, user.password, user.invited_at) == ("ann@example.org", None, NOW)
    assert [(one.series_id, one.role) for one in user.memberships] == [
        (series.id, MemberRole.VIEWER)
    ]
    assert (mail.kind, mail.recipient, mail.details) == (
        MessageKind.ACCOUNT_INVITED,
        "ann@example.org",
        {"by": owner.name},
    )
    assert actions(db) == [
        Action.ACCOUNT_CREATED,
        Action.ROLES_CHANGED,
        Action.ACCOUNT_INVITED,
    ]


@ON_ONE
def test_nobody_is_invited_twice_but_an_invitation_can_be_sent_again(db, outbox):
    owner = an_owner()
    user = invite(owner)
    first = user.fs_uniquifier

    with pytest.raises(Conflict, match="has an account already"):
        invite(owner, " ANN@example.org")
    with transaction():
        accounts.send_invitation(user, actor=owner, now=NOW)

    assert user.fs_uniquifier != first
    assert [mail.state for mail in outbox()] == [DeliveryState.SUPERSEDED, DeliveryState.DUE]


@ON_ONE
@pytest.mark.parametrize(
    "act",
    [
        lambda user: accounts.disable(user, actor=user, now=NOW),
        lambda user: accounts.remove(user, actor=user, now=NOW),
        lambda user: accounts.set_roles(user, is_owner=False, roles={}, actor=user, now=NOW),
    ],
    ids=["disable", "remove", "demote"],
)
@pytest.mark.parametrize("other", [None, "disabled", "invited", "in use"])
def test_the_last_owner_who_can_sign_in_stays(db, act, other):
    owner = an_owner()
    if other is not None:
        second = an_account(email="second@example.org")
        second.active = other != "disabled"
        second.password = None if other == "invited" else "hashed"
        saved(second)

    def go():
        with transaction():
            act(database.session.get(User, owner.id))

    if other == "in use":
        go()
    else:
        with pytest.raises(Conflict, match="the last owner"):
            go()
    left = db.session.scalars(select(User).where(User.is_owner, User.active, User.password != ""))
    assert len(left.all()) == 1


def test_of_two_owners_who_go_at_the_same_time_one_stays(app, db):
    ids = [an_owner(f"owner{number}@example.org").id for number in range(2)]
    db.session.remove()

    def go(number):
        with app.app_context(), transaction():
            user = database.session.get(User, ids[number])
            accounts.disable(user, actor=user, now=NOW)

    outcomes = run_at_once(2, go)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "NoneType"]
    assert db.session.scalars(select(User.active).order_by(User.active)).all() == [False, True]


@ON_ONE
def test_a_member_of_a_series_is_invited_or_told(db, outbox):
    organizer, series = an_owner(), saved(a_series())
    known = an_account("stranger", email="known@example.org")
    for email in ("new@example.org", known.email):
        with transaction():
            accounts.add_member(
                series,
                email,
                "Somebody",
                MemberRole.ASSISTANT,
                language="en",
                time_zone="UTC",
                actor=organizer,
                now=NOW,
            )

    assert [(mail.kind, mail.recipient) for mail in outbox()] == [
        (MessageKind.ACCOUNT_INVITED, "new@example.org"),
        (MessageKind.MEMBER_ADDED, "known@example.org"),
    ]
    assert set(db.session.scalars(select(Membership.role))) == {MemberRole.ASSISTANT}
    with pytest.raises(Conflict, match="belongs to this series already"), transaction():
        accounts.add_member(
            series,
            known.email,
            "",
            MemberRole.VIEWER,
            language="en",
            time_zone="UTC",
            actor=organizer,
            now=NOW,
        )
    assert len(outbox()) == 2


@ON_ONE
def test_an_account_goes_with_its_mails_and_the_audit_stays(db, outbox):
    owner = an_owner()
    user = invite(owner)

    with transaction():
        accounts.remove(db.session.get(User, user.id), actor=owner, now=NOW)

    assert outbox() == []
    assert db.session.scalars(select(User.email)).all() == [owner.email]
    assert actions(db)[-1] is Action.ACCOUNT_REMOVED


@ON_ONE
def test_who_is_disabled_hears_nothing_more(db, outbox):
    owner = an_owner()
    user = invite(owner)

    with transaction():
        accounts.disable(db.session.get(User, user.id), actor=owner, now=NOW)

    assert db.session.scalars(select(Delivery.state)).all() == [DeliveryState.SUPERSEDED]


@ON_ONE
def test_a_mail_has_exactly_one_reader(db):
    owner = an_owner()

    with pytest.raises(Exception, match="one_reader"):
        saved(
            Delivery(
                key="k", kind=MessageKind.PASSWORD_RESET, priority=0, due_at=NOW, created_at=NOW,
                recipient=owner.email, details={},
            )
        )  # fmt: skip


@ON_ONE
def test_how_people_came_in_is_forgotten_in_time(db):
    user = an_owner()
    day, moment = timedelta(days=1), timedelta(seconds=1)
    for moment_ago in (timedelta(0), moment):
        saved(
            SignIn(
                user_id=user.id,
                signed_in_at=NOW - 90 * day + moment_ago,
                method=SignInMethod.PASSKEY,
                device="",
                is_kept=True,
            ),
            FailedSignIn(address_digest="d", failed_at=NOW - day + moment_ago),
            HeldForm(nonce=f"{moment_ago}", path="/", fields={}, created_at=NOW - day + moment_ago),
        )

    with transaction():
        forgotten = retention.forget(now=NOW, months=24, most=100)

    assert forgotten == Forgotten(sign_ins=3)
    assert [len(db.session.scalars(select(model)).all()) for model in (SignIn, FailedSignIn)] == [
        1,
        1,
    ]
