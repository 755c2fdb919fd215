"""Answers of calendars as programs send them: from the bytes of a mail to the seat."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import NOW, a_webinar, an_enrollment, an_invitation, saved
from tests.support.answers import (
    ANA,
    UID,
    google_mail,
    outlook_mail,
    outlook_reply,
    reply,
    thunderbird_mail,
)
from webinars.domain.inbound.reading import read
from webinars.extensions import transaction
from webinars.models import Delivery, InboundKind, InboundMail, InboundState, Invitation, PartStat
from webinars.services import inbound

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

MX = "mx.example.org"
MINUTE = timedelta(minutes=1)
FORGED = UID.replace("0123456789abcdef", "0123456789abcdee")


@pytest.fixture
def app(make_app):
    return make_app(inbound_authserv_id=MX)


@pytest.fixture
def invitation(db):
    """Ana's invitation to a webinar in a week."""
    starts_at = NOW + timedelta(days=7)
    webinar = a_webinar(starts_at=starts_at, ends_at=starts_at + 60 * MINUTE)
    seat = an_enrollment(webinar)
    seat.registration.registrant.email = ANA
    made = an_invitation(seat, uid=UID)
    saved(webinar, seat, made)
    return made


def receive(raw, *, at=NOW, acted_at=None, envelope_from=ANA):
    """Take a mail in and act on it; return what became of it."""
    with transaction():
        mail_id = inbound.take(raw, envelope_from=envelope_from, envelope_to=None, now=at).id
    with transaction():
        inbound.act(mail_id, read(raw, envelope_from=envelope_from), now=acted_at or at)
    return mail_id


def known(db):
    """What is kept of the answer, and of the mails that brought it."""
    db.session.rollback()
    found = db.session.scalars(select(Invitation).where(Invitation.uid == UID)).one()
    mails = db.session.scalars(select(InboundMail).order_by(InboundMail.id)).all()
    outcomes = [(mail.kind, mail.state) for mail in mails]
    return found.partstat, found.is_answer_verified, outcomes


def test_thunderbirds_answer_is_taken_from_its_first_part(db, invitation):
    calendar = reply("DECLINED", stamp=NOW)
    receive(thunderbird_mail(calendar, authenticated_by=MX))

    answer = (InboundKind.ANSWER, InboundState.APPLIED)
    assert known(db) == (PartStat.DECLINED, True, [answer])
    [mail] = db.session.scalars(select(InboundMail))
    assert mail.enrollment_id == invitation.enrollment_id
    assert mail.reason == "The answer is shown at the seat."
    assert len(db.session.scalars(select(Delivery)).all()) == 1


def test_googles_answer_is_taken_though_it_calls_itself_automatic(db, invitation):
    receive(google_mail(reply("DECLINED", stamp=NOW), authenticated_by=MX))

    answer = (InboundKind.ANSWER, InboundState.APPLIED)
    assert known(db) == (PartStat.DECLINED, True, [answer])
    # What a program sent by itself is not answered by a program.
    assert db.session.scalars(select(Delivery)).all() == []


def test_outlooks_answer_is_taken_without_an_organizer(db, invitation):
    receive(outlook_mail(outlook_reply("TENTATIVE")))

    answer = (InboundKind.ANSWER, InboundState.APPLIED)
    assert known(db) == (PartStat.TENTATIVE, False, [answer])


def test_the_word_of_another_server_proves_nothing(db, invitation):
    receive(google_mail(reply("ACCEPTED", stamp=NOW), authenticated_by="mx.evil.example"))

    assert known(db)[:2] == (PartStat.ACCEPTED, False)


def test_the_method_may_stand_at_the_part_alone(db, invitation):
    calendar = reply("ACCEPTED", stamp=NOW).replace(b"METHOD:REPLY\r\n", b"")
    receive(google_mail(calendar))

    assert known(db)[::2] == (PartStat.ACCEPTED, [(InboundKind.ANSWER, InboundState.APPLIED)])


@pytest.mark.parametrize(
    ("calendar", "outcome"),
    [
        (reply("DECLINED", uid=FORGED), (InboundKind.ANSWER, InboundState.SET_ASIDE)),
        (reply("DECLINED", uid="x@example.org"), (InboundKind.ANSWER, InboundState.NOTED)),
        (
            reply("DECLINED", attendee="eve@example.org"),
            (InboundKind.ANSWER, InboundState.NOTED),
        ),
        (reply("DELEGATED"), (InboundKind.ANSWER, InboundState.NOTED)),
        (
            reply("DECLINED", more=["END:VEVENT", "BEGIN:VEVENT"] * 5),
            (InboundKind.ANSWER, InboundState.SET_ASIDE),
        ),
        (
            reply("DECLINED", method="CANCEL"),
            (InboundKind.OTHER_CALENDAR, InboundState.NOTED),
        ),
    ],
    ids=["forged", "not ours", "foreign attendee", "delegated", "malformed", "from outside"],
)
def test_what_is_no_answer_of_ours_is_kept_and_changes_nothing(db, invitation, calendar, outcome):
    receive(google_mail(calendar, authenticated_by=MX))

    assert known(db) == (PartStat.NEEDS_ACTION, False, [outcome])
    [mail] = db.session.scalars(select(InboundMail))
    assert mail.reason
    assert mail.raw


def test_an_answer_to_a_former_time_is_kept_and_changes_nothing(db, invitation):
    invitation.sequence = 1
    saved(invitation)
    receive(google_mail(reply("DECLINED", sequence="0", stamp=NOW), authenticated_by=MX))

    noted = (InboundKind.ANSWER, InboundState.NOTED)
    assert known(db) == (PartStat.NEEDS_ACTION, False, [noted])


def test_another_time_that_is_proposed_moves_nothing(db, invitation):
    was = invitation.enrollment.webinar.starts_at
    receive(google_mail(reply("DECLINED", method="COUNTER", stamp=NOW), authenticated_by=MX))

    counter = (InboundKind.COUNTER, InboundState.APPLIED)
    assert known(db) == (PartStat.TENTATIVE, True, [counter])
    assert invitation.proposed_starts_at is not None
    assert invitation.enrollment.webinar.starts_at == was


def test_an_absence_that_carries_our_invitation_along_changes_nothing(db, invitation):
    more = {"Auto-Submitted": "auto-replied", "X-Autoreply": "yes"}
    receive(thunderbird_mail(reply("NEEDS-ACTION", method="REQUEST"), more=more))

    other = (InboundKind.OTHER_CALENDAR, InboundState.NOTED)
    assert known(db) == (PartStat.NEEDS_ACTION, False, [other])


@pytest.mark.parametrize(
    ("more", "envelope_from"),
    [
        ({"Auto-Submitted": "auto-generated"}, ANA),
        ({"List-Id": "<health.example.org>"}, ANA),
        ({}, ""),
    ],
    ids=["automatic", "list", "no sender"],
)
def test_what_wants_no_answer_gets_none(db, invitation, more, envelope_from):
    raw = thunderbird_mail(reply("DECLINED", stamp=NOW), more=more, authenticated_by=MX)
    receive(raw, envelope_from=envelope_from)

    assert known(db)[0] is PartStat.DECLINED
    assert db.session.scalars(select(Delivery)).all() == []


def test_the_same_mail_counts_once(db, invitation):
    raw = thunderbird_mail(reply("ACCEPTED", stamp=NOW))
    receive(raw)
    receive(b"Received: from elsewhere\r\n" + raw, at=NOW + MINUTE)

    assert known(db)[2] == [(InboundKind.ANSWER, InboundState.APPLIED)]


def test_mails_that_waited_count_from_when_they_came(db, invitation):
    first = google_mail(reply("ACCEPTED", stamp=NOW + 60 * MINUTE), message_id="<1@example.org>")
    second = google_mail(reply("DECLINED", stamp=NOW + 60 * MINUTE), message_id="<2@example.org>")

    receive(second, at=NOW + MINUTE, acted_at=NOW + 10 * MINUTE)
    receive(first, at=NOW, acted_at=NOW + 11 * MINUTE)

    assert known(db)[0] is PartStat.DECLINED
    assert invitation.answered_at == NOW + MINUTE
