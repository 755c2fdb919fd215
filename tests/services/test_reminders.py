"""Queueing reminders: who is reminded of what, when, and never twice."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from tests.factories import (
    NOW,
    a_registrant,
    a_registration,
    a_reminder_rule,
    a_series,
    a_webinar,
    an_enrollment,
    an_invitation,
    saved,
)
from tests.support.races import run_at_once
from webinars.domain.reminders import rule_due
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import (
    Delivery,
    DeliveryState,
    Enrollment,
    EnrollmentStatus,
    MessageKind,
    PartStat,
    Priority,
    Registrant,
    SeriesStatus,
    Webinar,
    WebinarStatus,
)
from webinars.services import reminders

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
RULES = (WEEK, DAY, HOUR)


def a_reminded_series(*rules, **values):
    series = a_series(**values)
    series.reminder_rules = [a_reminder_rule(series, before) for before in rules or RULES]
    return series


def an_invited_seat(webinar, **values):
    invitation_values = {
        name: values.pop(name) for name in ("partstat", "withdrawn_at") if name in values
    }
    enrollment = an_enrollment(webinar, **values)
    an_invitation(enrollment, **invitation_values)
    return enrollment


def a_due_seat(**values):
    """Return a seat of a webinar that starts in 20 hours: the rule of a day is due."""
    webinar = a_webinar(series=a_reminded_series(), starts_at=NOW + timedelta(hours=20))
    return an_invited_seat(webinar, **values)


def enqueue(now=NOW):
    with transaction():
        return reminders.enqueue_due(now)


def queued():
    database.session.rollback()
    return list(database.session.scalars(select(Delivery).order_by(Delivery.id)))


def test_a_reminder_says_what_it_is(db):
    enrollment = saved(a_due_seat())

    assert enqueue() == 1

    [reminder] = queued()
    webinar = enrollment.webinar
    rule = next(rule for rule in webinar.series.reminder_rules if rule.before == DAY)
    start = int(webinar.starts_at.timestamp())
    assert reminder.key == f"reminder:{rule.id}:{enrollment.id}:1:{start}"
    assert reminder.details == {"rule": rule.id, "starts_at": start}
    assert (reminder.kind, reminder.priority) == (MessageKind.REMINDER, Priority.REMINDER)
    assert (reminder.state, reminder.attempts) == (DeliveryState.DUE, 0)
    assert (reminder.due_at, reminder.created_at) == (webinar.starts_at - DAY, NOW)
    assert reminder.recipient == enrollment.invitations[0].attendee
    assert reminder.registrant is enrollment.registration.registrant
    assert reminder.registration is enrollment.registration
    assert reminder.enrollment is enrollment
    assert reminder.invitation is enrollment.invitations[0]
    assert reminder.method is None


def test_a_reminder_goes_to_the_address_that_was_invited(db):
    enrollment = a_due_seat()
    enrollment.registration.registrant.email = "new@example.org"
    saved(enrollment)

    enqueue()

    assert [reminder.recipient for reminder in queued()] == [enrollment.invitations[0].attendee]


def test_each_seat_is_reminded_once_by_each_rule(db):
    webinar = a_webinar(series=a_reminded_series(), starts_at=NOW + timedelta(days=8))
    saved(*[an_invited_seat(webinar) for _ in range(3)])
    start = webinar.starts_at
    counts = {}

    for minutes in range(0, 9 * 24 * 60, 30):
        now = NOW + timedelta(minutes=minutes)
        if count := enqueue(now):
            counts[start - now] = count

    assert counts == {WEEK: 3, DAY: 3, HOUR: 3}


def test_a_down_time_sends_one_reminder_the_one_nearest_the_start(db):
    webinar = a_webinar(series=a_reminded_series(), starts_at=NOW + timedelta(days=8))
    saved(an_invited_seat(webinar))
    now = webinar.starts_at - timedelta(minutes=30)

    assert enqueue(now) == 1
    assert enqueue(now + timedelta(minutes=1)) == 0

    assert [reminder.due_at for reminder in queued()] == [webinar.starts_at - HOUR]


def test_nobody_is_reminded_of_a_start_that_has_come(db):
    enrollment = saved(a_due_seat())

    assert enqueue(enrollment.webinar.starts_at) == 0
    assert enqueue(enrollment.webinar.starts_at - timedelta(seconds=1)) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"status": EnrollmentStatus.WAITLISTED},
        {"status": EnrollmentStatus.CANCELLED},
        {"partstat": PartStat.DECLINED},
        {"withdrawn_at": NOW},
        # The rule of a day was due four hours ago: whoever came later is not reminded late.
        {"confirmed_at": NOW - timedelta(hours=3)},
    ],
)
def test_who_has_no_seat_or_will_not_come_is_not_reminded(db, values):
    saved(a_due_seat(**values))

    assert enqueue() == 0


@pytest.mark.parametrize("field", ["reminders_stopped_at", "erased_at"])
def test_who_wants_no_reminders_gets_none(db, field):
    enrollment = a_due_seat()
    setattr(enrollment.registration.registrant, field, NOW)
    saved(enrollment)

    assert enqueue() == 0


@pytest.mark.parametrize(
    ("values", "series_values"),
    [
        ({"status": WebinarStatus.CANCELLED}, {}),
        ({}, {"status": SeriesStatus.DRAFT}),
        ({"scheduled_at": NOW - timedelta(hours=3)}, {}),
    ],
)
def test_a_webinar_that_is_off_hidden_or_just_dated_reminds_nobody(db, values, series_values):
    series = a_reminded_series(**series_values)
    webinar = a_webinar(series=series, starts_at=NOW + timedelta(hours=20), **values)
    saved(an_invited_seat(webinar))

    assert enqueue() == 0


def test_an_earlier_generation_is_not_reminded_of(db):
    enrollment = a_due_seat(withdrawn_at=NOW)
    current = an_invitation(enrollment)
    saved(enrollment)

    enqueue()

    assert [reminder.invitation_id for reminder in queued()] == [current.id]


def test_a_new_end_reminds_nobody_again_and_a_new_start_does(db):
    webinar = saved(a_due_seat()).webinar
    enqueue()

    with transaction():
        webinar.ends_at += HOUR
    assert enqueue() == 0

    with transaction():
        webinar.starts_at, webinar.ends_at = webinar.starts_at + DAY, webinar.ends_at + DAY
        webinar.scheduled_at = NOW
    assert enqueue() == 0
    assert enqueue(webinar.starts_at - DAY) == 1


def test_a_clock_that_jumps_there_and_back_reminds_nobody_twice(db):
    saved(a_due_seat())

    assert [enqueue(NOW + jump) for jump in (0 * HOUR, 2 * HOUR, -2 * HOUR, 0 * HOUR)] == [
        1,
        0,
        0,
        0,
    ]


def test_workers_that_race_remind_once(app, db):
    webinar = a_webinar(series=a_reminded_series(), starts_at=NOW + timedelta(hours=20))
    saved(*[an_invited_seat(webinar) for _ in range(50)])

    def work(_):
        with app.app_context():
            return enqueue()

    counts = run_at_once(4, work)

    assert sum(counts) == 50
    keys = database.session.execute(
        select(func.count(Delivery.id), func.count(func.distinct(Delivery.key)))
    ).one()
    assert keys == (50, 50)


def test_asking_again_and_again_uses_up_no_ids(db):
    saved(a_due_seat())
    for _ in range(10):
        enqueue()
    saved(a_due_seat())
    enqueue()

    first, second = queued()
    assert second.id == first.id + 1


hours = st.integers(-30, 30).map(lambda number: timedelta(hours=number))
moments = st.none() | hours.map(lambda by: NOW + by)
seats = st.fixed_dictionaries(
    {
        "status": st.sampled_from(EnrollmentStatus),
        "partstat": st.sampled_from(PartStat),
        "confirmed": hours,
        "withdrawn_at": st.sampled_from([None, None, None, NOW]),
        "invited": st.integers(0, 2),
        "stopped": st.sampled_from([None, None, None, NOW]),
        "erased": st.sampled_from([None, None, None, NOW]),
    }
)
webinars = st.fixed_dictionaries(
    {
        "starts_at": moments,
        "scheduled_at": moments,
        "status": st.sampled_from(WebinarStatus),
        "series_status": st.sampled_from(SeriesStatus),
        "rules": st.sets(st.integers(1, 40), max_size=3),
        "seats": st.lists(seats, min_size=1, max_size=3),
    }
)


def build(drawn):
    """Return the seats of one drawn webinar."""
    series = a_reminded_series(status=drawn["series_status"])
    series.reminder_rules = [a_reminder_rule(series, number * HOUR) for number in drawn["rules"]]
    webinar = a_webinar(
        series=series,
        starts_at=drawn["starts_at"],
        scheduled_at=drawn["starts_at"] and drawn["scheduled_at"],
        status=drawn["status"],
    )
    return [build_seat(webinar, seat) for seat in drawn["seats"]]


def build_seat(webinar, drawn):
    registrant = a_registrant(reminders_stopped_at=drawn["stopped"], erased_at=drawn["erased"])
    confirmed_at = NOW + drawn["confirmed"]
    enrollment = an_enrollment(
        webinar,
        registration=a_registration(registrant=registrant, series=webinar.series),
        status=drawn["status"],
        confirmed_at=confirmed_at if drawn["status"] is EnrollmentStatus.CONFIRMED else None,
    )
    for number in range(drawn["invited"]):
        is_last = number + 1 == drawn["invited"]
        an_invitation(
            enrollment,
            partstat=drawn["partstat"],
            withdrawn_at=drawn["withdrawn_at"] if is_last else NOW,
        )
    return enrollment


@given(drawn=st.lists(webinars, min_size=1, max_size=3), later=st.integers(0, 12))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_statement_and_the_rule_in_words_agree(db, drawn, later):
    with transaction():
        for table in (Delivery, Enrollment, Registrant, Webinar):
            database.session.execute(delete(table))
    enrollments = [seat for webinar in drawn for seat in build(webinar)]
    saved(*enrollments)
    now = NOW + later * HOUR

    expected = {
        (enrollment.id, rule.id)
        for enrollment in enrollments
        if (rule := rule_due(enrollment, now=now))
    }
    assert enqueue(now) == len(expected)

    assert {(row.enrollment_id, row.details["rule"]) for row in queued()} == expected
