"""What is not kept for ever."""

from datetime import timedelta

from sqlalchemy import select

from tests.factories import NOW, a_delivery, a_registrant, an_enrollment, saved
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import Delivery, DeliveryState, Heartbeat, Registrant
from webinars.services import heartbeats, retention

DAY = timedelta(days=1)
SENT = DeliveryState.SENT


def names(column):
    database.session.rollback()
    return set(database.session.scalars(select(column)))


def test_contents_are_dropped_after_thirty_days_and_the_ledger_stays(db):
    kept = {"rendered": b"bytes", "digest": "0" * 64, "message_id": "<1@example.org>"}
    old = saved(a_delivery(state=SENT, settled_at=NOW - 30 * DAY, **kept))
    young = saved(a_delivery(state=SENT, settled_at=NOW - 29 * DAY, rendered=b"bytes"))
    due = saved(a_delivery(created_at=NOW - 40 * DAY, rendered=b"bytes"))

    with transaction():
        assert retention.drop_old_contents(now=NOW, most=10) == 1
        assert retention.drop_old_contents(now=NOW, most=10) == 0

    assert (old.rendered, old.digest, old.message_id) == (None, "0" * 64, "<1@example.org>")
    assert (young.rendered, due.rendered) == (b"bytes", b"bytes")


def test_contents_are_dropped_a_few_at_a_time(db):
    for _ in range(3):
        saved(a_delivery(state=SENT, settled_at=NOW - 31 * DAY, rendered=b"bytes"))

    with transaction():
        assert [retention.drop_old_contents(now=NOW, most=2) for _ in range(3)] == [2, 1, 0]


def test_who_asked_to_be_forgotten_goes_once_the_last_mail_has_left(db):
    enrollment = an_enrollment()
    leaving = enrollment.registration.registrant
    leaving.email, leaving.erased_at = "leaving@example.org", NOW
    farewell = saved(a_delivery(enrollment=enrollment))
    gone = a_registrant(email="gone@example.org", erased_at=NOW)
    saved(gone, a_delivery(registrant=gone, state=SENT))
    saved(a_registrant(email="staying@example.org"))

    with transaction():
        assert retention.purge_erased() == 1
    assert names(Registrant.email) == {"leaving@example.org", "staying@example.org"}

    with transaction():
        farewell.state = SENT
    with transaction():
        assert retention.purge_erased() == 1
    assert names(Registrant.email) == {"staying@example.org"}
    assert names(Delivery.id) == set()


def test_a_heartbeat_is_renewed_and_forgotten_after_a_day(db):
    with transaction():
        heartbeats.beat("one", now=NOW)
        heartbeats.beat("two", now=NOW)
    with transaction():
        heartbeats.beat("one", now=NOW + DAY)
    assert names(Heartbeat.beat_at) == {NOW, NOW + DAY}

    with transaction():
        heartbeats.beat("one", now=NOW + DAY + timedelta(seconds=1))
    assert names(Heartbeat.worker) == {"one"}
