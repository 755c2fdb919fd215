"""What people do with mails that came in."""

import zlib
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import NOW, a_registrant, a_user, saved
from tests.support import mails
from tests.support.outbox import deliver_all
from tests.support.races import run_at_once
from tests.support.received import an_inbound_mail
from webinars.domain.keeping import CONTENT_KEPT
from webinars.errors import Conflict, Invalid
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import (
    Action,
    AuditEntry,
    Delivery,
    DeliveryState,
    InboundMail,
    InboundState,
    MessageKind,
    User,
)
from webinars.queries.inbound_lists import locked_inbound_for
from webinars.services import messages, outbox, received, registrants, retention
from webinars.settings import settings

CONTENT = b"From: ana@example.org\r\nSubject: Hello\r\n\r\nHello\r\n.\r\nyou\r\n"
TOO_DEEP = b"Content-Type: message/rfc822\r\n\r\n" * 1500
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def forward(mail, address="colleague@example.org", actor=None):
    """Forward the mail and return the delivery."""
    user = actor or saved(a_user(name="Olga Owner", email="olga@example.org"))
    with transaction():
        received.forward(database.session.get(InboundMail, mail.id), address, actor=user, now=NOW)
    return database.session.scalars(select(Delivery)).one()


def a_mail(content=CONTENT, **values):
    return saved(an_inbound_mail(raw=content and zlib.compress(content), **values))


def test_forwarding_queues_one_mail_and_marks_the_other(db):
    mail = a_mail()

    delivery = forward(mail)

    mail = db.session.get(InboundMail, mail.id)
    assert (delivery.recipient, delivery.details) == ("colleague@example.org", {"inbound": mail.id})
    assert (mail.forwarded_at, mail.read_at) == (NOW, NOW)
    [entry] = db.session.scalars(select(AuditEntry)).all()
    assert (entry.action, entry.subject_kind) == (Action.MAIL_FORWARDED, "InboundMail")
    assert (entry.subject_name, entry.fields, entry.after) == ("", [], None)


@on_sqlite
@pytest.mark.parametrize("whose", ["sender", "sender in capitals", "further"])
def test_nothing_is_forwarded_to_where_it_came_from(make_app, whose):
    with make_app(inbound_address="answers@example.org").app_context():
        sender = settings().sender.addr_spec
        ours = {
            "sender": sender,
            "sender in capitals": sender.upper(),
            "further": "answers@example.org",
        }
        mail = a_mail()

        with pytest.raises(Invalid):
            forward(mail, ours[whose])

        assert database.session.scalars(select(Delivery)).all() == []


@on_sqlite
def test_what_has_no_content_cannot_be_forwarded(db):
    mail = a_mail(content=None)

    with pytest.raises(Conflict):
        forward(mail)


@on_sqlite
def test_a_forwarded_mail_carries_the_original_as_it_arrived(db):
    delivery = forward(a_mail(subject="Hello", sender_name="Ana"))

    message = mails.read(delivery)

    text, attached = message.iter_parts()
    assert message["Subject"] == "Forwarded: Hello"
    assert message["To"] == "colleague@example.org"
    assert message["Auto-Submitted"] == "auto-generated"
    assert text.get_content_type() == "multipart/alternative"
    assert "Olga Owner forwards you a mail that came to us." in mails.plain(message)
    assert "It was written by Ana." in mails.plain(message)
    assert attached.get_content_type() == "message/rfc822"
    assert attached.get_content_disposition() == "attachment"
    assert CONTENT in messages.compose(delivery, now=NOW).content


@on_sqlite
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(CONTENT + "ñ".encode(), id="eight bits"),
        pytest.param(CONTENT + b"\0", id="a NUL"),
        pytest.param(CONTENT + b"x" * 999, id="a long line"),
        pytest.param(TOO_DEEP, id="too deep to read"),
    ],
)
def test_what_not_every_server_carries_travels_as_a_file(db, content):
    delivery = forward(a_mail(content))

    [_, attached] = mails.read(delivery).iter_parts()

    assert attached.get_content_type() == "application/octet-stream"
    assert (attached.get_filename(), attached.get_payload(decode=True)) == ("mail.eml", content)


@on_sqlite
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"Subject: =?x-nonsense?Q?a?=\r\n\r\nHi", id="unknown charset"),
        pytest.param(b"Subject: =?utf-8?B?a?=\r\n\r\nHi", id="no base64"),
        pytest.param(b"Subject: =?utf-8?B?/w==?=\r\n\r\nHi", id="no utf-8"),
        pytest.param(TOO_DEEP, id="too deep"),
    ],
)
def test_whatever_is_forwarded_a_worker_can_settle(db, content):
    delivery = forward(a_mail(content))

    deliver_all()

    db.session.expire_all()
    sent = db.session.get_one(Delivery, delivery.id)
    assert (sent.state, sent.rendered is not None) == (DeliveryState.SENT, True)


def test_what_cannot_be_looked_through_is_not_kept():
    assert outbox.copy_to_keep(TOO_DEEP) is None


@on_sqlite
def test_a_deleted_mail_is_forwarded_no_more(db):
    mail = a_mail()
    delivery = forward(mail)
    number = delivery.id
    other = saved(an_inbound_mail())
    database.session.expunge(delivery)
    with transaction():
        database.session.delete(database.session.get(InboundMail, mail.id))

    composed = messages.compose(database.session.get_one(Delivery, number), now=NOW)

    assert composed.skip
    assert database.session.get(InboundMail, other.id) is not None


def test_deleting_takes_along_what_was_kept_of_forwarding(db):
    user = saved(a_user())
    mail, other = a_mail(), a_mail()
    for one in (mail, other):
        with transaction():
            found = database.session.get(InboundMail, one.id)
            received.forward(found, "a@example.org", actor=user, now=NOW)
    number = other.id

    with transaction():
        received.remove(database.session.get(InboundMail, mail.id), actor=user, now=NOW)

    [left] = database.session.scalars(select(Delivery)).all()
    assert left.details == {"inbound": number}
    assert [one.id for one in database.session.scalars(select(InboundMail))] == [number]


@on_sqlite
def test_erasing_a_person_takes_along_what_was_forwarded_of_theirs(db):
    person = saved(a_registrant(email="ana@example.org"))
    forward(a_mail(sender="ANA@example.org"))

    with transaction():
        registrants.erase(db.session.merge(person), now=NOW)

    assert db.session.scalars(select(InboundMail)).all() == []
    kinds = db.session.scalars(select(Delivery.kind)).all()
    assert MessageKind.INBOUND_FORWARD not in kinds


def test_originals_go_with_the_contents_of_sent_mails_and_words_stay(db):
    old, new = NOW - CONTENT_KEPT, NOW - CONTENT_KEPT + timedelta(seconds=1)
    for received_at, state in ((old, "noted"), (old, "set_aside"), (old, "new"), (new, "noted")):
        a_mail(received_at=received_at, state=InboundState(state))

    counted = retention.contents_to_drop(now=NOW)
    with transaction():
        dropped = [retention.drop_old_contents(now=NOW, most=1) for _ in range(3)]

    db.session.expire_all()
    kept = db.session.scalars(select(InboundMail).order_by(InboundMail.id)).all()
    assert (counted, dropped) == (2, [1, 1, 0])
    assert [one.raw is None for one in kept] == [True, True, False, False]
    assert {one.words for one in kept} == {"Hello"}


def test_of_two_who_delete_at_the_same_time_one_finds_it_gone(app, db):
    number = a_mail().id
    ids = [saved(a_user(email=f"owner{one}@example.org", is_owner=True)).id for one in range(4)]
    db.session.remove()

    def delete(one):
        with app.app_context(), transaction():
            user = database.session.get(User, ids[one])
            received.remove(locked_inbound_for(user, number, to_act=True), actor=user, now=NOW)

    outcomes = run_at_once(4, delete)

    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", *["NotFound"] * 3]
    assert len(db.session.scalars(select(AuditEntry)).all()) == 1
