"""How mails are claimed, kept and sent, one after the other."""

import zlib
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select, text

from tests.factories import (
    NOW,
    a_delivery,
    a_reminder,
    an_enrollment,
    an_invitation,
    saved,
)
from tests.support.outbox import (
    CONTENT,
    DAY,
    DUE,
    LEASE,
    SECOND,
    SENT,
    claim,
    claimed_ids,
    fail,
    keep,
    send,
    stored,
)
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import CalendarMethod, Delivery, Priority
from webinars.services import outbox
from webinars.services.outbox import Cause


def test_a_claim_is_a_lease_and_counts_the_try(db):
    saved(a_delivery())

    delivery = claim("one")

    assert (delivery.owner, delivery.attempts) == ("one", 1)
    assert delivery.lease_until == NOW + LEASE
    assert claim("two") is None


def test_the_private_link_goes_first_then_changes_then_reminders(db):
    invitation = an_invitation(an_enrollment())
    reminder, change, newer_change, link, later_link = [
        saved(a_reminder(invitation)),
        saved(a_delivery(due_at=NOW - SECOND)),
        saved(a_delivery()),
        saved(a_delivery(priority=Priority.ACCOUNT)),
        saved(a_delivery(priority=Priority.ACCOUNT)),
    ]

    assert claimed_ids() == [
        delivery.id for delivery in (link, later_link, change, newer_change, reminder)
    ]


def test_what_is_not_due_waits(db):
    saved(a_delivery(due_at=NOW + SECOND, created_at=NOW))

    assert claim(now=NOW) is None
    assert claim(now=NOW + SECOND) is not None


def test_what_was_due_stays_due_though_the_clock_is_set_back(db):
    saved(a_delivery(due_at=NOW, created_at=NOW))

    assert claim(now=NOW - timedelta(hours=2)) is not None


def test_mails_of_one_enrollment_leave_one_after_the_other(db):
    enrollment = an_enrollment()
    first = saved(a_delivery(enrollment=enrollment, due_at=NOW + SECOND, created_at=NOW))
    second = saved(a_delivery(enrollment=enrollment, priority=Priority.ACCOUNT))
    other = saved(a_delivery(enrollment=an_enrollment()))

    assert claimed_ids() == [other.id]

    assert claim(now=NOW + SECOND).id == first.id
    assert claim(now=NOW + SECOND) is None
    send(first)
    assert claim(now=NOW + SECOND).id == second.id


def test_a_lease_that_ran_out_is_taken_over_and_its_owner_settles_nothing(db):
    saved(a_delivery())
    delivery = claim("one")

    assert claim("two", now=NOW + LEASE - SECOND) is None
    assert claim("two", now=NOW + LEASE).id == delivery.id

    assert not keep(delivery, "one")
    assert not send(delivery, "one")
    assert not fail(delivery, Cause.PERMANENT, "one")
    assert (stored(delivery).state, stored(delivery).owner) == (DUE, "two")
    assert stored(delivery).rendered is None


def test_no_lease_is_taken_over_just_after_the_clock_was_set(db):
    saved(a_delivery())
    claim("one")
    fresh = saved(a_delivery())

    assert claim("two", now=NOW + DAY, may_take_over=False).id == fresh.id
    assert claim("two", now=NOW + DAY, may_take_over=False) is None


def test_a_lease_from_before_the_clock_was_set_back_ends(db):
    saved(a_delivery())
    claim("one")

    assert claim("two", now=NOW - timedelta(hours=2)) is not None


def test_what_is_sent_is_recorded_and_its_tokens_are_masked(db):
    saved(a_delivery())
    delivery = claim()
    keep(delivery)

    assert send(delivery, now=NOW + SECOND)

    row = stored(delivery)
    assert (row.state, row.settled_at, row.owner, row.lease_until) == (
        SENT,
        NOW + SECOND,
        None,
        None,
    )
    assert (row.subject, row.message_id) == ("Hello", f"<d{row.id}.0123@example.org>")
    assert row.digest == sha256(CONTENT).hexdigest()
    kept = zlib.decompress(row.rendered)
    assert kept == b"Subject: Hello\r\n\r\nSee http://127.0.0.1/me/.../\r\n"


def test_every_try_sends_the_same_bytes(db):
    saved(a_delivery())
    delivery = claim()
    keep(delivery)
    fail(delivery, Cause.TEMPORARY)

    with transaction():
        again = outbox.claim_next("two", now=NOW + DAY, lease=LEASE, may_take_over=True)
        assert outbox.rendered_content(again) == CONTENT


def test_a_later_mail_can_refer_to_the_first_request_of_its_invitation(db):
    invitation = an_invitation(an_enrollment())
    plain = a_delivery(enrollment=invitation.enrollment, invitation=invitation)
    saved(plain)
    keep(claim())
    send(plain)
    assert stored(plain).invitation.thread_id is None

    request = {"enrollment": invitation.enrollment, "invitation": invitation}
    for _ in range(2):
        saved(a_delivery(**request, method=CalendarMethod.REQUEST))
    for _ in range(2):
        delivery = claim()
        keep(delivery)
        send(delivery)

    first = database.session.scalar(
        select(Delivery).where(Delivery.method.is_not(None)).order_by(Delivery.id)
    )
    assert first.invitation.thread_id == first.message_id


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_no_claim_compares_all_mails_with_all_after_a_burst(db):
    next_one = select(outbox._next_id(True)).params(now=NOW, no_lease_ends_after=NOW)
    saved(*(a_delivery() for _ in range(50)))

    sql = next_one.compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = "\n".join(db.session.scalars(text(f"EXPLAIN {sql}")))

    assert "Limit" in plan
    assert "Join" not in plan
