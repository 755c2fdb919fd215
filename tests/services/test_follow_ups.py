"""Queueing follow-ups: who hears what after a webinar, when, and never twice."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

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
from webinars.domain import standing
from webinars.domain.follow_ups import CATCH_UP, rules_due
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import (
    Delivery,
    Enrollment,
    EnrollmentStatus,
    JoinClick,
    MessageKind,
    PartStat,
    Priority,
    Registrant,
    RuleAnchor,
    RuleAudience,
    SeriesStatus,
    Webinar,
    WebinarStatus,
)
from webinars.services import follow_ups, reminders

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def a_webinar_that_ended(*, before_now=2 * HOUR, rules=({},), **values):
    """Return a webinar that ended so long ago, of a series that follows up an hour later."""
    series = a_series()
    series.reminder_rules = [
        a_reminder_rule(series, rule.get("before", -HOUR), anchor=RuleAnchor.END, **rest(rule))
        for rule in rules
    ]
    ends_at = NOW - before_now
    return a_webinar(series=series, starts_at=ends_at - HOUR, ends_at=ends_at, **values)


def the_same(rule):
    """What no two rules of a series share."""
    return rule["before"], rule["anchor"], rest(rule)["audience"]


def rest(rule):
    return {name: value for name, value in rule.items() if name != "before"}


def a_seat(webinar, *, joined=False, partstat=PartStat.NEEDS_ACTION, **values):
    enrollment = an_enrollment(webinar, **values)
    an_invitation(enrollment, partstat=partstat)
    saved(enrollment)
    if joined:
        saved(JoinClick(enrollment_id=enrollment.id, clicked_at=NOW))
    return enrollment


def enqueue(now=NOW):
    with transaction():
        return follow_ups.enqueue_due(now)


def queued():
    database.session.rollback()
    return list(database.session.scalars(select(Delivery).order_by(Delivery.id)))


def test_a_follow_up_says_what_it_is(db):
    seat = a_seat(a_webinar_that_ended())

    assert [enqueue(), enqueue(), enqueue(NOW + DAY)] == [1, 0, 0]

    [mail] = queued()
    [rule] = seat.webinar.series.reminder_rules
    due_at = seat.webinar.ends_at + HOUR
    assert mail.key == f"followup:{rule.id}:{seat.id}:1"
    assert mail.details == {
        "rule": rule.id,
        "starts_at": int(seat.webinar.starts_at.timestamp()),
        "until": int((due_at + CATCH_UP).timestamp()),
    }
    assert (mail.kind, mail.priority) == (MessageKind.FOLLOW_UP, Priority.REMINDER)
    assert (mail.due_at, mail.created_at, mail.method) == (due_at, NOW, None)
    assert (mail.enrollment, mail.invitation) == (seat, seat.invitations[0])


def test_what_was_missed_for_seven_days_is_not_made_up_for(db):
    seat = a_seat(a_webinar_that_ended())
    due_at = seat.webinar.ends_at + HOUR

    assert enqueue(due_at - timedelta(seconds=1)) == 0
    assert enqueue(due_at + CATCH_UP) == 0
    assert enqueue(due_at + CATCH_UP - timedelta(seconds=1)) == 1


@pytest.mark.parametrize(
    ("audience", "gets"),
    [
        (RuleAudience.SEATED, {"came", "stayed away"}),
        (RuleAudience.JOINED, {"came", "came, declined before"}),
        (RuleAudience.NOT_JOINED, {"stayed away"}),
        (
            RuleAudience.EVERYBODY,
            {"came", "came, declined before", "stayed away", "declined"},
        ),
    ],
)
def test_each_audience_gets_its_own(db, audience, gets):
    webinar = a_webinar_that_ended(rules=({"audience": audience},))
    people = {
        "came": a_seat(webinar, joined=True),
        "came, declined before": a_seat(webinar, joined=True, partstat=PartStat.DECLINED),
        "stayed away": a_seat(webinar),
        "declined": a_seat(webinar, partstat=PartStat.DECLINED),
    }

    enqueue()

    found = {mail.enrollment_id for mail in queued()}
    assert {name for name, seat in people.items() if seat.id in found} == gets


def test_a_rule_made_or_switched_on_later_writes_to_nobody_about_what_is_past(db):
    webinar = a_webinar_that_ended(
        rules=({"active_since": NOW}, {"before": -2 * HOUR, "is_active": False})
    )
    a_seat(webinar)

    assert enqueue() == 0


def test_one_that_waits_falls_when_its_reason_is_gone(db):
    seat = a_seat(a_webinar_that_ended())
    enqueue()
    [mail] = queued()

    assert standing.still_stands(mail, now=NOW)
    assert not standing.still_stands(mail, now=NOW + 8 * DAY)
    assert standing.comes_too_late(mail, NOW + 8 * DAY)
    with transaction():
        seat.registration.registrant.announcements_stopped_at = NOW
    assert not standing.still_stands(queued()[0], now=NOW)


def test_follow_ups_are_no_reminders_and_reminders_no_follow_ups(db):
    webinar = a_webinar_that_ended(before_now=-20 * HOUR)
    series = webinar.series
    series.reminder_rules = [
        a_reminder_rule(series, DAY),
        a_reminder_rule(series, DAY, anchor=RuleAnchor.END),
        a_reminder_rule(series, -DAY),
    ]
    a_seat(webinar)

    with transaction():
        assert reminders.enqueue_due(NOW) == 1
    assert enqueue() == 1

    assert [mail.kind for mail in queued()] == [MessageKind.REMINDER, MessageKind.FOLLOW_UP]


hours = st.integers(-200, 60).map(lambda number: timedelta(hours=number))
seats = st.fixed_dictionaries(
    {
        "status": st.sampled_from([*EnrollmentStatus, EnrollmentStatus.CONFIRMED]),
        "partstat": st.sampled_from(PartStat),
        "confirmed": hours,
        "withdrawn_at": st.sampled_from([None, None, None, NOW]),
        "stopped": st.sampled_from([None, None, None, NOW]),
        "erased": st.sampled_from([None, None, None, NOW]),
        "joined": st.booleans(),
    }
)
rules = st.fixed_dictionaries(
    {
        "before": st.integers(-60, 10),
        "anchor": st.sampled_from(RuleAnchor),
        "audience": st.sampled_from(RuleAudience),
        "is_active": st.sampled_from([True, True, True, False]),
        "active_since": st.none() | hours.map(lambda by: NOW + by),
    }
)
webinars = st.fixed_dictionaries(
    {
        "starts": st.none() | hours,
        "scheduled": st.none() | hours,
        "status": st.sampled_from([*WebinarStatus, WebinarStatus.SCHEDULED]),
        "series_status": st.sampled_from([*SeriesStatus, SeriesStatus.PUBLISHED]),
        "rules": st.lists(rules, max_size=3, unique_by=lambda rule: the_same(rule)),
        "seats": st.lists(seats, min_size=1, max_size=3),
    }
)


def build(drawn):
    series = a_series(status=drawn["series_status"])
    series.reminder_rules = [
        a_reminder_rule(series, rule["before"] * HOUR, **rest(rule)) for rule in drawn["rules"]
    ]
    starts_at = None if drawn["starts"] is None else NOW + drawn["starts"]
    scheduled = drawn["scheduled"]
    webinar = a_webinar(
        series=series,
        starts_at=starts_at,
        scheduled_at=None if starts_at is None or scheduled is None else NOW + scheduled,
        status=drawn["status"],
    )
    return {build_seat(webinar, seat): seat["joined"] for seat in drawn["seats"]}


def build_seat(webinar, drawn):
    registrant = a_registrant(announcements_stopped_at=drawn["stopped"], erased_at=drawn["erased"])
    is_confirmed = drawn["status"] is EnrollmentStatus.CONFIRMED
    enrollment = an_enrollment(
        webinar,
        registration=a_registration(registrant=registrant, series=webinar.series),
        status=drawn["status"],
        confirmed_at=NOW + drawn["confirmed"] if is_confirmed else None,
    )
    an_invitation(enrollment, partstat=drawn["partstat"], withdrawn_at=drawn["withdrawn_at"])
    return enrollment


@given(drawn=st.lists(webinars, min_size=1, max_size=3))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_statement_and_the_rule_in_words_agree(db, drawn):
    with transaction():
        for table in (Delivery, Enrollment, Registrant, Webinar):
            database.session.execute(delete(table))
    seats = {}
    for webinar in drawn:
        seats |= build(webinar)
    saved(*seats)
    saved(
        *(JoinClick(enrollment_id=seat.id, clicked_at=NOW) for seat, came in seats.items() if came),
        *seats,
    )

    expected = {
        (seat.id, rule.id)
        for seat, joined in seats.items()
        for rule in rules_due(seat, has_joined=joined, now=NOW)
    }
    assert enqueue() == len(expected)

    assert {(row.enrollment_id, row.details["rule"]) for row in queued()} == expected
