"""What is said of a change before it is saved."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import NOW, a_series, a_webinar, in_english
from webinars.domain.change_preview import (
    Audience,
    Path,
    Proposal,
    ReminderFate,
    clock_change,
    is_doubled,
    is_night,
    preview,
)
from webinars.domain.changes import Face, Impact
from webinars.domain.seats import Seats
from webinars.models import (
    MessageKind,
    ReminderRule,
    RuleAnchor,
    SeriesStatus,
    WebinarStatus,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FEEDS = (Path.APPLE, Path.OUTLOOK, Path.GOOGLE)
EASTERN = "America/New_York"
USUAL = {"is_active": True, "anchor": RuleAnchor.START}
# Two in Chicago, one in Tokyo, one of the latter waiting.
PEOPLE = Audience({"America/Chicago": 2}, {}, {"Asia/Tokyo": 1})


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def foretold(webinar, *, audience=PEOPLE, rules=(), now=NOW, zone=EASTERN, **values):
    seats = Seats(None, sum(audience.invited.values()), sum(audience.waiting.values()))
    face = {name: value for name, value in values.items() if name in Face.__dataclass_fields__}
    return preview(
        Face.of(webinar),
        Proposal(replace(Face.of(webinar), **face), zone, 2, frozenset(values)),
        is_public=webinar.series.is_public,
        audience=audience,
        seats=seats,
        rules=[
            ReminderRule(**({"is_active": True, "anchor": RuleAnchor.START} | rule))
            for rule in rules
        ],
        scheduled_at=webinar.scheduled_at,
        others=[one for one in webinar.series.webinars if one is not webinar],
        now=now,
    )


def moved(webinar, by):
    return {"starts_at": webinar.starts_at + by, "ends_at": webinar.ends_at + by}


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        ("2026-03-03T02:59", EASTERN, False),
        ("2026-03-03T03:00", EASTERN, True),
        ("2026-03-03T11:59", EASTERN, True),
        ("2026-03-03T12:00", EASTERN, False),
        ("2026-03-03T15:00", "Asia/Tokyo", True),
        ("2026-03-03T15:00", "Pacific/Honolulu", True),
        ("2026-03-03T15:00", "Europe/Berlin", False),
    ],
)
def test_night_is_from_ten_to_seven_where_one_is(moment, zone, expected):
    assert is_night(at(moment), zone) is expected


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        ("2026-03-08T20:00", EASTERN, HOUR),
        ("2026-11-01T20:00", EASTERN, -HOUR),
        ("2026-03-09T20:00", EASTERN, None),
        ("2026-03-29T12:00", "Europe/Berlin", HOUR),
        ("2026-03-08T20:00", "America/Phoenix", None),
        # Lord Howe Island changes its clocks by half an hour.
        ("2026-04-04T20:00", "Australia/Lord_Howe", -HOUR / 2),
        ("2026-03-03T20:00", "UTC", None),
    ],
)
def test_the_day_of_a_clock_change_is_known(moment, zone, expected):
    assert clock_change(at(moment), zone) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-01T05:30", True),
        ("2026-11-01T06:30", True),
        ("2026-11-01T07:30", False),
        ("2026-11-01T04:59", False),
    ],
)
def test_a_time_that_comes_twice_is_known(moment, expected):
    assert is_doubled(at(moment), EASTERN) is expected


def test_a_new_time_is_told_to_seats_and_to_who_waits():
    webinar = a_webinar()

    found = foretold(webinar, **moved(webinar, DAY))

    assert found.impact is Impact.TIME
    assert found.mails == {MessageKind.UPDATED: 2, MessageKind.WAITLIST_NEWS: 1}
    assert (found.total, found.paths, found.is_urgent) == (3, (Path.MAIL, *FEEDS), False)


def test_a_new_platform_address_sends_nothing():
    webinar = a_webinar()

    found = foretold(webinar, join_url="https://platform.example.com/j/other")

    assert (found.impact, found.mails, found.paths) == (Impact.NONE, {}, ())
    assert found.has_new_address


def test_feeds_of_a_draft_tell_nobody():
    webinar = a_webinar(series=a_series(status=SeriesStatus.DRAFT))

    assert foretold(webinar, **moved(webinar, DAY)).paths == (Path.MAIL,)


def test_the_recording_reaches_feeds_without_a_mail():
    webinar = a_webinar()

    assert foretold(webinar, recording_url="https://video.example.org/1").paths == FEEDS


def test_times_are_told_in_the_zones_of_the_people_who_come():
    webinar = a_webinar()

    found = foretold(webinar, **moved(webinar, 6 * HOUR))

    start = NOW + 7 * DAY + 6 * HOUR
    assert [(one.zone, one.starts_at, one.people) for one in found.times] == [
        ("America/Chicago", start, 2),
        ("Asia/Tokyo", start, 1),
    ]
    # 21:00 in Europe is 5 PM in New York, and 6 AM of the next day in Tokyo.
    assert [(one.is_night, one.is_other_day) for one in found.times] == [
        (False, False),
        (True, True),
    ]
    assert found.people_at_night == 1


@pytest.mark.parametrize("change", [{"title": in_english("New")}, {"starts_at": None}])
def test_no_times_are_told_where_none_is_new(change):
    webinar = a_webinar()
    values = change | ({"ends_at": None} if "starts_at" in change else {})

    assert foretold(webinar, **values).times == ()


def test_other_webinars_at_the_same_time_are_named_the_soonest_first():
    series = a_series()
    webinar = a_webinar(series=series)
    late = a_webinar(series=series, starts_at=NOW + 8 * DAY + HOUR)
    early = a_webinar(series=series, starts_at=NOW + 8 * DAY - HOUR)
    a_webinar(series=series, starts_at=NOW + 8 * DAY, status=WebinarStatus.CANCELLED)
    a_webinar(series=series, starts_at=NOW + 8 * DAY + 90 * timedelta(minutes=1))
    a_webinar(series=series, starts_at=None)

    assert foretold(webinar, **moved(webinar, DAY)).collisions == (early, late)
    assert foretold(webinar, status=WebinarStatus.CANCELLED, **moved(webinar, DAY)).collisions == ()


@pytest.mark.parametrize(
    ("by", "is_urgent"),
    [(-5 * DAY - HOUR, True), (-5 * DAY, False), (DAY, False), (-6 * DAY, True)],
)
def test_what_begins_before_feeds_have_the_news_is_urgent(by, is_urgent):
    webinar = a_webinar()

    assert foretold(webinar, **moved(webinar, by)).is_urgent is is_urgent


def test_what_would_have_begun_soon_is_urgent_too():
    webinar = a_webinar(starts_at=NOW + DAY)

    assert foretold(webinar, **moved(webinar, 30 * DAY)).is_urgent
    assert foretold(webinar, status=WebinarStatus.CANCELLED).is_urgent
    assert foretold(webinar, title=in_english("New")).is_urgent
    assert not foretold(webinar, capacity=99).is_urgent


def before(length, **values):
    return {"seconds_before": int(length.total_seconds()), **values}


def test_reminders_move_with_the_start_and_past_ones_reach_nobody():
    webinar = a_webinar()
    rules = [before(HOUR), before(7 * DAY), before(DAY), before(3 * DAY, is_active=False)]

    found = foretold(webinar, rules=rules, **moved(webinar, -2 * DAY))

    start = NOW + 5 * DAY
    assert [(one.rule.before, one.due_at, one.fate) for one in found.reminders] == [
        (7 * DAY, start - 7 * DAY, ReminderFate.PAST),
        (DAY, start - DAY, ReminderFate.COMING),
        (HOUR, start - HOUR, ReminderFate.COMING),
    ]


def test_what_stays_is_no_news_and_follow_ups_move_with_the_end():
    webinar = a_webinar()
    rules = [before(DAY), before(-DAY, anchor=RuleAnchor.END)]

    found = foretold(webinar, rules=rules, ends_at=webinar.ends_at + HOUR)

    [follow_up] = found.reminders
    assert follow_up.rule.before == -DAY
    assert follow_up.due_at == webinar.ends_at + HOUR + DAY


@pytest.mark.parametrize(
    ("scheduled_at", "fate"),
    [(NOW - 30 * DAY, ReminderFate.NOW), (NOW, ReminderFate.PAST)],
)
def test_a_reminder_that_came_due_while_cancelled_leaves_at_once(scheduled_at, fate):
    webinar = a_webinar(
        starts_at=NOW + 2 * HOUR, status=WebinarStatus.CANCELLED, scheduled_at=scheduled_at
    )
    rules = [before(7 * DAY), before(DAY), before(HOUR)]

    found = foretold(webinar, rules=rules, status=WebinarStatus.SCHEDULED)

    assert [one.fate for one in found.reminders] == [
        ReminderFate.PAST,
        fate,
        ReminderFate.COMING,
    ]


def test_a_move_into_the_past_is_told_to_whose_calendars_still_announce_it():
    webinar = a_webinar()

    found = foretold(webinar, **moved(webinar, -8 * DAY))

    assert found.is_past
    assert found.mails == {MessageKind.UPDATED: 2, MessageKind.WAITLIST_NEWS: 1}


@pytest.mark.parametrize(
    ("days", "status"), [(-9, WebinarStatus.SCHEDULED), (7, WebinarStatus.CANCELLED)]
)
def test_nobody_is_told_of_what_was_over_or_was_not_on_and_is_past(days, status):
    webinar = a_webinar(starts_at=NOW + days * DAY, status=status)

    found = foretold(
        webinar,
        status=WebinarStatus.SCHEDULED,
        starts_at=NOW - 8 * DAY,
        ends_at=NOW - 8 * DAY + HOUR,
    )

    assert (found.is_past, found.mails, found.is_urgent) == (True, {}, False)
    assert found.paths == FEEDS
