"""Trying again what failed, and giving up what need not leave."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    a_delivery,
    a_registrant,
    a_registration,
    a_series,
    a_user,
    a_webinar,
    an_enrollment,
    an_invitation,
    saved,
)
from tests.support.outbox import DUE, FAILED, LEASE, claim, claimed_ids, stored
from webinars.extensions import transaction
from webinars.models import (
    Action,
    AuditEntry,
    CalendarMethod,
    DeliveryState,
    MessageKind,
)
from webinars.queries.deliveries import failed_delivery_ids
from webinars.queries.messages import has_attempted_request
from webinars.services import undelivered

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def series(db):
    return saved(a_series(slug="guide"))


@pytest.fixture
def alice(db):
    return saved(a_user())


def give_up(series, alice, *deliveries, now=LATER):
    ids = [one.id for one in deliveries]
    with transaction():
        return undelivered.give_up(ids, series, actor=alice, now=now)


def retry(series, alice, *deliveries):
    ids = [one.id for one in deliveries]
    with transaction():
        return undelivered.retry(ids, series, actor=alice, now=LATER)


def a_mail(series, **values):
    registration = a_registration(series=series, registrant=a_registrant())
    return saved(
        a_delivery(registration=registration, registrant=registration.registrant, **values)
    )


def test_a_mail_that_is_given_up_never_leaves(db, series, alice):
    waiting, failed = a_mail(series), a_mail(series, state=FAILED, settled_at=NOW)

    assert give_up(series, alice, waiting, failed) == 2

    assert claimed_ids() == []
    assert [
        (row.state, row.given_up_at, row.settled_at) for row in (stored(waiting), stored(failed))
    ] == [(FAILED, LATER, LATER), (FAILED, LATER, NOW)]
    assert failed_delivery_ids() == []


def test_only_what_waits_or_failed_can_be_given_up(db, series, alice):
    sent = a_mail(series, state=DeliveryState.SENT, settled_at=NOW)

    assert give_up(series, alice, sent) == 0
    assert stored(sent).state is DeliveryState.SENT
    assert db.session.scalars(select(AuditEntry)).all() == []


def test_what_is_being_sent_at_this_moment_stays(db, series, alice):
    mail = a_mail(series)
    claim()

    assert give_up(series, alice, mail, now=NOW) == 0
    assert give_up(series, alice, mail, now=NOW + LEASE) == 1


def a_seat_with_mails(series, *methods):
    enrollment = an_enrollment(a_webinar(series=series))
    invitation = an_invitation(enrollment)
    kinds = {
        CalendarMethod.REQUEST: MessageKind.INVITED,
        CalendarMethod.CANCEL: MessageKind.WITHDRAWN,
    }
    return [
        saved(
            a_delivery(
                enrollment=enrollment, invitation=invitation, kind=kinds[method], method=method
            )
        )
        for method in methods
    ]


def test_a_cancel_that_waits_is_never_given_up(db, series, alice):
    [cancel] = a_seat_with_mails(series, CalendarMethod.CANCEL)

    assert give_up(series, alice, cancel) == 0
    assert stored(cancel).state is DUE


def test_after_a_request_that_nobody_tried_to_send_the_cancel_is_a_plain_mail(db, series, alice):
    request, cancel = a_seat_with_mails(series, CalendarMethod.REQUEST, CalendarMethod.CANCEL)

    give_up(series, alice, request)

    assert claim(now=LATER).id == cancel.id
    assert not has_attempted_request(stored(cancel))


def test_after_a_request_that_may_have_arrived_the_cancel_stays_one(db, series, alice):
    request, cancel = a_seat_with_mails(series, CalendarMethod.REQUEST, CalendarMethod.CANCEL)
    claim()

    give_up(series, alice, request, now=NOW + LEASE)

    assert claim(now=NOW + LEASE).id == cancel.id
    assert has_attempted_request(stored(cancel))


def test_giving_up_can_be_taken_back_and_both_are_noted(db, series, alice):
    mail = a_mail(series)
    give_up(series, alice, mail)

    assert retry(series, alice, mail) == 1

    assert (stored(mail).state, stored(mail).given_up_at) == (DUE, None)
    noted = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(one.action, one.after, one.series_id) for one in noted] == [
        (Action.MAILS_GIVEN_UP, {"mails": 1}, series.id),
        (Action.MAILS_RETRIED, {"mails": 1}, series.id),
    ]


def test_more_mails_than_fit_into_one_statement_are_given_up(db, series, alice, monkeypatch):
    monkeypatch.setattr(undelivered, "AT_ONCE", 2)
    mails = [a_mail(series) for _ in range(5)]

    assert give_up(series, alice, *mails) == 5
