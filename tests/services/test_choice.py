"""How many webinars of a series one registration may take."""

from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from tests.factories import NOW, a_registration_request, a_series, a_webinar, saved
from tests.support.mails import plain
from tests.support.outbox import deliver_all
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import (
    Choice,
    Enrollment,
    EnrollmentStatus,
    Invitation,
    MessageKind,
    PartStat,
)
from webinars.services import registrations


def series_of_two(choice):
    series = a_series(choice=choice)
    webinars = [a_webinar(series=series, slug=slug) for slug in ("one", "two")]
    return saved(series, *webinars)


def register(series, slug):
    with transaction():
        wanted = a_registration_request(slugs=[slug])
        registrations.register(series, wanted, now=NOW)


def held():
    enrollments = database.session.scalars(select(Enrollment).order_by(Enrollment.id))
    return [
        enrollment.webinar.slug
        for enrollment in enrollments
        if enrollment.status is not EnrollmentStatus.CANCELLED
    ]


def test_where_one_may_be_taken_a_second_form_brings_the_private_link(db, outbox):
    series = series_of_two(Choice.ONE)

    register(series, "one")
    register(series, "two")

    assert held() == ["one"]
    assert [found.kind for found in outbox()] == [MessageKind.INVITED, MessageKind.PRIVATE_LINK]


def test_who_gave_the_one_up_may_take_another(db):
    series = series_of_two(Choice.ONE)
    register(series, "one")
    with transaction():
        enrollment = db.session.scalars(select(Enrollment)).one()
        registrations.cancel_enrollment(enrollment, now=NOW)

    register(series, "two")

    assert held() == ["two"]


def test_where_some_may_be_taken_a_second_form_adds(db):
    series = series_of_two(Choice.SOME)

    register(series, "one")
    register(series, "two")

    assert held() == ["one", "two"]


@pytest.mark.parametrize("partstat", [PartStat.DECLINED, PartStat.ACCEPTED])
def test_whose_calendar_declined_and_who_comes_again_is_invited_anew(db, outbox, partstat):
    series = series_of_two(Choice.SOME)
    register(series, "one")
    deliver_all()
    with transaction():
        db.session.scalars(select(Invitation)).one().partstat = partstat
    [seat] = db.session.scalars(select(Enrollment))
    ticket = seat.ticket

    register(series, "one")

    told = [(found.kind, found.method, found.sequence) for found in outbox()[1:]]
    if partstat is PartStat.ACCEPTED:
        assert told == [(MessageKind.PRIVATE_LINK, None, None)]
        return
    assert told == [(MessageKind.WITHDRAWN, "CANCEL", 1), (MessageKind.INVITED, "REQUEST", 0)]
    former, new = db.session.scalars(select(Invitation).order_by(Invitation.id))
    assert (former.uid != new.uid, new.generation, new.partstat) == (True, 2, "NEEDS-ACTION")
    assert (seat.status, seat.ticket) == (EnrollmentStatus.CONFIRMED, ticket)
    cancel, _ = (message_from_bytes(content, policy=default) for content in deliver_all())
    assert cancel["Subject"].startswith("Replaced by a new invitation: ")
    assert "no longer registered" not in plain(cancel)
