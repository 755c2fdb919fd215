"""Writing to many: exactly the audience of that moment, once, until it is stopped."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    a_broadcast,
    a_question,
    a_registrant,
    a_registration,
    a_series,
    a_webinar,
    an_enrollment,
    saved,
)
from webinars.domain.audiences import Audience
from webinars.domain.registrant_filters import Attendance, RegistrantFilters
from webinars.errors import Conflict, Invalid
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import (
    Answer,
    Broadcast,
    BroadcastState,
    Delivery,
    DeliveryState,
    EnrollmentStatus,
    JoinClick,
    MessageKind,
    Priority,
    QuestionKind,
)
from webinars.queries.broadcasts import readers_count, sample_readers, unsubscribed_count
from webinars.services import broadcasts
from webinars.texts import Texts

SEATED = Audience()


def a_person(series, webinar=None, *, status=EnrollmentStatus.CONFIRMED, ref="", **values):
    registrant = a_registrant(**values)
    registration = a_registration(registrant=registrant, series=series, ref=ref)
    saved(registration)
    if webinar is not None:
        saved(an_enrollment(webinar, registration=registration, status=status))
    return registration


@pytest.fixture
def series(db):
    return saved(a_series(slug="guide"))


@pytest.fixture
def webinar(series):
    return saved(a_webinar(series=series, slug="leading"))


def a_stored(series, **values):
    return saved(a_broadcast(series=series, audience=SEATED.kept(), **values))


def enqueue(now=NOW):
    with transaction():
        return broadcasts.enqueue_due(now)


def mails():
    database.session.rollback()
    return database.session.scalars(select(Delivery).order_by(Delivery.id)).all()


def test_a_mail_to_many_goes_to_its_audience_once(series, webinar):
    ana = a_person(series, webinar)
    a_person(series, webinar, status=EnrollmentStatus.WAITLISTED)
    a_person(series, webinar, announcements_stopped_at=NOW)
    a_person(series, webinar, erased_at=NOW)
    a_person(saved(a_series()))
    broadcast = a_stored(series)
    with transaction():
        broadcasts.schedule(broadcast, at=NOW, actor=None, now=NOW)

    assert [enqueue(), enqueue()] == [1, None]

    [mail] = mails()
    assert mail.key == f"broadcast:{broadcast.id}:{ana.id}"
    assert (mail.kind, mail.priority) == (MessageKind.BROADCAST, Priority.BROADCAST)
    assert (mail.recipient, mail.registration_id) == (ana.registrant.email, ana.id)
    assert (mail.broadcast_id, mail.enrollment_id, mail.due_at) == (broadcast.id, None, NOW)
    assert (broadcast.state, broadcast.recipients) == (BroadcastState.SENDING, 1)


def test_the_audience_is_that_of_the_moment_of_sending(series, webinar):
    broadcast = a_stored(series)
    with transaction():
        broadcasts.schedule(broadcast, at=NOW + timedelta(hours=1), actor=None, now=NOW)
    assert enqueue() is None
    late = a_person(series, webinar)

    assert enqueue(NOW + timedelta(hours=1)) == 1
    assert [mail.registration_id for mail in mails()] == [late.id]


@pytest.mark.parametrize(
    ("audience", "found"),
    [
        (Audience(RegistrantFilters()), {"came", "stayed", "waits", "spanish"}),
        (SEATED, {"came", "stayed", "spanish"}),
        (Audience(RegistrantFilters(webinar="leading", attendance=Attendance.JOINED)), {"came"}),
        (
            Audience(RegistrantFilters(attendance=Attendance.NOT_JOINED)),
            {"stayed", "spanish"},
        ),
        (Audience(RegistrantFilters(language="es")), {"spanish"}),
        (Audience(RegistrantFilters(ref="gare")), {"waits"}),
        (Audience(SEATED.filters, {"role": 'A "director"'}), {"stayed"}),
        (Audience(SEATED.filters, {"role": "director"}), set()),
    ],
)
def test_an_audience_finds(series, webinar, audience, found):
    people = {
        "came": a_person(series, webinar),
        "stayed": a_person(series, webinar),
        "waits": a_person(series, webinar, status=EnrollmentStatus.WAITLISTED, ref="gare"),
        "spanish": a_person(series, webinar, language="es"),
    }
    question = saved(a_question(series=series, slug="role", kind=QuestionKind.SEVERAL))
    values = ["Niño", 'A "director"']
    answer = Answer(registration_id=people["stayed"].id, question_id=question.id, values=values)
    saved(JoinClick(enrollment_id=people["came"].enrollments[0].id, clicked_at=NOW), answer)

    emails = {person.email for person in sample_readers(series.id, audience)}

    assert {name for name, one in people.items() if one.registrant.email in emails} == found
    assert readers_count(series.id, audience) == len(found)


def test_who_unsubscribed_is_counted_apart(series, webinar):
    a_person(series, webinar, announcements_stopped_at=NOW)

    assert readers_count(series.id, SEATED) == 0
    assert unsubscribed_count(series.id, SEATED) == 1


def test_stopping_takes_back_what_has_not_left(series, webinar):
    for _ in range(3):
        a_person(series, webinar)
    broadcast = a_stored(series)
    with transaction():
        broadcasts.schedule(broadcast, at=NOW, actor=None, now=NOW)
    enqueue()
    sent, leased, _ = mails()
    sent.state = DeliveryState.SENT
    leased.lease_until = NOW + timedelta(minutes=1)
    saved(sent, leased)

    with transaction():
        broadcasts.stop(broadcast, actor=None, now=NOW)

    assert [mail.state for mail in mails()] == [
        DeliveryState.SENT,
        DeliveryState.DUE,
        DeliveryState.SUPERSEDED,
    ]
    assert mails()[1].overtaken_at == NOW
    assert broadcast.state is BroadcastState.STOPPED


def test_each_step_is_for_its_state_only(series):
    broadcast = a_stored(series)
    with transaction(), pytest.raises(Conflict):
        broadcasts.stop(broadcast, actor=None, now=NOW)
    with transaction():
        broadcasts.schedule(broadcast, at=NOW, actor=None, now=NOW)
    with transaction(), pytest.raises(Conflict):
        broadcasts.schedule(broadcast, at=NOW, actor=None, now=NOW)
    with transaction(), pytest.raises(Conflict):
        broadcasts.remove(broadcast, actor=None, now=NOW)
    with transaction():
        broadcasts.call_back(broadcast, actor=None, now=NOW)
    assert (broadcast.state, broadcast.send_at) == (BroadcastState.DRAFT, None)

    with transaction():
        copy = broadcasts.duplicate(broadcast, actor=None, now=NOW)
        broadcasts.remove(broadcast, actor=None, now=NOW)

    assert database.session.scalars(select(Broadcast)).all() == [copy]
    assert (copy.subject, copy.audience) == (broadcast.subject, broadcast.audience)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_empty_mail_and_wrong_placeholders_are_refused(series):
    empty = a_stored(series, body=Texts())
    with transaction(), pytest.raises(Invalid):
        broadcasts.schedule(empty, at=NOW, actor=None, now=NOW)
    wrong = broadcasts.BroadcastDetails(Texts({"en": "((webinar))"}), Texts({"en": "x"}), SEATED)
    with transaction(), pytest.raises(Invalid):
        broadcasts.draft(series, wrong, actor=None, now=NOW)
