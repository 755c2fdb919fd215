"""A copy of a series: what comes along, and when it takes place."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.factories import (
    NOW,
    a_practice,
    a_question,
    a_reminder_rule,
    a_series,
    a_speaker,
    a_sponsor,
    a_webinar,
    an_enrollment,
    in_english,
    saved,
)
from tests.support.console import an_account
from webinars.domain.scheduling import TimeFault
from webinars.extensions import transaction
from webinars.models import (
    Appearance,
    Enrollment,
    MessageWording,
    Registration,
    SeriesStatus,
    WebinarStatus,
    WordedMail,
)
from webinars.queries.wordings import wordings_of
from webinars.services import duplicates
from webinars.services.duplicates import Part, Wanted

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def at(text):
    return datetime.fromisoformat(text)


def a_model():
    """Return a stored series with something of everything that can be copied."""
    series = a_series(
        slug="guide",
        organizer=a_sponsor(),
        co_sponsors=[a_sponsor()],
        registration_closes_at=at("2026-02-03T23:00Z"),
    )
    webinar = a_webinar(
        slug="first",
        series=series,
        starts_at=at("2026-02-03T20:00Z"),
        practices=[a_practice()],
        co_sponsors=[a_sponsor()],
        capacity=30,
        recording_url="https://video.example.org/1",
    )
    webinar.appearances = [Appearance(speaker=a_speaker(), role=in_english("Host"), position=1)]
    a_webinar(slug="off", series=series, status=WebinarStatus.CANCELLED)
    a_webinar(slug="open", series=series, starts_at=None)
    series.questions = [a_question(slug="why")]
    a_reminder_rule(series, timedelta(days=1))
    saved(an_enrollment(webinar))
    saved(
        MessageWording(
            series_id=series.id,
            kind=WordedMail.INVITED,
            language="en",
            subject="Come",
            body="",
            updated_at=NOW,
        )
    )
    return series


def copied(model, parts, weeks=13):
    wanted = Wanted(in_english("Again"), "again", weeks, frozenset(parts))
    with transaction():
        return duplicates.duplicate(model, wanted, now=NOW)


def test_everything_comes_along_but_people(db):
    model = a_model()
    member = an_account("assistant", model)

    copy = copied(model, Part)

    assert (copy.slug, copy.status, copy.organizer) == (
        "again",
        SeriesStatus.DRAFT,
        model.organizer,
    )
    first, undated = copy.webinars
    # Three in the afternoon in New York, in winter and in summer.
    assert first.starts_at == at("2026-05-05T19:00Z")
    assert first.ends_at - first.starts_at == timedelta(minutes=90)
    assert copy.registration_closes_at == at("2026-05-05T22:00Z")
    assert (first.capacity, first.join_url, first.recording_url) == (30, None, None)
    assert (undated.slug, undated.starts_at) == ("open", None)
    old = model.webinars[0]
    assert (first.practices, first.co_sponsors) == (old.practices, old.co_sponsors)
    assert [(part.speaker, part.role) for part in first.appearances] == [
        (old.appearances[0].speaker, in_english("Host"))
    ]
    assert copy.co_sponsors == model.co_sponsors
    assert [(one.slug, one.position) for one in copy.questions] == [("why", 1)]
    assert [rule.before for rule in copy.reminder_rules] == [timedelta(days=1)]
    assert [(one.kind, one.subject) for one in wordings_of(copy)] == [(WordedMail.INVITED, "Come")]
    db.session.expire_all()
    assert [(one.user, one.role) for one in copy.memberships] == [(member, "assistant")]
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 1
    assert db.session.scalar(select(func.count()).select_from(Enrollment)) == 1


def test_nothing_comes_along_that_was_not_chosen(db):
    copy = copied(a_model(), [])

    lists = [copy.webinars, copy.questions, copy.co_sponsors, copy.reminder_rules, copy.memberships]
    assert lists == [[]] * 5
    assert wordings_of(copy) == []


def test_webinars_may_come_without_what_they_are_tied_to(db):
    [first, _] = copied(a_model(), [Part.WEBINARS]).webinars

    assert (first.practices, first.co_sponsors, first.appearances) == ([], [], [])


def test_a_time_that_the_clocks_skip_stays_open(db):
    webinar = saved(a_webinar(starts_at=at("2026-03-01T07:30Z")))

    [found] = duplicates.shifted(webinar.series, 1)
    [copy] = copied(webinar.series, [Part.WEBINARS], 1).webinars

    assert (found.starts_at, found.fault) == (None, TimeFault.NONEXISTENT)
    assert (copy.starts_at, copy.ends_at) == (None, None)


@pytest.mark.parametrize(("earliest", "weeks"), [(date(2026, 5, 1), 13), (date(2026, 5, 6), 14)])
def test_the_copy_begins_on_the_same_weekday_soon_after_a_day(db, earliest, weeks):
    assert duplicates.weeks_until(a_model(), earliest) == weeks


def test_without_dates_there_is_nothing_to_move(db):
    series = saved(a_webinar(starts_at=None)).series

    assert duplicates.weeks_until(series, date(2026, 5, 1)) == 0
