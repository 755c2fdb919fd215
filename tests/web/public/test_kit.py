"""The kit is for those behind a published series, and for no search engine."""

import pytest

from tests.factories import a_sponsor, in_english, saved
from tests.support.html import page_of
from tests.web.shared import BASE, a_shared_series
from webinars.models import SeriesStatus

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

KIT = "/sponsors/gare/kit/guide/"


def test_the_kit_has_everything(client, db):
    a_shared_series(embed_on=["https://www.naccho.org"])

    page = page_of(client, KIT)

    assert page.heading == "Share this series"
    assert f"{BASE}/series/guide/?ref=gare" in page.words
    for language in ("en", "es"):
        query = f"?ref=gare&lang={language}"
        assert f"{BASE}/series/guide/{query}" in page.words
        assert f"/series/guide/poster{query}" in page.links
        assert f"/series/guide/qr.svg{query}" in page.links
        assert f"/series/guide/qr.png{query}" in page.links
    assert "Health equity. Begins:" in page.words
    assert "Equidad en salud." in page.words
    assert "https://www.naccho.org" in page.words
    fields = page.all("textarea")
    assert len(fields) == 3 + 2 + 2 * 3
    assert all("readonly" in field for field in fields)
    labels = {label["for"] for label in page.all("label")}
    assert {field["id"] for field in fields} <= labels


def test_the_preview_is_the_plain_link_that_the_script_replaces(client, db):
    a_shared_series()

    page = page_of(client, KIT)

    [link] = [link for link in page.all("a") if "data-webinars-series" in link]
    assert link["href"] == f"{BASE}/series/guide/?ref=gare&lang=en"
    assert "/embed/widget.js" in {script.get("src") for script in page.all("script")}


def test_it_says_when_no_site_may_show_the_series(client, db):
    a_shared_series()

    assert "No site may show it yet" in page_of(client, KIT).words


@pytest.mark.parametrize("sponsor", ["hip", "gare", "nche"])
def test_organizer_and_co_sponsors_have_a_kit_and_find_it(client, db, sponsor):
    a_shared_series()

    assert page_of(client, f"/sponsors/{sponsor}/kit/guide/").heading == "Share this series"
    assert f"/sponsors/{sponsor}/kit/guide/" in page_of(client, f"/sponsors/{sponsor}/").links


def test_nobody_else_has_one(client, db):
    a_shared_series()
    saved(a_sponsor(slug="other"))

    for sponsor in ("other", "nobody"):
        assert client.get(f"/sponsors/{sponsor}/kit/guide/").status_code == 404
    assert client.get("/sponsors/gare/kit/nothing/").status_code == 404
    assert not [link for link in page_of(client, "/sponsors/other/").links if "/kit/" in link]


def test_a_draft_has_none(client, db):
    a_shared_series(status=SeriesStatus.DRAFT)

    assert client.get(KIT).status_code == 404
    assert not [link for link in page_of(client, "/sponsors/gare/").links if "/kit/" in link]


def test_search_engines_leave_it_out_also_when_it_is_given_again(client, db):
    a_shared_series()

    for _ in range(2):
        assert client.get(KIT).headers["X-Robots-Tag"] == "noindex"


def test_a_missing_translation_is_noted_where_it_matters(client, db):
    a_shared_series(title=in_english("Only English"))

    words = page_of(client, KIT).words

    assert words.count("Some words of the series have no translation yet") == 1
