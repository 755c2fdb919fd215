from datetime import UTC, datetime

import pytest

from tests.factories import NOW, a_series, a_sponsor, a_webinar, in_english, saved
from tests.support.html import Page, page_of
from tests.support.queries import counted_queries
from webinars.models import SeriesStatus
from webinars.texts import Texts

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WINTER = datetime(2035, 1, 9, 20, 0, tzinfo=UTC)
PICTURE = b"\x89PNG\r\n\x1a\n and so on"


def test_all_organizations_are_listed_with_what_they_organize_and_support(client, db):
    hip = a_sponsor(slug="hip", acronym="HIP", name=in_english("Human Impact Partners"))
    gare = a_sponsor(slug="gare", acronym=None, name=in_english("Alliance"))
    series = {"organizer": hip, "co_sponsors": [gare]}
    saved(
        a_series(slug="guide", title=in_english("Health equity"), **series),
        a_series(title=in_english("Secret"), status=SeriesStatus.DRAFT, **series),
    )

    page = page_of(client, "/sponsors/")

    assert page.heading == "Who is behind it"
    assert "Human Impact Partners (HIP) The work of local health departments." in page.words
    assert "Organizes Health equity Alliance" in page.words
    assert "Co-sponsors Health equity" in page.words
    assert "Secret" not in page.words
    assert "/sponsors/hip/" in page.links
    assert "/series/guide/" in page.links


def test_without_organizations_the_list_says_so(client, db):
    assert "No organization is named yet." in page_of(client, "/sponsors/").words


def test_an_organization_shows_its_series_webinars_site_and_feed(client, db):
    gare = a_sponsor(
        slug="gare",
        acronym="GARE",
        name=in_english("Alliance"),
        supports=in_english("Brings *governments* together."),
        website="https://gare.example.org/",
    )
    organized = a_series(slug="own", title=in_english("Own series"), organizer=gare)
    a_webinar(series=organized, starts_at=WINTER)
    other = a_series(slug="guide", title=in_english("Health equity"), co_sponsors=[gare])
    a_webinar(
        series=other, slug="over", title=in_english("Over"), starts_at=NOW, co_sponsors=[gare]
    )
    a_webinar(
        series=other, slug="soon", title=in_english("Sooner"), starts_at=WINTER, co_sponsors=[gare]
    )
    draft = a_series(title=in_english("Secret"), status=SeriesStatus.DRAFT, organizer=gare)
    a_webinar(series=draft, title=in_english("Hidden"), co_sponsors=[gare])
    saved(organized, other, draft)

    page = page_of(client, "/sponsors/gare/")

    assert page.heading == "Alliance (GARE)"
    assert "Brings governments together. To their own site" in page.words
    assert "Organizes Own series Tuesday, January 9, 2035, 3:00 PM to 4:30 PM EST" in page.words
    assert "Co-sponsors Health equity" in page.words
    assert "Webinars it co-sponsors Health equity Sooner Tuesday, January 9, 2035" in page.words
    assert page.words.index("Sooner") < page.words.index("Over")
    assert "Secret" not in page.words
    assert "Hidden" not in page.words
    for address in (
        "https://gare.example.org/",
        "/series/own/",
        "/series/guide/",
        "/series/guide/soon/",
        "webcal://127.0.0.1:8000/sponsors/gare/calendar.ics",
    ):
        assert address in page.links


def test_an_organization_without_series_and_site_is_still_shown(client, db):
    saved(a_sponsor(slug="gare", name=in_english("Alliance"), acronym=None, website=None))

    page = page_of(client, "/sponsors/gare/")

    assert page.heading == "Alliance"
    assert "To their own site" not in page.words
    assert "Organizes" not in page.words
    assert "Co-sponsors" not in page.words


def test_the_logo_is_sent_as_a_picture_and_nothing_else(client, db):
    saved(a_sponsor(slug="hip", logo=PICTURE, logo_type="image/png"))

    response = client.get("/sponsors/hip/logo")

    assert response.data == PICTURE
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    again = client.get("/sponsors/hip/logo", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""


@pytest.mark.parametrize("slug", ["hip", "unknown"])
def test_an_organization_without_logo_is_shown_by_letters(client, db, slug):
    saved(a_sponsor(slug="hip", acronym="HIP", logo=None))

    assert (
        page_of(client, f"/sponsors/{slug}/logo", 404).heading == "There is nothing at this address"
    )
    assert '<span class="logo logo-letters" aria-hidden="true">HIP</span>' in (
        client.get("/sponsors/").text
    )


def test_a_logo_stands_beside_the_name(client, db):
    saved(a_sponsor(slug="hip", logo=PICTURE, logo_type="image/png"))

    for address in ("/sponsors/", "/sponsors/hip/"):
        pictures = page_of(client, address).all("img")
        assert [one["alt"] for one in pictures if one["src"] == "/sponsors/hip/logo"] == [""]


def test_the_pages_are_in_spanish_where_texts_are(client, db):
    saved(
        a_sponsor(
            slug="gare",
            name=Texts({"en": "Alliance", "es": "Alianza"}),
            supports=in_english("Only English."),
        )
    )

    for address in ("/sponsors/", "/sponsors/gare/"):
        response = client.get(f"{address}?lang=es")
        page = Page(response.text)
        assert page.language == "es"
        assert "Alianza" in page.words
        assert 'lang="en"' in response.text


def test_an_unknown_organization_is_not_there(client, db):
    assert "There is no such organization." in page_of(client, "/sponsors/unknown/", 404).words


def test_the_address_of_the_platform_is_not_on_the_page(client, db):
    sponsor = a_sponsor(slug="gare")
    saved(a_webinar(co_sponsors=[sponsor], join_url="https://platform.example.com/j/1"))

    assert "platform.example.com" not in client.get("/sponsors/gare/").text


def test_the_pages_take_as_many_queries_for_one_of_everything_as_for_three(client, db):
    asked = []
    for number in (1, 3):
        sponsor = a_sponsor(slug=f"sponsor-of-{number}")
        for _ in range(number):
            series = a_series(organizer=sponsor, co_sponsors=[sponsor])
            for _ in range(number):
                a_webinar(series=series, capacity=3, co_sponsors=[sponsor])
            saved(series)
        for address in ("/sponsors/", f"/sponsors/sponsor-of-{number}/"):
            with counted_queries() as statements:
                page_of(client, address)
            asked.append(len([one for one in statements if one.startswith("SELECT")]))

    assert asked == [6, 10, 6, 10]
