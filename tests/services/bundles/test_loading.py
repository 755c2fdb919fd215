"""A file creates a series, or changes it; what it leaves out is kept and named."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.factories import NOW, a_registration, an_enrollment, an_invitation
from tests.services.bundles.files import CATALOG, a_file, loaded
from webinars.database import Base
from webinars.extensions import transaction
from webinars.models import (
    Choice,
    Delivery,
    Enrollment,
    MessageKind,
    Practice,
    QuestionKind,
    Series,
    SeriesStatus,
    Sponsor,
    Webinar,
    WebinarStatus,
)
from webinars.services.bundles.problems import BadFile
from webinars.texts import Texts

LATER = NOW + timedelta(hours=1)
ONE = "- {slug: one, title: One, starts: 2026-12-01 15:00, minutes: 90}"
TWO = "- {slug: two, title: Two}"


def the_series(db):
    db.session.expire_all()
    return db.session.scalars(select(Series)).one()


def the_webinar(db):
    return the_series(db).webinars[0]


def rows_of_every_table(db):
    db.session.rollback()
    return {
        table.name: sorted(map(repr, db.session.execute(select(table))))
        for table in Base.metadata.sorted_tables
    }


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


def test_what_a_service_refuses_is_named_and_changes_nothing(db):
    loaded(a_file(ONE.replace("2026-12", "2026-01")))
    before = rows_of_every_table(db)

    with pytest.raises(BadFile) as caught:
        loaded(
            a_file(
                f"- {{slug: new, title: New}}\n{ONE.replace('2026-12', '2026-01')[:-1]}"
                ", status: cancelled}"
            )
        )

    [problem] = caught.value.problems
    assert (problem.line, problem.field) == (8, "webinars[one]")
    assert problem.words == "A webinar that has ended cannot be cancelled."
    assert rows_of_every_table(db) == before


def test_what_changed_is_named(db):
    loaded(a_file(ONE))

    report = loaded(
        a_file(
            "- {slug: one, title: First, starts: 2026-12-02 15:00, minutes: 60, capacity: 9,"
            " practices: [first], speakers: [{speaker: ana}], offers: {captions: true}}",
            series="co_sponsors: [gare]",
            catalog=CATALOG.replace("name: GARE", "name: Gare"),
        )
    )

    assert report.changes == [
        "changed name of organization gare",
        "added to co_sponsors of series series: gare",
        "changed title, starts, minutes, capacity, offers.captions of webinar one",
        "added to practices of webinar one: first",
        "added to speakers of webinar one: ana",
    ]
    assert report.kept == []


def test_a_moved_start_does_not_name_the_unchanged_length(db):
    loaded(a_file(ONE))

    report = loaded(a_file(ONE.replace("12-01", "12-02")))

    assert report.changes == ["changed starts of webinar one"]


def test_what_the_file_leaves_out_is_kept_and_named(db):
    loaded(
        a_file(
            f"{ONE[:-1]}, capacity: 9, practices: [first], offers: {{recording: true}}}}\n{TWO}",
            series="""
                organizer: hip
                description: {en: Words, es: Palabras}
                questions: [{id: a, label: A, kind: text}]
            """,
        )
    )

    report = loaded(
        b"series: {slug: series, title: Title, description: Words}\n"
        b"webinars: [{slug: one, title: One}]\n"
    )

    series = the_series(db)
    assert [webinar.slug for webinar in series.webinars] == ["one", "two"]
    assert series.webinars[0].starts_at == datetime(2026, 12, 1, 20, tzinfo=UTC)
    assert report.changes == []
    assert report.kept == [
        "kept in practice_groups, the file leaves them out: group",
        "kept in practices, the file leaves them out: first, second",
        "kept in sponsors, the file leaves them out: hip, gare",
        "kept in speakers, the file leaves them out: ana, bob",
        "kept description of series series in es: the file leaves it out",
        "kept status of series series: the file leaves it out",
        "kept organizer of series series: the file leaves it out",
        "kept in questions, the file leaves them out: a",
        "kept starts of webinar one: the file leaves it out",
        "kept capacity of webinar one: the file leaves it out",
        "kept offers.recording of webinar one: the file leaves it out",
        "kept practices of webinar one: the file leaves it out",
        "kept in webinars, the file leaves them out: two",
    ]


def test_null_takes_out_what_was_there(db):
    loaded(
        a_file(
            f"{ONE[:-1]}, capacity: 9, description: {{en: A, es: B}}, practices: [first],"
            " speakers: [{speaker: ana}]}"
        )
    )

    loaded(
        a_file(
            "- {slug: one, title: One, starts: null, capacity: null, description: {en: A, es: },"
            " practices: [], speakers: []}"
        )
    )

    webinar = the_webinar(db)
    assert (webinar.starts_at, webinar.ends_at, webinar.capacity) == (None, None, None)
    assert webinar.description == Texts({"en": "A"})
    assert (webinar.practices, webinar.appearances) == ([], [])


def test_practices_that_a_webinar_leaves_are_named_and_stay(db):
    loaded(a_file("- {slug: one, title: One, practices: [first, second]}"))

    report = loaded(a_file("- {slug: one, title: One, practices: [second]}"), now=LATER)

    assert report.changes == ["took from practices of webinar one: first"]
    practices = db.session.scalars(select(Practice).order_by(Practice.position))
    assert [practice.links_changed_at for practice in practices] == [LATER, NOW]


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


def test_a_new_webinar_takes_its_place_between_the_others(db):
    loaded(a_file("- {slug: a, title: A}\n- {slug: b, title: B}"))

    report = loaded(a_file("- {slug: a, title: A}\n- {slug: n, title: N}\n- {slug: b, title: B}"))

    assert [webinar.slug for webinar in the_series(db).webinars] == ["a", "n", "b"]
    assert report.changes == ["created webinar n", "changed the order of webinars"]


def invited_to_the_webinar(db):
    webinar = the_webinar(db)
    with transaction():
        enrollment = an_enrollment(webinar)
        db.session.add(an_invitation(enrollment))
    return enrollment.registration.registrant


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (("12-01", "12-02"), MessageKind.UPDATED),
        (("minutes: 90", "minutes: 60"), MessageKind.UPDATED),
        (("title: One", "title: First"), MessageKind.UPDATED),
        (("}", ", status: cancelled}"), MessageKind.CANCELLED),
    ],
)
def test_attendees_are_told_of_a_change(db, change, kind):
    loaded(a_file(ONE))
    registrant = invited_to_the_webinar(db)

    loaded(a_file(ONE.replace(*change)), now=LATER)

    [delivery] = db.session.scalars(select(Delivery))
    assert (delivery.kind, delivery.recipient) == (kind, registrant.email)


def test_a_change_that_concerns_no_attendee_tells_nobody(db):
    loaded(a_file(ONE))
    invited_to_the_webinar(db)

    loaded(a_file(f"{ONE[:-1]}, practices: [first], capacity: 99}}\n{TWO}"), now=LATER)

    assert db.session.scalar(select(func.count(Delivery.id))) == 0


def test_who_wanted_all_webinars_is_enrolled_in_a_new_one(db):
    loaded(a_file(ONE))
    series = the_series(db)
    with transaction():
        db.session.add(a_registration(series=series, is_standing=True))

    loaded(a_file(f"{ONE}\n{TWO}"), now=LATER)

    enrolled = db.session.scalars(select(Webinar.slug).join(Enrollment))
    assert list(enrolled) == ["two"]


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


def test_a_changed_language_leads_in_texts_that_the_file_leaves_out(db):
    loaded(a_file("- {slug: one, title: {en: One, es: Uno}}"))

    loaded(b"series: {slug: series, title: Serie, language: es}\n")

    series = the_series(db)
    assert series.title == Texts({"es": "Serie", "en": "Title"})
    assert list(series.webinars[0].title) == ["es", "en"]
