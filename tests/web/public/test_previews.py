"""Drafts, shown to those who hold the link."""

from datetime import UTC, datetime

import pytest

from tests.factories import NOW, a_series, a_webinar, in_english, saved
from tests.support.html import Page, page_of
from webinars.extensions import transaction
from webinars.links import Purpose, new_nonce, token
from webinars.models import SeriesStatus
from webinars.services import series as services

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WINTER = datetime(2035, 1, 9, 20, 0, tzinfo=UTC)


def a_draft(**values):
    """A draft with two webinars, and the query that opens it."""
    found = a_series(
        slug="guide",
        title=in_english("Health equity"),
        status=SeriesStatus.DRAFT,
        **{"preview_nonce": new_nonce(), **values},
    )
    a_webinar(series=found, slug="first", title=in_english("Capacity"), starts_at=WINTER)
    saved(a_webinar(series=found, slug="second", starts_at=None))
    return found, f"?preview={token(Purpose.PREVIEW, found.preview_nonce)}"


def test_the_link_shows_the_series_and_says_that_it_is_a_draft(client, db):
    _, query = a_draft()

    response = client.get(f"/series/guide/{query}")
    page = Page(response.text)

    assert page.heading == "Health equity"
    assert "Draft: not public yet." in page.words
    assert "Registration and the calendar to follow begin when the series is public." in page.words
    assert [button.get("disabled") for button in page.all("button")] == [""]
    assert not [link for link in page.links if "/register" in link or "guide/calendar.ics" in link]
    headers = response.headers
    assert (headers["Cache-Control"], headers["X-Robots-Tag"], headers["Referrer-Policy"]) == (
        "no-store",
        "noindex",
        "no-referrer",
    )
    assert [link for link in page.all("link") if link["rel"] == "canonical"] == []


def test_links_among_the_pages_of_the_draft_keep_it_open(client, db):
    _, query = a_draft()

    series = page_of(client, f"/series/guide/{query}")
    webinar = page_of(client, f"/series/guide/first/{query}")

    assert f"/series/guide/first/{query}" in series.links
    assert f"/series/guide/{query}" in webinar.links
    assert f"/series/guide/second/{query}" in webinar.links
    assert "Draft: not public yet." in webinar.words
    assert [button.get("disabled") for button in webinar.all("button")] == [""]
    assert "Add a copy to a calendar" not in webinar.words
    assert "/practices/" in series.links


def test_a_preview_is_never_given_again(app, client, db):
    _, query = a_draft()

    client.get(f"/series/guide/{query}")

    assert len(app.extensions["webinars.pages"]) == 0
    assert client.get("/series/guide/").status_code == 404


@pytest.mark.parametrize("address", ["/series/guide/", "/series/guide/first/"])
@pytest.mark.parametrize("purpose", [None, Purpose.MANAGE, Purpose.FEED])
def test_no_other_token_opens_a_draft(client, db, address, purpose):
    found, _ = a_draft()
    wrong = token(purpose, found.preview_nonce) if purpose else "nonsense"

    page = page_of(client, f"{address}?preview={wrong}", 404)

    assert "This link is not valid." in page.words
    assert "Health equity" not in page.words


def test_the_link_of_one_draft_opens_no_other(client, db):
    _, query = a_draft()
    saved(a_series(slug="other", status=SeriesStatus.DRAFT, preview_nonce=new_nonce()))
    saved(a_series(slug="closed", status=SeriesStatus.DRAFT))

    for address in ("/series/other/", "/series/closed/", "/series/unknown/"):
        page_of(client, address + query, 404)


def test_a_link_that_was_taken_back_says_so_and_the_new_one_opens(client, db):
    found, query = a_draft()
    with transaction():
        nonce = services.renew_preview(db.session.merge(found), now=NOW)
    renewed = f"?preview={token(Purpose.PREVIEW, nonce)}"

    for address in ("/series/guide/", "/series/guide/first/"):
        assert "This link was taken back." in page_of(client, address + query, 410).words
        page_of(client, address + renewed)


def test_once_the_series_is_public_the_link_leads_to_its_public_page(client, db):
    _, query = a_draft()
    saved(a_series(slug="public"))

    for address, old in (("/series/public/", query), ("/series/public/", "?preview=nonsense")):
        response = client.get(address + old)
        assert (response.status_code, response.location) == (302, address)


def test_wrong_tokens_are_counted(make_app, db):
    client = make_app(client_limits="100 per minute").test_client()
    a_draft()

    statuses = [client.get("/series/guide/?preview=wrong").status_code for _ in range(21)]

    assert statuses == [404] * 20 + [429]
