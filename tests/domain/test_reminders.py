"""When a reminder is due, and for whom."""

from datetime import timedelta

import pytest

from tests.factories import (
    NOW,
    a_reminder,
    a_reminder_rule,
    a_series,
    a_webinar,
    an_enrollment,
    an_invitation,
)
from webinars.domain import reminders
from webinars.models import EnrollmentStatus, PartStat, SeriesStatus, WebinarStatus

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        ({}, True),
        ({"now": NOW - SECOND}, False),
        ({"now": NOW + HOUR}, False),
        ({"now": NOW + HOUR - SECOND}, True),
        ({"confirmed_at": NOW}, True),
        ({"confirmed_at": NOW + SECOND}, False),
        ({"scheduled_at": NOW}, True),
        ({"scheduled_at": NOW + SECOND}, False),
    ],
)
def test_a_reminder_is_due_from_its_time_until_the_start(moments, expected):
    usual = {
        "confirmed_at": NOW - DAY,
        "scheduled_at": NOW - DAY,
        "starts_at": NOW + HOUR,
        "now": NOW,
    }

    assert reminders.is_due(NOW, **(usual | moments)) is expected


@pytest.mark.parametrize(
    ("before_start", "expected"),
    [
        (8 * DAY, None),
        (WEEK, WEEK),
        (DAY + SECOND, WEEK),
        (DAY, DAY),
        (HOUR, HOUR),
        (0 * DAY, None),
    ],
)
def test_of_several_rules_the_one_nearest_the_start_counts(before_start, expected):
    series = a_series()
    rules = [a_reminder_rule(series, before) for before in (HOUR, WEEK, DAY)]

    rule = reminders.nearest_rule(rules, starts_at=NOW + before_start, now=NOW)

    assert (rule and rule.before) == expected


def a_queued_reminder():
    webinar = a_webinar(starts_at=NOW + HOUR)
    return a_reminder(an_invitation(an_enrollment(webinar)))


def change(reminder, path, value):
    *names, last = path.split(".")
    target = reminder
    for name in names:
        target = getattr(target, name)
    setattr(target, last, value)


def test_a_queued_reminder_stands_until_the_start():
    reminder = a_queued_reminder()

    assert reminders.still_stands(reminder, now=NOW + HOUR - SECOND)
    assert not reminders.still_stands(reminder, now=NOW + HOUR)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("enrollment.webinar.starts_at", NOW + 2 * HOUR),
        ("enrollment.webinar.starts_at", None),
        ("enrollment.webinar.status", WebinarStatus.CANCELLED),
        ("enrollment.webinar.series.status", SeriesStatus.DRAFT),
        ("enrollment.status", EnrollmentStatus.CANCELLED),
        ("enrollment.generation", 2),
        ("invitation.withdrawn_at", NOW),
        ("invitation.partstat", PartStat.DECLINED),
        ("registrant.reminders_stopped_at", NOW),
        ("registrant.erased_at", NOW),
    ],
)
def test_a_queued_reminder_falls_with_what_it_reminds_of(path, value):
    reminder = a_queued_reminder()

    change(reminder, path, value)

    assert not reminders.still_stands(reminder, now=NOW)
