"""A mail that comes in is kept once, and does what it asks for once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    a_delivery,
    a_registrant,
    a_registration,
    a_series,
    an_enrollment,
    an_invitation,
    saved,
)
from tests.support.received import an_inbound_mail
from webinars.domain.inbound.reading import read
from webinars.extensions import transaction
from webinars.models import InboundKind, InboundMail, InboundState, PartStat
from webinars.queries.inbound import content_by_id
from webinars.services import inbound, inbound_keeping, registrants
from webinars.settings import settings

HEAD = b"From: Ana <ana@example.org>\r\nSubject: Hello\r\n"
HELLO = HEAD + b"Message-ID: <1@example.org>\r\n\r\nHello there\r\n"


def take(raw=HELLO, **values):
    given = {"envelope_from": None, "envelope_to": None, "now": NOW, **values}
    with transaction():
        return inbound.take(raw, **given).id


def kept(db):
    db.session.rollback()
    return list(db.session.scalars(select(InboundMail).order_by(InboundMail.id)))


def act(mail_id, raw=HELLO, kind=InboundKind.PERSON, **envelope):
    with transaction():
        inbound.act(mail_id, replace(read(raw, **envelope), kind=kind), now=NOW)


def test_a_mail_is_stored_as_it_came_and_waits_to_be_read(db):
    take(envelope_from="<>", envelope_to="  <invites@example.org> ")

    [found] = kept(db)
    assert content_by_id(found.id) == HELLO
    assert (found.state, found.kind, found.size) == (InboundState.NEW, None, len(HELLO))
    assert (found.envelope_from, found.envelope_to) == ("", "invites@example.org")


def test_a_mail_that_comes_again_is_stored_once_whatever_servers_add_to_its_head(db):
    again = b"Received: from a by b\r\nDelivered-To: x@example.org\r\n" + HELLO
    other = HELLO.replace(b"Hello there", b"Hello again")
    without = HELLO.replace(b"Message-ID: <1@example.org>\r\n", b"")

    ids = [take(raw) for raw in (HELLO, again, other, without, b"X-Spam: no\r\n" + without)]

    assert ids[0] == ids[1]
    assert ids[3] == ids[4]
    assert len(kept(db)) == 3


def test_a_mail_that_is_too_big_is_set_aside_without_its_content(db):
    take(HELLO, size=26 * 1024 * 1024)

    [found] = kept(db)
    assert (found.state, found.raw) == (InboundState.SET_ASIDE, None)
    assert "25 MB" in found.reason


def test_what_a_person_wrote_is_kept_with_their_words_and_their_series(db):
    registration = saved(a_registration(registrant=a_registrant(email="ana@example.org")))

    act(take())

    [found] = kept(db)
    assert (found.state, found.words, found.sender) == (
        InboundState.NOTED,
        "Hello there",
        "ana@example.org",
    )
    assert found.registrant_id == registration.registrant_id
    assert found.series_id == registration.series_id


def test_a_stranger_belongs_to_no_series(db):
    saved(a_series())
    act(take())

    [found] = kept(db)
    assert (found.registrant_id, found.series_id) == (None, None)


def test_a_mail_is_acted_on_once(db):
    mail_id = take()
    act(mail_id)
    act(mail_id, HELLO.replace(b"Hello there", b"Other words"))

    assert [one.words for one in kept(db)] == ["Hello there"]


def test_a_mail_of_ours_that_comes_back_is_noted_and_nothing_else(db):
    sender = settings().sender.addr_spec
    raw = f"From: {sender}\r\nAuto-Submitted: auto-generated\r\n\r\nYour seat".encode()
    act(take(raw), raw, InboundKind.AUTO_REPLY)

    assert "came back" in kept(db)[0].reason


def test_a_bounce_counts_at_the_mail_that_came_back(db):
    delivery = saved(a_delivery(message_id="<d1.0123@webinars.example>"))
    raw = (
        HEAD
        + b"Message-ID: <2@example.org>\r\n"
        + (
            b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
            b"--b\r\n\r\nfailed\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
            b"Reporting-MTA: dns; mx.example.org\r\n\r\nFinal-Recipient: rfc822; %s\r\n"
            b"Action: failed\r\nStatus: 4.2.2\r\n\r\n"
            b"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
            b"Message-ID: <d1.0123@webinars.example>\r\n\r\n--b--\r\n"
        )
        % delivery.recipient.encode()
    )

    act(take(raw), raw, InboundKind.BOUNCE)

    [found] = kept(db)
    assert (found.state, found.delivery_id) == (InboundState.APPLIED, delivery.id)
    assert found.registrant_id == delivery.registrant_id


@pytest.mark.parametrize("kind", [InboundKind.BOUNCE, InboundKind.AUTO_REPLY])
def test_what_is_about_nobody_we_know_changes_nothing(db, kind):
    act(take(), kind=kind)

    assert kept(db)[0].state is InboundState.NOTED


def test_what_outlook_packed_is_told(db):
    raw = HEAD + b"Content-Type: application/ms-tnef\r\n\r\n\x78\x9f"
    act(take(raw), raw)

    assert "winmail.dat" in kept(db)[0].reason


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "kind", [b"application/pkcs7-mime; smime-type=enveloped-data", b"application/pgp-encrypted"]
)
def test_a_mail_that_only_a_mail_program_opens_says_so(db, kind):
    raw = HEAD + b"Content-Type: %s\r\nContent-Transfer-Encoding: base64\r\n\r\nMIAG\r\n" % kind
    act(take(raw), raw)

    assert "encrypted" in kept(db)[0].reason


def test_calendar_entries_of_others_are_noted(db):
    act(take(), kind=InboundKind.OTHER_CALENDAR)

    assert "somebody else" in kept(db)[0].reason


def test_mails_go_after_ninety_days(db):
    take()
    for days, count in ((90, 0), (91, 1)):
        with transaction():
            now = NOW + timedelta(days=days)
            assert inbound_keeping.old_count(now=now) == count
            assert inbound_keeping.forget_old(now=now, most=10) == count
    assert kept(db) == []


def test_erasing_a_person_deletes_what_they_wrote(db):
    registrant = saved(a_registrant(email="ana@example.org"))
    act(take())
    take(HELLO.replace(b"<1@", b"<2@").replace(b"ana@", b"ben@"))
    waiting = HELLO.replace(b"<1@", b"<3@")
    act(take(waiting), waiting)

    assert [one["words"] for one in inbound_keeping.personal_data(registrant)] == [
        "Hello there",
        "Hello there",
    ]
    with transaction():
        registrants.erase(db.session.merge(registrant), now=NOW)

    assert [one.state for one in kept(db)] == [InboundState.NEW]


@pytest.mark.parametrize(
    ("uid", "state", "partstat"),
    [
        (None, InboundState.APPLIED, PartStat.ACCEPTED),
        ("webinar-1-e1-g1-0123456789abcdef@x", InboundState.SET_ASIDE, PartStat.NEEDS_ACTION),
        ("holiday@example.org", InboundState.NOTED, PartStat.NEEDS_ACTION),
    ],
)
def test_the_answer_of_a_calendar_reaches_the_seat(db, uid, state, partstat):
    invitation = saved(an_invitation(an_enrollment()))
    raw = (
        HEAD
        + b"Content-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n"
        + b"BEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20260101T000000Z\r\nSEQUENCE:%d\r\n"
        % ((uid or invitation.uid).encode(), invitation.sequence)
        + b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:%s\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        % invitation.attendee.encode()
    )
    act(take(raw), raw, InboundKind.ANSWER)

    [found] = kept(db)
    db.session.refresh(invitation)
    assert (found.state, invitation.partstat) == (state, partstat)
    assert found.enrollment_id == (None if uid else invitation.enrollment_id)


def test_what_no_database_takes_is_left_out_of_the_envelope(db):
    take(b"Return-Path: <a\0b@example.org>\r\nDelivered-To: c\0d@example.org\r\n" + HELLO)

    [found] = kept(db)
    assert (found.envelope_from, found.envelope_to) == ("a b@example.org", "c d@example.org")


def test_a_person_of_whom_a_thousand_mails_were_forwarded_can_be_erased(db):
    registrant = saved(a_registrant(email="ana@example.org"))
    mails = [
        an_inbound_mail(digest=str(number), sender=registrant.email, forwarded_at=NOW)
        for number in range(1100)
    ]
    saved(*mails)
    with transaction():
        registrants.erase(db.session.merge(registrant), now=NOW)

    assert kept(db) == []


def test_a_download_holds_what_came_from_the_persons_address_alone(db):
    registrant = saved(a_registrant(email="ana@example.org"))
    own = an_inbound_mail(sender="Ana@Example.org", words="Mine")
    other = an_inbound_mail(sender="bo@example.org", words="Not mine", registrant_id=registrant.id)
    saved(own, other)

    found = inbound_keeping.personal_data(registrant)

    assert [one["words"] for one in found] == ["Mine"]
