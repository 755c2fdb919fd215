"""A calendar's answer changes the seat it is about, and nothing that it is not about."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    a_registration,
    a_webinar,
    an_enrollment,
    an_invitation,
    saved,
)
from tests.support.answers import ANA, UID, reply
from tests.support.mails import read
from webinars.domain.inbound.answering import Arrival, DeclinedSeats, Verdict
from webinars.domain.inbound.itip_replies import Unreadable, read_answer
from webinars.errors import Conflict
from webinars.extensions import transaction
from webinars.models import (
    CalendarMethod,
    Delivery,
    EnrollmentStatus,
    Invitation,
    MessageKind,
    PartStat,
    Priority,
)
from webinars.services import answers, invitations, messages

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
ARRIVAL = Arrival(ANA, is_authenticated=True, may_be_answered=True, received_at=NOW)


@pytest.fixture
def invitation(db):
    """Ana's invitation to a webinar in a week, which has one seat; Bob waits for it."""
    webinar = a_webinar(starts_at=NOW + 7 * DAY, ends_at=NOW + 7 * DAY + 60 * MINUTE, capacity=1)
    seat = an_enrollment(webinar, registration=registration_of(webinar, ANA))
    made = an_invitation(seat, uid=UID)
    waiting = an_enrollment(
        webinar,
        registration=registration_of(webinar, "bob@example.org"),
        status=EnrollmentStatus.WAITLISTED,
    )
    saved(webinar, seat, made, waiting)
    return made


def registration_of(webinar, email):
    registration = a_registration(series=webinar.series)
    registration.registrant.email = email
    registration.registrant.email_key = email
    return registration


def take(calendar, *, now=NOW, **arrival):
    with transaction():
        return answers.take(
            calendar, replace(ARRIVAL, **({"received_at": now} | arrival)), now=now
        ).verdict


def says(partstat, *, at=NOW, **values):
    return reply(partstat, stamp=at, **values)


def another_seat(registration, starts_at, *, uid):
    webinar = a_webinar(series=registration.series, starts_at=starts_at)
    seat = an_enrollment(webinar, registration=registration)
    saved(webinar, seat, an_invitation(seat, uid=uid))


def known(db):
    """What is kept of the answer to Ana's invitation."""
    db.session.expire_all()
    found = db.session.scalars(select(Invitation).where(Invitation.uid == UID)).one()
    return (found.partstat, found.is_answer_verified, found.answer_comment)


def mails(db):
    return [
        (found.kind, found.recipient, found.due_at)
        for found in db.session.scalars(select(Delivery).order_by(Delivery.id))
    ]


@pytest.fixture
def declined_seats(app, monkeypatch):
    """Say what becomes of declined seats."""

    def setting(value):
        config = app.extensions["webinars.config"]
        app.extensions["webinars.config"] = replace(config, declined_seats=value)
        app.extensions.pop("webinars.settings", None)

    return setting


@pytest.mark.parametrize("partstat", ["ACCEPTED", "TENTATIVE", "DECLINED"])
def test_an_answer_is_kept_with_its_words(db, invitation, partstat):
    assert take(says(partstat, more=["COMMENT:See you\\, Ana"])) is Verdict.APPLY

    assert known(db) == (PartStat(partstat), True, "See you, Ana")
    assert (invitation.answered_at, invitation.answer_stamped_at) == (NOW, NOW)
    assert invitation.enrollment.status is EnrollmentStatus.CONFIRMED


def test_an_answer_from_another_sender_is_kept_as_unverified(db, invitation):
    take(says("ACCEPTED"), sender="office@example.org")

    assert known(db) == (PartStat.ACCEPTED, False, "")


@pytest.mark.parametrize(
    ("calendar", "verdict"),
    [
        (says("DECLINED", uid=UID.replace("-e1-", "-e2-")), Verdict.FORGED),
        (says("DECLINED", uid=UID.upper()), Verdict.NOT_OURS),
        (says("DECLINED", uid=UID + "x"), Verdict.FORGED),
        (says("DECLINED", uid="another@example.org"), Verdict.NOT_OURS),
        (says("DECLINED", attendee="eve@example.org"), Verdict.FOREIGN_ATTENDEE),
        (says("DELEGATED"), Verdict.UNDECIDED),
        (says("DECLINED", method="REQUEST"), Verdict.FROM_OUTSIDE),
        (says("DECLINED", method="CANCEL"), Verdict.FROM_OUTSIDE),
        (says("DECLINED", method="PUBLISH"), Verdict.FROM_OUTSIDE),
        (says("DECLINED", method="ADD"), Verdict.FROM_OUTSIDE),
        (says("DECLINED", method=""), Verdict.FROM_OUTSIDE),
    ],
    ids=[
        "another number", "capitals", "longer", "not ours", "foreign attendee", "delegated",
        "REQUEST", "CANCEL", "PUBLISH", "ADD", "no method",
    ],
)  # fmt: skip
def test_what_is_no_answer_to_an_invitation_of_ours_changes_nothing(
    db, invitation, calendar, verdict
):
    assert take(calendar) is verdict

    assert known(db) == (PartStat.NEEDS_ACTION, False, "")
    assert mails(db) == []


def test_what_cannot_be_read_is_said(db, invitation):
    with pytest.raises(Unreadable):
        take(says("DECLINED").replace(b"VEVENT", b"VTODO"))


def test_an_answer_counts_until_the_time_changes(db, invitation):
    webinar = invitation.enrollment.webinar
    take(says("ACCEPTED", more=["COMMENT:Fine"]))
    with transaction():
        invitations.update_text(webinar, priority=Priority.CHANGE, details={}, now=NOW + MINUTE)
    assert known(db) == (PartStat.ACCEPTED, True, "Fine")

    with transaction():
        invitations.update_time(webinar, priority=Priority.CHANGE, details={}, now=NOW + 2 * MINUTE)
    assert known(db) == (PartStat.NEEDS_ACTION, False, "")
    assert take(says("DECLINED", at=NOW + 3 * MINUTE), now=NOW + 3 * MINUTE) is Verdict.STALE
    assert known(db) == (PartStat.NEEDS_ACTION, False, "")
    late = says("TENTATIVE", at=NOW - DAY, sequence="1")
    assert take(late, now=NOW + 4 * MINUTE) is Verdict.APPLY
    assert known(db)[0] is PartStat.TENTATIVE


def test_a_mail_about_new_words_keeps_the_answer(db, invitation):
    take(says("TENTATIVE"))
    with transaction():
        untold = {"was_starts_at": None, "was_ends_at": None}
        webinar, at = invitation.enrollment.webinar, NOW + MINUTE
        invitations.update_text(webinar, priority=Priority.CHANGE, details=untold, now=at)
    [update] = db.session.scalars(select(Delivery).where(Delivery.kind == MessageKind.UPDATED))

    parts = read(update, now=NOW + MINUTE).walk()
    [calendar] = [part for part in parts if part.get_content_type() == "text/calendar"]
    assert read_answer(calendar.get_content().encode()).partstat == "TENTATIVE"


def test_the_newest_answer_stays_in_whatever_order_they_come(db, invitation):
    first, second, third = NOW, NOW + MINUTE, NOW + 2 * MINUTE
    assert take(says("DECLINED", at=second), now=second) is Verdict.APPLY
    assert take(says("ACCEPTED", at=first), now=third) is Verdict.STALE
    assert take(says("DECLINED", at=second), now=third) is Verdict.DUPLICATE
    assert known(db)[0] is PartStat.DECLINED
    assert take(says("ACCEPTED", at=second), now=third + MINUTE) is Verdict.APPLY
    assert known(db)[0] is PartStat.ACCEPTED


def test_an_answer_to_a_withdrawn_invitation_changes_nothing(db, invitation):
    invitation.withdrawn_at = NOW
    newer = saved(an_invitation(invitation.enrollment))

    assert take(says("DECLINED")) is Verdict.WITHDRAWN
    assert known(db)[0] is newer.partstat is PartStat.NEEDS_ACTION


def test_another_time_is_a_note_and_counts_as_perhaps(db, invitation):
    webinar = invitation.enrollment.webinar
    was = webinar.starts_at
    more = ["COMMENT:Thursday?"]

    assert take(says("DECLINED", method="COUNTER", more=more)) is Verdict.APPLY

    assert known(db) == (PartStat.TENTATIVE, True, "Thursday?")
    assert invitation.proposed_starts_at.isoformat() == "2027-02-10T15:00:00+00:00"
    assert webinar.starts_at == was
    assert mails(db) == []
    take(says("ACCEPTED", at=NOW + MINUTE), now=NOW + MINUTE)
    assert invitation.proposed_starts_at is None


def test_who_declines_is_asked_once_whether_to_give_the_seat_up(db, invitation):
    for number, partstat in enumerate(["DECLINED", "ACCEPTED", "DECLINED"]):
        moment = NOW + number * MINUTE
        take(says(partstat, at=moment), now=moment)

    assert mails(db) == [(MessageKind.DECLINE_CHECK, ANA, NOW)]
    assert invitation.enrollment.status is EnrollmentStatus.CONFIRMED


def test_the_question_says_what_happens_and_has_a_link(db, invitation):
    take(says("DECLINED"))
    [question] = db.session.scalars(select(Delivery))

    message = read(question)

    assert message["Subject"].startswith("Shall we give up your seat? ")
    assert "/answer/" + invitation.answer_nonce in message.get_body(("plain",)).get_content()
    assert message["Auto-Submitted"] == "auto-generated"


def test_the_question_is_not_sent_once_the_answer_has_changed(db, invitation):
    take(says("DECLINED"))
    take(says("ACCEPTED", at=NOW + MINUTE), now=NOW + MINUTE)
    [question] = db.session.scalars(select(Delivery))

    assert messages.compose(question, now=NOW + MINUTE).skip


def test_who_declines_several_webinars_is_asked_about_one_a_day(db, invitation):
    registration = invitation.enrollment.registration
    for day in (3, 1):
        another_seat(registration, NOW + day * DAY, uid=f"day-{day}@example.org")
    take(says("DECLINED"))
    take(says("DECLINED", uid="day-3@example.org"))
    take(says("DECLINED", uid="day-1@example.org"))

    assert mails(db) == [
        (MessageKind.DECLINE_CHECK, ANA, NOW),
        (MessageKind.DECLINE_CHECK, ANA, NOW + DAY),
    ]


@pytest.mark.parametrize("setting", DeclinedSeats)
def test_what_a_program_sent_by_itself_is_not_answered(db, invitation, declined_seats, setting):
    declined_seats(setting)
    take(says("DECLINED"), may_be_answered=False)

    assert known(db)[0] is PartStat.DECLINED
    assert mails(db) == []
    assert invitation.enrollment.status is EnrollmentStatus.CONFIRMED


def test_nothing_is_asked_where_answers_are_only_noted(db, invitation, declined_seats):
    declined_seats(DeclinedSeats.NOTE)
    take(says("DECLINED"))

    assert known(db)[0] is PartStat.DECLINED
    assert mails(db) == []


def test_a_verified_decline_frees_the_seat_at_once_where_that_is_set(
    db, invitation, declined_seats
):
    declined_seats(DeclinedSeats.FREE)
    take(says("DECLINED"))

    assert invitation.enrollment.status is EnrollmentStatus.CANCELLED
    assert [mail[:2] for mail in mails(db)] == [
        (MessageKind.WITHDRAWN, ANA),
        (MessageKind.PROMOTED, "bob@example.org"),
    ]
    told = db.session.scalars(select(Delivery).order_by(Delivery.id)).first()
    assert told.method is CalendarMethod.CANCEL
    text = read(told).get_body(("plain",)).get_content()
    assert "Take your seat back" in text
    assert "/answer/" + invitation.answer_nonce in text


@pytest.mark.parametrize("doubt", [{"is_authenticated": False}, {"sender": "eve@example.org"}])
def test_any_other_decline_is_asked_about_also_then(db, invitation, declined_seats, doubt):
    declined_seats(DeclinedSeats.FREE)
    take(says("DECLINED"), **doubt)

    assert [mail[:2] for mail in mails(db)] == [(MessageKind.DECLINE_CHECK, ANA)]
    assert invitation.enrollment.status is EnrollmentStatus.CONFIRMED


def test_a_decline_once_the_webinar_has_begun_frees_nothing(db, invitation, declined_seats):
    declined_seats(DeclinedSeats.FREE)
    later = NOW + 7 * DAY
    take(says("DECLINED", at=later), now=later)

    assert known(db)[0] is PartStat.DECLINED
    assert mails(db) == []
    assert invitation.enrollment.status is EnrollmentStatus.CONFIRMED


def test_a_seat_given_up_by_declining_can_be_taken_back_or_waited_for(
    db, invitation, declined_seats
):
    declined_seats(DeclinedSeats.FREE)
    enrollment = invitation.enrollment
    take(says("DECLINED"))

    with transaction():
        answers.take_back(invitation, now=NOW + MINUTE)

    assert enrollment.status is EnrollmentStatus.WAITLISTED
    with pytest.raises(Conflict), transaction():
        answers.take_back(invitation, now=NOW + 8 * DAY)


def test_keeping_the_seat_counts_as_accepting(db, invitation):
    take(says("DECLINED"))
    with transaction():
        answers.keep_seat(invitation, now=NOW + MINUTE)

    assert known(db) == (PartStat.ACCEPTED, True, "")
    assert take(says("DECLINED"), now=NOW + 2 * MINUTE) is Verdict.STALE


def test_an_invitation_is_sent_again_once_a_day(db, invitation):
    verdicts = [
        take(says("NEEDS-ACTION", method="REFRESH"), now=NOW + moment)
        for moment in (timedelta(), MINUTE, DAY, DAY + MINUTE)
    ]

    assert verdicts == [
        Verdict.REFRESHED,
        Verdict.NOT_REFRESHED,
        Verdict.REFRESHED,
        Verdict.NOT_REFRESHED,
    ]
    assert [mail[:2] for mail in mails(db)] == [(MessageKind.INVITED, ANA)] * 2
    assert invitation.sequence == 0


def test_nobody_gets_more_than_one_mail_a_day_because_of_calendars(db, invitation):
    registration = invitation.enrollment.registration
    for number in (1, 2):
        another_seat(registration, NOW + (9 + number) * DAY, uid=f"other-{number}@example.org")
    wish = {"method": "REFRESH"}
    other = says("NEEDS-ACTION", uid="other-1@example.org", **wish)
    verdicts = [
        take(says("NEEDS-ACTION", **wish)),
        take(other),
        take(says("DECLINED", uid="other-2@example.org")),
        *(take(other, now=NOW + days * DAY) for days in (1, 2)),
    ]

    assert verdicts == [
        Verdict.REFRESHED,
        Verdict.NOT_REFRESHED,
        Verdict.APPLY,
        Verdict.NOT_REFRESHED,
        Verdict.REFRESHED,
    ]
    assert [mail[2] for mail in mails(db)] == [NOW, NOW + DAY, NOW + 2 * DAY]


def test_who_is_not_known_for_certain_gets_the_invitation_again_once(db, invitation):
    for moment in (timedelta(), 2 * DAY):
        take(
            says("NEEDS-ACTION", method="REFRESH"),
            now=NOW + moment,
            is_authenticated=False,
        )

    assert len(mails(db)) == 1


@pytest.mark.parametrize(
    ("values", "arrival", "verdict"),
    [
        ({"attendee": "eve@example.org"}, {}, Verdict.FOREIGN_ATTENDEE),
        ({}, {"may_be_answered": False}, Verdict.NOT_REFRESHED),
    ],
)
def test_nobody_else_and_no_program_gets_it_again(db, invitation, values, arrival, verdict):
    assert take(says("NEEDS-ACTION", method="REFRESH", **values), **arrival) is verdict
    assert mails(db) == []
