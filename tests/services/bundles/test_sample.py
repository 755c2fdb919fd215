"""The demonstration series is complete in both languages, and says that it is made up."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

import webinars
from tests.services.bundles.files import loaded
from webinars.models import (
    Approach,
    CaseStudy,
    Practice,
    PracticeGroup,
    Series,
    Speaker,
    Sponsor,
    Webinar,
)
from webinars.services import bundles
from webinars.texts import Texts

SAMPLE = Path(webinars.__file__).parent / "samples" / "health-equity-guide.yaml"
GROUPS = [
    "build-internal-infrastructure",
    "work-across-government",
    "foster-community-partnerships",
    "champion-transformative-change",
]


@pytest.fixture
def series(db):
    loaded(SAMPLE.read_bytes(), folder=SAMPLE.parent)
    return db.session.scalars(select(Series)).one()


def everything(db, *models):
    return [row for model in models for row in db.session.scalars(select(model))]


def texts_of(row):
    values = (getattr(row, column.key) for column in row.__mapper__.column_attrs)
    return [value for value in values if isinstance(value, Texts)]


def test_every_text_is_in_both_languages(db, series):
    rows = everything(
        db, Approach, CaseStudy, Practice, PracticeGroup, Series, Speaker, Sponsor, Webinar
    )
    texts = [text for row in rows for text in texts_of(row)]
    texts += [part.role for webinar in series.webinars for part in webinar.appearances]
    texts += [text for question in series.questions for text in (question.label, *question.choices)]

    assert {tuple(text) for text in texts} == {("en", "es")}


def test_it_is_a_demonstration_that_anyone_may_register_for(series):
    assert (series.slug, series.is_demonstration, series.is_published) == (
        "health-equity-guide",
        True,
        True,
    )
    assert "demonstration" in series.description["en"]
    assert "demostración" in series.description["es"]
    assert series.organizer.acronym == "HIP"
    assert [row.acronym for row in series.co_sponsors] == ["GARE", "NCHE", "NACCHO"]
    assert [rule.before for rule in series.reminder_rules] == [
        timedelta(days=7),
        timedelta(days=1),
        timedelta(hours=1),
    ]


def test_four_webinars_follow_each_other_weekly_at_three_in_new_york(series):
    # Seven days after NOW, and a day after clocks went forward.
    first = datetime(2026, 3, 9, 19, tzinfo=UTC)

    assert [(webinar.starts_at, webinar.ends_at) for webinar in series.webinars] == [
        (first + timedelta(weeks=week), first + timedelta(weeks=week, minutes=90))
        for week in range(4)
    ]


def test_each_webinar_takes_up_the_practices_of_one_group(series):
    for webinar, group in zip(series.webinars, GROUPS, strict=True):
        assert webinar.slug == group
        assert {practice.group.slug for practice in webinar.practices} == {group}
        assert [row.acronym for row in webinar.co_sponsors] == ["GARE", "NCHE", "NACCHO"]
    assert sum(len(webinar.practices) for webinar in series.webinars) == 15


def test_speakers_and_their_organizations_are_plainly_made_up(db, series):
    for speaker in everything(db, Speaker):
        assert speaker.name.startswith("Demonstration Speaker ")
        assert "Fictitious" in speaker.organization["en"]
        assert "Nobody real." in speaker.biography["en"]
        assert "Nadie real." in speaker.biography["es"]


def test_ties_of_case_studies_are_said_to_be_ours(db, series):
    stories = everything(db, CaseStudy)

    assert len(stories) == 10
    assert all(story.practices for story in stories)
    assert {story.practices_note["en"] for story in stories} == {
        "Grouped by us for this demonstration."
    }


def test_it_is_written_and_loaded_without_loss(series):
    written = bundles.export("health-equity-guide")

    report = loaded(written.encode())

    assert (report.changes, report.kept) == ([], [])
    assert bundles.export("health-equity-guide") == written


def test_the_example_in_the_documentation_is_right(db):
    page = (Path(webinars.__file__).parents[1] / "docs" / "series-file.md").read_text("utf-8")
    examples = [part.split("```")[0] for part in page.split("```yaml\n")[1:]]
    [example] = [part.encode() for part in examples if part.startswith("series:")]

    loaded(example)

    assert loaded(example).changes == []
    assert bundles.export("healthy-homes") != ""
