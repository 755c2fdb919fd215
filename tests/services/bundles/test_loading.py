"""A file creates a series with all that belongs to it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.factories import NOW
from tests.services.bundles.files import (
    CATALOG,
    a_file,
    loaded,
    rows_of_every_table,
    the_series,
    the_webinar,
)
from webinars.models import (
    Choice,
    QuestionKind,
    SeriesStatus,
    Sponsor,
    WebinarStatus,
)
from webinars.services.bundles.problems import BadFile
from webinars.texts import Texts

LATER = NOW + timedelta(hours=1)
ONE = "- {slug: one, title: One, starts: 2026-12-01 15:00, minutes: 90}"
TWO = "- {slug: two, title: Two}"


def test_a_file_becomes_a_series_with_everything(db):
    report = loaded(
        a_file(
            """
            - slug: one
              title: {en: One, es: Uno}
              description: "*Words*"
              starts: 2026-12-01 15:00
              minutes: 90
              time_zone: America/Chicago
              capacity: 500
              join_url: https://example.org/join
              status: scheduled
              practices: [second]
              co_sponsors: [gare]
              speakers: [{speaker: bob, role: Host}, {speaker: ana}]
              offers: {captions: true, sign_language: yes, interpretation: [es, hmn], recording: on}
            """,
            series="""
                language: en
                time_zone: America/New_York
                registration_opens_at: 2026-11-01 00:00
                choice: all
                demonstration: true
                access_days: 21
                organizer: hip
                co_sponsors: [gare]
                questions:
                  - {id: a, label: A, kind: choice, options: [{en: A, es: B}, C], required: yes}
            """,
        )
    )

    series = the_series(db)
    [webinar], [question] = series.webinars, series.questions
    assert (series.title, series.choice, series.status, series.is_demonstration) == (
        Texts({"en": "Title"}),
        Choice.ALL,
        SeriesStatus.PUBLISHED,
        True,
    )
    assert series.access_days == 21
    assert series.registration_opens_at == datetime(2026, 11, 1, 4, tzinfo=UTC)
    assert (series.organizer.slug, [row.slug for row in series.co_sponsors]) == ("hip", ["gare"])
    assert (question.kind, question.is_required) == (QuestionKind.CHOICE, True)
    assert question.choices == [Texts({"en": "A", "es": "B"}), Texts({"en": "C"})]
    assert webinar.title == Texts({"en": "One", "es": "Uno"})
    assert webinar.starts_at == datetime(2026, 12, 1, 21, tzinfo=UTC)
    assert webinar.ends_at == datetime(2026, 12, 1, 22, 30, tzinfo=UTC)
    assert (webinar.capacity, webinar.join_url) == (500, "https://example.org/join")
    assert [row.slug for row in webinar.practices] == ["second"]
    assert [row.slug for row in webinar.co_sponsors] == ["gare"]
    parts = [(part.speaker.slug, part.role) for part in webinar.appearances]
    assert parts == [("bob", Texts({"en": "Host"})), ("ana", Texts())]
    assert (webinar.offers_captions, webinar.offers_sign_language, webinar.is_recorded) == (
        True,
        True,
        True,
    )
    assert webinar.interpretation == ["es", "hmn"]
    assert "created webinar one" in report.changes
    assert report.kept == []


def test_a_new_series_is_a_draft_and_reminds_as_usual(db):
    loaded(b"series: {slug: a, title: A}\n")

    series = the_series(db)
    assert (series.status, series.choice) == (SeriesStatus.DRAFT, Choice.SOME)
    assert [rule.before for rule in series.reminder_rules] == [
        timedelta(days=7),
        timedelta(days=1),
        timedelta(hours=1),
    ]
    assert (series.language, series.time_zone) == ("en", "America/New_York")


def test_loading_twice_changes_nothing(db):
    content = a_file(ONE, series="registration_opens_at: null")
    loaded(content)
    before = rows_of_every_table(db)

    report = loaded(content, now=LATER)

    assert (report.changes, report.kept) == ([], [])
    assert rows_of_every_table(db) == before


@pytest.mark.parametrize(
    "bad",
    [
        a_file(f"{ONE}\n{TWO}", series="choice: none"),
        a_file(ONE, catalog=CATALOG + "approach: {title: A, body: <b>}"),
        b"series: [",
    ],
)
def test_a_bad_file_changes_nothing(db, bad):
    loaded(a_file(ONE))
    before = rows_of_every_table(db)

    with pytest.raises(BadFile):
        loaded(bad)

    assert rows_of_every_table(db) == before


@pytest.mark.parametrize(
    ("now", "starts_at"),
    [
        (NOW, datetime(2026, 3, 9, 19, tzinfo=UTC)),
        # Still Sunday in New York: the days are counted there.
        (datetime(2026, 3, 2, 4, 59, tzinfo=UTC), datetime(2026, 3, 8, 19, tzinfo=UTC)),
    ],
)
def test_days_are_counted_from_the_day_of_creation(db, now, starts_at):
    loaded(
        a_file('- {slug: one, title: One, starts: {in_days: 7, at: "15:00"}, minutes: 90}'), now=now
    )

    assert the_webinar(db).starts_at == starts_at


def test_days_are_counted_only_once(db):
    content = a_file('- {slug: one, title: One, starts: {in_days: 7, at: "15:00"}, minutes: 90}')
    loaded(content)

    report = loaded(content.replace(b"minutes: 90", b"minutes: 60"), now=NOW + timedelta(days=3))

    webinar = the_webinar(db)
    assert report.changes == ["changed minutes of webinar one"]
    assert webinar.starts_at == datetime(2026, 3, 9, 19, tzinfo=UTC)
    assert webinar.ends_at == datetime(2026, 3, 9, 20, tzinfo=UTC)


def test_a_cancelled_webinar_can_be_created(db):
    loaded(a_file(f"{ONE[:-1]}, status: cancelled}}"))

    assert the_webinar(db).status is WebinarStatus.CANCELLED


def test_a_file_may_refer_to_what_is_there(db):
    loaded(a_file())

    loaded(a_file("- {slug: one, title: One, practices: [first]}", catalog=""))

    assert [row.slug for row in the_webinar(db).practices] == ["first"]


def test_another_series_shares_the_catalog(db):
    loaded(a_file(ONE))

    report = loaded(a_file(ONE).replace(b"slug: series", b"slug: other"))

    assert report.changes == ["created series other", "created webinar one"]


def test_a_picture_beside_the_file_becomes_the_logo(db, tmp_path):
    picture = b"\x89PNG\r\n\x1a\n" + b"0" * 20
    (tmp_path / "our logo.png").write_bytes(picture)

    loaded(
        a_file(catalog="sponsors: [{slug: hip, name: HIP, logo: our logo.png}]"), folder=tmp_path
    )

    sponsor = db.session.scalars(select(Sponsor)).one()
    assert (sponsor.logo, sponsor.logo_type) == (picture, "image/png")


def test_an_own_text_comes_first_in_a_series_and_stays_where_it_is_in_the_catalog(db):
    content = a_file(
        "- {slug: one, title: {es: Uno, en: One}}",
        catalog="speakers: [{slug: ana, name: Ana, organization: {es: Ciudad, en: City}}]",
    )
    loaded(content)

    assert list(the_webinar(db).title) == ["en", "es"]
    assert loaded(content).changes == []
