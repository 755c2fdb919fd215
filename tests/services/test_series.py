"""A series is created and changed; what shows it elsewhere hears of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    a_practice,
    a_registration,
    a_reminder_rule,
    a_series,
    a_speaker,
    a_sponsor,
    a_webinar,
    in_english,
    saved,
)
from webinars.extensions import transaction
from webinars.models import (
    Enrollment,
    EnrollmentStatus,
    Question,
    QuestionKind,
    RuleAnchor,
    SeriesStatus,
    WebinarStatus,
)
from webinars.services import series as series_service
from webinars.services import ties
from webinars.services.series import QuestionDetails, SeriesDetails
from webinars.texts import Texts

LATER = NOW + timedelta(hours=1)


def changed(series, **values):
    with transaction():
        details = replace(SeriesDetails.of(series), **values)
        series_service.change(series, details, now=LATER)


@pytest.mark.parametrize(
    ("change", "revision", "is_marked"),
    [
        ({"title": in_english("Another title")}, 0, True),
        ({"language": "es"}, 1, True),
        ({"time_zone": "America/Chicago"}, 1, False),
        ({"slug": "elsewhere"}, 1, False),
        ({"description": in_english("Other words")}, 0, False),
        ({}, 0, False),
    ],
)
def test_feeds_notice_what_they_show_of_a_series(db, change, revision, is_marked):
    webinar = saved(a_webinar())

    changed(webinar.series, **change)

    assert webinar.revision == revision
    assert webinar.series.updated_at == (LATER if change else NOW - timedelta(days=60))
    assert (webinar.series.links_changed_at == LATER) == is_marked


def test_publishing_marks_all_calendars_and_enrolls_who_wanted_all(db):
    practice, sponsor, other = (
        a_practice(links_changed_at=NOW),
        a_sponsor(links_changed_at=NOW),
        a_sponsor(links_changed_at=NOW),
    )
    series = a_series(status=SeriesStatus.DRAFT, organizer=sponsor, co_sponsors=[other])
    coming = a_webinar(slug="coming", series=series, practices=[practice])
    a_webinar(slug="over", series=series, starts_at=NOW - timedelta(days=7))
    a_webinar(slug="off", series=series, status=WebinarStatus.CANCELLED)
    saved(coming, a_registration(series=series, is_standing=True))

    changed(series, status=SeriesStatus.PUBLISHED)

    [enrollment] = db.session.scalars(select(Enrollment))
    assert (enrollment.webinar.slug, enrollment.status) == ("coming", EnrollmentStatus.CONFIRMED)
    marked = (series, practice, sponsor, other)
    assert [row.links_changed_at for row in marked] == [LATER] * 4


def test_a_draft_enrolls_nobody(db):
    series = a_series(webinars=[])
    saved(a_webinar(series=series), a_registration(series=series, is_standing=True))

    changed(series, status=SeriesStatus.DRAFT)

    assert db.session.scalars(select(Enrollment)).all() == []


def test_organizers_are_marked_when_they_come_and_go(db):
    former, new = a_sponsor(links_changed_at=NOW), a_sponsor(links_changed_at=NOW)
    series = saved(a_series(organizer=former), new)

    changed(series, organizer=new)

    assert [former.links_changed_at, new.links_changed_at] == [LATER, LATER]


def test_a_new_language_comes_first_in_all_texts_of_the_series(db):
    both = Texts({"en": "Yes", "es": "Sí"})
    turned = Texts({"es": "Sí", "en": "Yes"})
    speaker = a_speaker()
    webinar = a_webinar(title=both, description=both)
    series = saved(webinar, speaker).series
    with transaction():
        ties.set_appearances(webinar, [(speaker, both)], now=LATER)
        series_service.add_question(
            series,
            QuestionDetails("q", both, QuestionKind.CHOICE, [dict(both)], is_required=False),
            now=LATER,
        )

    changed(series, language="es", title=both)

    [question] = db.session.scalars(select(Question))
    texts = [series.title, webinar.title, webinar.description, webinar.appearances[0].role]
    assert texts == [turned] * 4
    assert [question.label, *question.choices] == [turned] * 2


def test_a_reminder_that_stays_is_the_same_rule(db):
    series = saved(a_series())
    day, hour = timedelta(days=1), timedelta(hours=1)
    with transaction():
        series_service.set_reminders(series, [hour, day])
    [kept] = [rule.id for rule in series.reminder_rules if rule.before == day]

    with transaction():
        series_service.set_reminders(series, [7 * day, day])
    db.session.expire_all()

    assert [rule.before for rule in series.reminder_rules] == [7 * day, day]
    assert kept in [rule.id for rule in series.reminder_rules]


def test_setting_reminders_leaves_follow_ups_and_what_is_switched_off(db):
    series = saved(a_series())
    day, hour = timedelta(days=1), timedelta(hours=1)
    saved(
        a_reminder_rule(series, day),
        a_reminder_rule(series, 2 * day, is_active=False),
        a_reminder_rule(series, -hour, anchor=RuleAnchor.END),
    )

    with transaction():
        series_service.set_reminders(series, [hour])

    assert [(rule.before, rule.is_active) for rule in series.reminder_rules] == [
        (hour, True),
        (2 * day, False),
        (-hour, True),
    ]
    assert [rule.before for rule in series.reminders] == [hour]
