"""Where entries of the catalog are used: told, kept from others' hands, and undone."""

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
from webinars.extensions import transaction
from webinars.models import (
    Action,
    AuditEntry,
    Practice,
    SeriesStatus,
    Speaker,
    Sponsor,
)
from webinars.services import ties
from webinars.texts import Texts

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CATALOG = "/organize/catalog"


@pytest.fixture
def ours(db):
    """A series with a webinar that the person who is signed in organizes."""
    series = saved(a_series(slug="ours", title=in_english("Our series")))
    saved(a_webinar(series=series, slug="first", title=in_english("Our webinar")))
    return series


@pytest.fixture
def theirs(db):
    """A draft of others."""
    series = saved(
        a_series(slug="theirs", title=in_english("Their draft"), status=SeriesStatus.DRAFT)
    )
    saved(a_webinar(series=series, slug="first", title=in_english("Their webinar")))
    return series


def test_a_practice_leads_to_its_webinars_and_stories_and_back(client, db, ours):
    console(client)
    saved(a_case_study(slug="story", practices=[saved(a_practice(slug="lead"))]))
    ours.webinars[0].practices = [db.session.scalars(select(Practice)).one()]
    saved(ours)

    practice = client.get(f"{CATALOG}/practices/lead/").text
    story = client.get(f"{CATALOG}/case-studies/story/").text
    webinar = client.get("/organize/series/ours/webinars/first/").text

    assert 'href="/organize/series/ours/webinars/first/">Our series: Our webinar</a>' in practice
    assert f'href="{CATALOG}/case-studies/story/"' in practice
    assert f'href="{CATALOG}/practices/lead/"' in story
    assert f'href="{CATALOG}/practices/lead/"' in webinar


def test_a_webinar_and_a_series_lead_to_their_speakers_and_organizations(client, db, ours):
    console(client)
    webinar, ana = ours.webinars[0], saved(a_speaker(slug="ana"))
    hip, gare, nche = (saved(a_sponsor(slug=slug)) for slug in ("hip", "gare", "nche"))
    with transaction():
        db.session.add_all([ours, webinar, ana, hip, gare, nche])
        ours.organizer, ours.co_sponsors = hip, [gare]
        ties.set_appearances(webinar, [(ana, Texts())], now=NOW)
        ties.set_co_sponsors(webinar, [nche], now=NOW)

    page = client.get("/organize/series/ours/webinars/first/").text
    series = client.get("/organize/series/ours/").text

    assert f'href="{CATALOG}/speakers/ana/"' in page
    assert f'href="{CATALOG}/organizations/nche/"' in page
    assert f'href="{CATALOG}/organizations/hip/"' in series
    assert f'href="{CATALOG}/organizations/gare/"' in series


def test_others_drafts_are_counted_and_not_named(client, db, ours, theirs):
    ana, webinars = saved(a_speaker(slug="ana")), [ours.webinars[0], theirs.webinars[0]]
    with transaction():
        db.session.add_all([ana, *webinars])
        for webinar in webinars:
            ties.set_appearances(webinar, [(ana, Texts())], now=NOW)
    console(client, "organizer", ours)

    page = client.get(f"{CATALOG}/speakers/ana/").text

    assert "Our webinar" in page
    assert "And one more in a draft of other organizers." in page
    assert "Their" not in page


def test_an_organizer_ties_practices_to_webinars_of_their_own_series_only(client, db, ours, theirs):
    practice = saved(a_practice(slug="lead", group=a_practice_group(slug="group")))
    mine, foreign = ours.webinars[0], theirs.webinars[0]
    foreign.practices = [practice]
    saved(foreign)
    console(client, "organizer", ours)
    values = {"name-en": "Lead", "group": "group"}

    page = client.get(f"{CATALOG}/practices/lead/").text
    client.submit(f"{CATALOG}/practices/lead/", {**values, "webinars": [str(mine.id)]})
    refused = client.submit(f"{CATALOG}/practices/lead/", {**values, "webinars": [str(foreign.id)]})

    assert "Their" not in page
    assert refused.status_code == 422
    db.session.expire_all()
    assert sorted(practice.webinars, key=lambda one: one.id) == [mine, foreign]


def test_what_others_use_only_an_owner_removes(client, db, ours, theirs):
    practice = saved(a_practice(slug="lead"))
    theirs.webinars[0].practices = [practice]
    saved(theirs)
    console(client, "organizer", ours)

    asked = client.get(f"{CATALOG}/practices/lead/remove").text
    refused = client.submit(f"{CATALOG}/practices/lead/remove")
    stays = db.session.scalars(select(Practice)).all()
    console(client)
    client.submit(f"{CATALOG}/practices/lead/remove")

    assert "only an owner can remove it" in asked
    assert refused.status_code == 403
    assert stays == [practice]
    assert db.session.scalars(select(Practice)).all() == []


def test_what_nothing_uses_is_removed_and_brought_back_as_it_was(client, db):
    console(client)
    group = saved(a_practice_group(slug="group"))
    saved(
        a_practice(
            slug="lead",
            group=group,
            name=Texts({"es": "Dirigir", "en": "Lead"}),
            description=in_english("How."),
            position=7,
        )
    )

    page = client.submit(f"{CATALOG}/practices/lead/remove", follow_redirects=True).text
    gone = db.session.scalars(select(Practice)).all()
    note = db.session.scalars(select(AuditEntry.id)).one()
    client.submit(f"{CATALOG}/practices/", to=f"{CATALOG}/restore/{note}")

    assert "Undo" in page
    assert gone == []
    practice = db.session.scalars(select(Practice)).one()
    assert (practice.slug, practice.name, practice.description, practice.position) == (
        "lead",
        Texts({"es": "Dirigir", "en": "Lead"}),
        in_english("How."),
        7,
    )
    assert practice.group == group
    assert practice.links_changed_at > NOW
    assert list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id))) == [
        Action.CATALOG_ENTRY_REMOVED,
        Action.CATALOG_ENTRY_CREATED,
    ]


@pytest.mark.parametrize(
    ("shelf", "entry"),
    [
        ("speakers", a_speaker),
        ("practice-groups", a_practice_group),
        ("organizations", a_sponsor),
        ("case-studies", a_case_study),
    ],
)
def test_every_kind_of_entry_is_brought_back(client, db, shelf, entry):
    console(client)
    kind = type(saved(entry(slug="one")))
    client.submit(f"{CATALOG}/{shelf}/one/remove")
    note = db.session.scalars(select(AuditEntry.id)).one()

    answer = client.submit(f"{CATALOG}/", to=f"{CATALOG}/restore/{note}")

    assert answer.location == f"{CATALOG}/{shelf}/"
    assert db.session.scalars(select(kind.slug)).all() == ["one"]


def test_nothing_is_brought_back_over_another_entry_or_by_somebody_else(client, db):
    console(client)
    saved(a_speaker(slug="ana", name="Ana"))
    client.submit(f"{CATALOG}/speakers/ana/remove")
    note = db.session.scalars(select(AuditEntry.id)).one()
    saved(a_speaker(slug="ana", name="Another Ana"))

    taken = client.submit(f"{CATALOG}/", to=f"{CATALOG}/restore/{note}", follow_redirects=True).text
    console(client)
    foreign = client.submit(f"{CATALOG}/", to=f"{CATALOG}/restore/{note}")

    assert "Something else has this short name already." in taken
    assert foreign.status_code == 404
    assert db.session.scalars(select(Speaker.name)).all() == ["Another Ana"]


def test_an_organization_with_a_logo_says_that_its_removal_is_final(client, db):
    console(client)
    saved(a_sponsor(slug="hip", logo=b"x", logo_type="image/png", logo_digest="abc"))

    asked = client.get(f"{CATALOG}/organizations/hip/remove").text
    page = client.submit(f"{CATALOG}/organizations/hip/remove", follow_redirects=True).text

    assert "This cannot be taken back." in asked
    assert "Undo" not in page
    assert db.session.scalars(select(Sponsor)).all() == []


def test_practices_change_places_within_their_group_only(client, db):
    console(client)
    one, two = saved(a_practice_group(position=1)), saved(a_practice_group(position=2))
    saved(a_practice(slug="b", group=two, position=1), a_practice(slug="c", group=two, position=3))
    saved(a_practice(slug="a", group=one, position=2))

    page = client.get(f"{CATALOG}/practices/").text
    client.submit(f"{CATALOG}/practices/", to=f"{CATALOG}/practices/b/up")
    client.submit(f"{CATALOG}/practices/", to=f"{CATALOG}/practices/c/up")

    assert page.index("/practices/a/") < page.index("/practices/b/") < page.index("/practices/c/")
    assert "/practices/b/up" not in page
    db.session.rollback()
    placed = db.session.scalars(select(Practice.slug).order_by(Practice.position)).all()
    assert placed == ["a", "c", "b"]


def test_search_finds_an_organization_without_its_accents(client, db):
    console(client)
    saved(a_speaker(name="Ana", organization=in_english("Salud Pública")), a_speaker(name="Ben"))

    page = client.get(f"{CATALOG}/speakers/?q=publica").text

    assert ("Ana" in page, "Ben" in page) == (True, False)


def test_who_adds_a_practice_without_any_group_is_led_to_add_one(client, db):
    console(client)

    before = client.get(f"{CATALOG}/practices/new").text
    saved(a_practice_group())
    after = client.get(f"{CATALOG}/practices/new").text

    assert f'<a href="{CATALOG}/practice-groups/new">Add a group first</a>' in before
    assert "Add a group first" not in after
