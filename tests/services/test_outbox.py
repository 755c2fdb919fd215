"""The way of a mail out of the outbox."""

import zlib
from datetime import timedelta
from hashlib import sha256
from itertools import pairwise

import pytest
from sqlalchemy import select, update

from tests.factories import (
    NOW,
    a_delivery,
    a_reminder,
    a_webinar,
    an_enrollment,
    an_invitation,
    saved,
)
from tests.support.outbox import CONTENT, LEASE, claim, fail, keep, send, stored
from webinars.domain import retries
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import CalendarMethod, Delivery, DeliveryState, Priority
from webinars.services import outbox
from webinars.services.outbox import Cause

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
DUE, SENT, FAILED, SUPERSEDED, SKIPPED = DeliveryState


def claimed_ids(*, now=NOW):
    ids = []
    while (delivery := claim(now=now)) is not None:
        ids.append(delivery.id)
    return ids


def change(delivery, **values):
    with transaction():
        database.session.execute(
            update(Delivery).where(Delivery.id == delivery.id).values(**values)
        )


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

    first = database.session.scalar(select(Delivery).where(Delivery.method.is_not(None)).limit(1))
    assert first.invitation.thread_id == first.message_id


def test_a_mail_that_fails_for_now_is_tried_again_ever_later(db):
    saved(a_delivery())
    waits, now = [], NOW

    while (delivery := claim(now=now)) is not None:
        keep(delivery)
        fail(delivery, Cause.TEMPORARY, now=now)
        row = stored(delivery)
        if row.state is DUE:
            waits.append(row.due_at - now)
            assert claim(now=row.due_at - SECOND) is None
        now = row.due_at

    assert (row.state, row.attempts) == (FAILED, retries.MOST_TRIES)
    assert row.last_error == "451 temporary"
    assert len(waits) == 11
    assert all(later >= 1.5 * sooner for sooner, later in pairwise(waits))


def test_a_mail_that_is_refused_is_not_tried_again(db):
    saved(a_delivery())
    delivery = claim()

    fail(delivery, Cause.PERMANENT)

    row = stored(delivery)
    assert (row.state, row.settled_at, row.attempts) == (FAILED, NOW, 1)
    assert claim(now=NOW + DAY) is None


def test_a_server_that_is_away_costs_no_try(db):
    saved(a_delivery())
    for _ in range(3 * retries.MOST_TRIES):
        fail(claim(), Cause.SERVER_AWAY)

    assert claim().attempts == 1


def test_a_mail_that_cannot_be_rendered_fails_alone_after_five_tries(db):
    poison = saved(a_delivery())
    other = saved(a_delivery(due_at=NOW + timedelta(hours=1), created_at=NOW))
    now = NOW
    for _ in range(retries.MOST_RENDERINGS):
        fail(claim(now=now), Cause.NOT_RENDERED, now=now)
        now = stored(poison).due_at

    assert (stored(poison).state, stored(poison).attempts) == (FAILED, 5)
    assert claimed_ids(now=NOW + DAY) == [other.id]


def test_a_mail_whose_rendering_kills_the_worker_fails_after_five_tries(db):
    poison = saved(a_delivery())
    now = NOW
    for _ in range(retries.MOST_RENDERINGS):
        assert claim(now=now).state is DUE
        now += LEASE

    assert claim(now=now).state is FAILED
    assert stored(poison).last_error == "Every try was broken off."
    assert claim(now=now) is None


@pytest.mark.parametrize("cause", Cause)
def test_a_mail_overtaken_while_it_was_sent_is_not_tried_again(db, cause):
    enrollment = an_enrollment()
    delivery = saved(a_delivery(enrollment=enrollment))
    newer = saved(a_delivery(enrollment=enrollment))
    claim()
    change(delivery, overtaken_at=NOW)

    fail(delivery, cause)

    assert stored(delivery).state is SUPERSEDED
    assert claim().id == newer.id


def test_a_mail_overtaken_while_it_was_sent_may_still_arrive(db):
    delivery = saved(a_delivery())
    claim()
    change(delivery, overtaken_at=NOW)

    send(delivery)

    assert stored(delivery).state is SENT


def test_a_mail_overtaken_in_the_hands_of_a_dead_worker_makes_way(db):
    enrollment = an_enrollment()
    overtaken = saved(a_delivery(enrollment=enrollment))
    newer = saved(a_delivery(enrollment=enrollment))
    claim()
    keep(overtaken)
    change(overtaken, overtaken_at=NOW)

    with transaction():
        assert outbox.supersede_overtaken(now=NOW, lease=LEASE) == 0
    assert claim(now=NOW + LEASE) is None
    with transaction():
        assert outbox.supersede_overtaken(now=NOW + LEASE, lease=LEASE) == 1

    assert (stored(overtaken).state, stored(overtaken).rendered) == (SUPERSEDED, None)
    assert claim(now=NOW + LEASE).id == newer.id


def test_a_mail_that_is_not_needed_any_more_is_skipped(db):
    delivery = saved(a_delivery())
    claim()

    with transaction():
        assert outbox.skip(delivery.id, "one", now=NOW)

    assert (stored(delivery).state, stored(delivery).owner) == (SKIPPED, None)


def test_a_reminder_is_skipped_once_the_webinar_has_started(db):
    invitation = an_invitation(an_enrollment(a_webinar(starts_at=NOW + SECOND)))
    saved(a_reminder(invitation))

    assert claim(now=NOW + SECOND).state is SKIPPED
    assert claim(now=NOW + SECOND) is None


def test_a_rendered_reminder_of_a_start_that_has_changed_is_skipped(db):
    webinar = a_webinar(starts_at=NOW + DAY)
    reminder = a_reminder(an_invitation(an_enrollment(webinar)), rendered_at=NOW)
    webinar.starts_at, webinar.ends_at = NOW + 2 * DAY, NOW + 3 * DAY
    saved(reminder)

    assert claim().state is SKIPPED


def test_a_reminder_whose_next_try_would_come_too_late_is_skipped(db):
    invitation = an_invitation(an_enrollment(a_webinar(starts_at=NOW + 3 * SECOND)))
    reminder = saved(a_reminder(invitation))

    fail(claim(), Cause.TEMPORARY)

    assert stored(reminder).state is SKIPPED


def test_failed_mails_are_revived_with_their_bytes(db):
    delivery = saved(a_delivery())
    claim()
    keep(delivery)
    fail(delivery, Cause.PERMANENT)

    with transaction():
        assert outbox.revive([delivery.id], now=NOW + DAY) == [delivery.id]
        again = outbox.claim_next("two", now=NOW + DAY, lease=LEASE, may_take_over=True)
        assert outbox.rendered_content(again) == CONTENT

    assert (again.id, again.attempts, again.last_error) == (delivery.id, 1, None)


def test_what_newer_news_have_followed_or_did_not_fail_is_not_revived(db):
    enrollment = an_enrollment()
    followed = saved(a_delivery(enrollment=enrollment, state=FAILED, settled_at=NOW))
    newer = saved(a_delivery(enrollment=enrollment, state=SENT, settled_at=NOW))
    saved(a_reminder(an_invitation(enrollment), state=SENT, settled_at=NOW))

    with transaction():
        assert outbox.revive([followed.id, newer.id], now=NOW) == []
