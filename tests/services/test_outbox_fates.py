"""What becomes of a mail that fails, is overtaken or no longer needed."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    a_delivery,
    a_registrant,
    a_reminder,
    a_webinar,
    an_enrollment,
    an_invitation,
    saved,
)
from tests.support.outbox import (
    CONTENT,
    DAY,
    DUE,
    FAILED,
    LEASE,
    SECOND,
    SENT,
    SKIPPED,
    SUPERSEDED,
    change,
    claim,
    claimed_ids,
    fail,
    keep,
    send,
    stored,
)
from tests.support.races import run_at_once
from webinars.domain import retries
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import Delivery
from webinars.services import deliveries, outbox
from webinars.services.outbox import Cause


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


def test_workers_that_race_never_hold_the_same_mail(app, db):
    enrollments = [an_enrollment() for _ in range(10)]
    saved(*[a_delivery(enrollment=enrollments[number % 10]) for number in range(40)])
    saved(*[a_delivery() for _ in range(40)])

    def work(number):
        owner, mine = f"worker-{number}", []
        with app.app_context():
            while (delivery := claim(owner)) is not None:
                mine.append(delivery.id)
                send(delivery, owner)
        return mine

    taken = [id_ for mine in run_at_once(4, work) for id_ in mine]

    rows = database.session.scalars(select(Delivery).order_by(Delivery.id)).all()
    assert sorted(taken) == [row.id for row in rows]
    assert {(row.state, row.attempts) for row in rows} == {(SENT, 1)}


def test_a_mail_claimed_while_news_overtake_it_is_taken_out_or_marked(app, db):
    enrollments = [an_enrollment() for _ in range(30)]
    registrant = a_registrant()
    saved(*[a_delivery(enrollment=enrollment) for enrollment in enrollments], registrant)
    ids = [enrollment.id for enrollment in enrollments]

    def work(number):
        with app.app_context():
            if number:
                return [claim(f"worker-{number}", now=NOW) for _ in ids]
            for id_ in ids:
                with transaction():
                    deliveries.supersede(Delivery.enrollment_id == id_, now=NOW)
        return []

    run_at_once(2, work)

    rows = database.session.scalars(select(Delivery)).all()
    missed = [row for row in rows if row.state is DUE and row.overtaken_at is None]
    assert (len(rows), missed) == (30, [])
