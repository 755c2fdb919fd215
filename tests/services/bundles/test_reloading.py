"""A file changes a series; what it leaves out is kept and named, and people are told."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.factories import NOW, a_registration, an_enrollment, an_invitation
from tests.services.bundles.files import (
    CATALOG,
    a_file,
    loaded,
    rows_of_every_table,
    the_series,
    the_webinar,
)
from webinars.extensions import transaction
from webinars.models import (
    Delivery,
    Enrollment,
    MessageKind,
    Practice,
    Webinar,
)
from webinars.services.bundles.problems import BadFile
from webinars.texts import Texts

LATER = NOW + timedelta(hours=1)
ONE = "- {slug: one, title: One, starts: 2026-12-01 15:00, minutes: 90}"
TWO = "- {slug: two, title: Two}"


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


def test_a_changed_language_leads_in_texts_that_the_file_leaves_out(db):
    loaded(a_file("- {slug: one, title: {en: One, es: Uno}}"))

    loaded(b"series: {slug: series, title: Serie, language: es}\n")

    series = the_series(db)
    assert series.title == Texts({"es": "Serie", "en": "Title"})
    assert list(series.webinars[0].title) == ["es", "en"]


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


def test_the_sites_that_may_frame_a_series_are_kept_unless_the_file_names_others(db):
    content = a_file(series="embed_on: [https://München.example, http://localhost:8000]")
    loaded(content)
    assert the_series(db).embed_on == ["https://xn--mnchen-3ya.example", "http://localhost:8000"]

    kept = loaded(a_file())
    changed = loaded(a_file(series="embed_on: null"))

    assert kept.kept == ["kept embed_on of series series: the file leaves it out"]
    assert changed.changes == ["changed embed_on of series series"]
    assert the_series(db).embed_on == []
