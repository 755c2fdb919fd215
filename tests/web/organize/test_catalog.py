"""Organizers write the catalog: speakers, practices, organizations, stories, the approach."""

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    a_case_study,
    a_practice,
    a_practice_group,
    a_series,
    a_speaker,
    a_sponsor,
    a_webinar,
    in_english,
    saved,
)
from tests.support.console import console
from tests.support.web import HiddenFields
from webinars.models import (
    Action,
    Appearance,
    Approach,
    AuditEntry,
    CaseStudy,
    Practice,
    Speaker,
    Sponsor,
)
from webinars.texts import Texts

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CATALOG = "/organize/catalog"


@pytest.fixture(autouse=True)
def owner(client, db):
    return console(client)


def entries(db):
    return [
        (entry.action, entry.subject_kind, entry.fields)
        for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    ]


@pytest.mark.parametrize(
    "shelf", ["speakers", "practice-groups", "practices", "organizations", "case-studies"]
)
def test_an_empty_shelf_says_what_will_be_there(client, shelf):
    assert "Nothing here yet." in client.get(f"{CATALOG}/{shelf}/").text


def test_the_catalog_counts_what_it_holds(client, db):
    saved(a_speaker(), a_speaker(), a_practice())

    page = client.get(f"{CATALOG}/").text

    assert 'Speakers</a> <span class="count">2</span>' in page
    assert 'Practices</a> <span class="count">1</span>' in page


def test_a_speaker_is_added_under_a_name_made_from_hers(client, db):
    saved(a_speaker(slug="ana-perez"))

    answer = client.submit(
        f"{CATALOG}/speakers/new",
        {"name": "Ana Pérez", "organization-en": "A county", "biography-es": "Hola"},
    )

    assert answer.status_code == 303
    added = db.session.scalars(select(Speaker).where(Speaker.slug == "ana-perez-2")).one()
    assert (added.name, added.organization, added.biography) == (
        "Ana Pérez",
        Texts({"en": "A county"}),
        Texts({"es": "Hola"}),
    )
    assert entries(db) == [
        (
            Action.CATALOG_ENTRY_CREATED,
            "Speaker",
            ["biography", "name", "organization", "slug"],
        )
    ]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": ""}, "Enter the name of the speaker."),
        ({"name": "Ana", "slug": "Not a slug"}, "Use at most 80 small letters"),
        ({"name": "Ana", "slug": "taken"}, "Something else has this short name already."),
    ],
)
def test_a_speaker_that_cannot_be_added_is_refused_with_what_was_typed(client, db, values, words):
    saved(a_speaker(slug="taken"))

    answer = client.submit(
        f"{CATALOG}/speakers/new", {**values, "organization-en": "The organization typed"}
    )

    assert answer.status_code == 422
    assert words in answer.text
    assert "The organization typed" in answer.text


def test_a_speaker_is_changed_and_the_audit_says_from_what_to_what(client, db, owner):
    saved(a_speaker(slug="ana", name="Ana"))

    answer = client.submit(f"{CATALOG}/speakers/ana/", {"name": "Ana Paz", "organization-en": "X"})

    assert answer.status_code == 303
    [entry] = db.session.scalars(select(AuditEntry))
    assert (entry.actor_id, entry.action) == (owner.id, Action.CATALOG_ENTRY_CHANGED)
    assert (entry.before["name"], entry.after["name"]) == ("Ana", "Ana Paz")


def test_saving_without_a_change_leaves_no_trace(client, db):
    saved(a_speaker(slug="ana", name="Ana", organization=in_english("X"), biography=Texts()))

    client.submit(f"{CATALOG}/speakers/ana/", {"name": "Ana", "organization-en": "X"})

    assert entries(db) == []


def test_the_second_to_save_is_told_what_the_first_has_changed(client, db):
    ana = saved(a_speaker(slug="ana", name="Ana"))
    page = client.get(f"{CATALOG}/speakers/ana/").text
    ana.name = "Ana Paz"
    saved(ana)

    answer = client.post(
        f"{CATALOG}/speakers/ana/", data={**HiddenFields(page).fields, "name": "Anna"}
    )

    assert answer.status_code == 409
    assert "Somebody else has changed this" in answer.text
    db.session.refresh(ana)
    assert ana.name == "Ana Paz"


def test_who_removes_a_speaker_is_told_where_she_speaks(client, db):
    ana = saved(a_speaker(slug="ana"))
    saved(
        a_webinar(
            title=in_english("Where she speaks"),
            appearances=[Appearance(speaker=ana, role=Texts(), position=1)],
        )
    )

    asked = client.get(f"{CATALOG}/speakers/ana/remove").text
    client.submit(f"{CATALOG}/speakers/ana/remove")

    assert "Where she speaks" in asked
    assert db.session.scalars(select(Speaker)).all() == []
    assert db.session.scalars(select(Appearance)).all() == []


def test_search_finds_a_name_whatever_its_case(client, db):
    saved(a_speaker(name="Ána Pérez"), a_speaker(name="Ben Ode"))

    page = client.get(f"{CATALOG}/speakers/?q=ÁNA").text

    assert "Ána Pérez" in page
    assert "Ben Ode" not in page


def test_entries_are_moved_and_moved_back(client, db):
    group = saved(a_practice_group())
    saved(
        *(a_practice(slug=slug, group=group, position=place) for place, slug in enumerate("abc", 1))
    )

    client.submit(f"{CATALOG}/practices/", to=f"{CATALOG}/practices/c/up")
    page = client.get(f"{CATALOG}/practices/").text

    assert order(db) == ["a", "c", "b"]
    assert f'action="{CATALOG}/practices/c/down"' in page
    assert "Undo" in page
    client.submit(f"{CATALOG}/practices/", to=f"{CATALOG}/practices/c/down")
    assert order(db) == ["a", "b", "c"]


def order(db):
    db.session.rollback()
    return list(db.session.scalars(select(Practice.slug).order_by(Practice.position)))


def test_a_practice_is_tied_to_webinars_and_stories_from_its_own_page(client, db):
    group = saved(a_practice_group(slug="group"))
    practice = saved(a_practice(slug="lead", group=group))
    webinar, other = saved(a_webinar(practices=[practice])), None
    other = saved(a_webinar())
    story = saved(a_case_study(slug="story"))

    client.submit(
        f"{CATALOG}/practices/lead/",
        {
            "name-en": "Lead",
            "group": "group",
            "webinars": [str(other.id)],
            "case_studies": ["story"],
        },
    )

    db.session.expire_all()
    assert practice.webinars == [other]
    assert practice.case_studies == [story]
    assert webinar.practices == []
    assert practice.links_changed_at > NOW


def test_a_story_is_tied_to_practices_from_its_own_page(client, db):
    practice = saved(a_practice(slug="lead"))
    saved(a_case_study(slug="story"))

    client.submit(
        f"{CATALOG}/case-studies/story/", {"title-en": "Story", "practices": ["lead", "nonsense"]}
    )
    refused = db.session.scalars(select(CaseStudy)).one().practices
    client.submit(f"{CATALOG}/case-studies/story/", {"title-en": "Story", "practices": ["lead"]})

    db.session.expire_all()
    assert refused == []
    assert db.session.scalars(select(CaseStudy)).one().practices == [practice]


def test_a_group_that_holds_practices_stays(client, db):
    saved(a_practice(group=a_practice_group(slug="group")))

    answer = client.submit(f"{CATALOG}/practice-groups/group/remove")

    assert answer.status_code == 409
    assert "This group still has practices" in answer.text


def test_an_organization_that_organizes_a_series_stays(client, db):
    hip = saved(a_sponsor(slug="hip"))
    saved(a_series(title=in_english("The series"), organizer=hip))

    answer = client.submit(f"{CATALOG}/organizations/hip/remove")

    assert answer.status_code == 409
    assert "The series" in answer.text


def test_an_organization_names_each_of_its_series_once(client, db):
    hip, gare, nche = saved(a_sponsor(slug="hip")), saved(a_sponsor()), saved(a_sponsor())
    saved(a_series(title=in_english("Organized"), organizer=hip, co_sponsors=[gare, nche]))
    saved(a_series(title=in_english("Supported"), co_sponsors=[hip, gare]))

    page = client.get(f"{CATALOG}/organizations/hip/").text

    assert (page.count("Organized"), page.count("Supported")) == (1, 1)


@pytest.mark.parametrize(
    ("colours", "words"),
    [
        (("red", "#ffffff"), "Write a colour as # and six digits"),
        (("#112233", ""), "Give both colours, or none."),
        (("#112233", "#112244"), "The nearest shade that has it is"),
    ],
)
def test_colours_that_cannot_be_seen_are_refused_at_their_field(client, db, colours, words):
    saved(a_sponsor(slug="hip"))

    answer = client.submit(
        f"{CATALOG}/organizations/hip/",
        {"name-en": "HIP", "brand_colour": colours[0], "accent_colour": colours[1]},
    )

    assert answer.status_code == 422
    assert words in answer.text


def test_an_organization_keeps_its_logo_when_its_words_change(client, db):
    saved(a_sponsor(slug="hip", logo=b"x", logo_type="image/png", logo_digest="abc"))

    client.submit(
        f"{CATALOG}/organizations/hip/",
        {
            "name-en": "HIP",
            "acronym": "",
            "website": "https://hip.example.org/",
            "brand_colour": "#112233",
            "accent_colour": "#ffffff",
        },
    )

    db.session.expire_all()
    hip = db.session.scalars(select(Sponsor)).one()
    assert (hip.logo, hip.brand_colour, hip.acronym) == (b"x", "#112233", None)


def test_the_approach_is_written_and_rewritten(client, db):
    client.submit(f"{CATALOG}/approach", {"title-en": "Why", "body-en": "Because."})
    client.submit(f"{CATALOG}/approach", {"title-en": "Why so", "body-en": "Because."})

    db.session.expire_all()
    assert db.session.scalars(select(Approach)).one().title == Texts({"en": "Why so"})
    assert [action for action, *_ in entries(db)] == [Action.APPROACH_WRITTEN] * 2


def test_an_organizer_writes_the_catalog_and_an_assistant_does_not(client, db):
    series = saved(a_series())
    console(client, "organizer", series)
    assert client.get(f"{CATALOG}/speakers/new").status_code == 200

    console(client, "assistant", series)
    assert client.get(f"{CATALOG}/speakers/new").status_code == 403
