"""What the head of each page says to programs that show links to it."""

import pytest

from tests.factories import (
    a_case_study,
    a_practice,
    a_series,
    a_sponsor,
    a_webinar,
    in_english,
    saved,
)
from tests.support.html import Page
from tests.web.feeds.objects import coming
from webinars.texts import Texts

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HOST = "http://127.0.0.1:8000"
PAGES = (
    "/",
    "/series/equity/",
    "/series/equity/one/",
    "/series/equity/two/",
    "/series/equity/register",
    "/practices/",
    "/practices/lead/",
    "/case-studies/",
    "/case-studies/story/",
    "/sponsors/",
    "/sponsors/hip/",
    "/approach/",
)


@pytest.fixture
def site(db):
    """A row for every kind of page; the two webinars say the same of themselves."""
    title = Texts({"en": "Equity & “Health”", "es": "Equidad"})
    series = a_series(slug="equity", title=title, organizer=a_sponsor(slug="hip"))
    practice = a_practice(slug="lead", name=in_english("Lead"))
    first = coming(series, "one", title=in_english("One"), practices=[practice])
    saved(first, coming(series, "two", starts_at=None), a_case_study(slug="story"))
    return series


def head(client, address):
    """Return what the page's <meta> elements say, by name or property."""
    metas = Page(client.get(address).text).all("meta")
    return {meta.get("property") or meta.get("name"): meta.get("content") for meta in metas}


@pytest.mark.parametrize("address", PAGES)
def test_every_public_page_has_a_preview_with_a_picture(client, site, address):
    found = head(client, address)

    assert found["description"] == found["og:description"]
    assert 10 < len(found["description"]) < 330
    assert found["og:title"]
    assert found["og:type"] == "website"
    assert found["og:site_name"] == "Webinars"
    assert found["og:url"] == HOST + address
    assert (found["og:locale"], found["og:locale:alternate"]) == ("en_US", "es_US")
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["og:image:alt"]
    assert found["twitter:card"] == "summary_large_image"
    assert client.get(found["og:image"].removeprefix(HOST)).content_type == "image/png"


def test_no_two_pages_describe_themselves_alike(client, site):
    described = [head(client, address)["description"] for address in PAGES]

    assert len(set(described)) == len(PAGES)


def test_a_preview_speaks_the_language_of_the_page(client, site):
    found = head(client, "/series/equity/?lang=es&ref=hip")

    assert found["og:title"] == "Equidad"
    assert found["og:url"] == f"{HOST}/series/equity/?lang=es"
    assert (found["og:locale"], found["og:locale:alternate"]) == ("es_US", "en_US")
    assert found["og:image"] != head(client, "/series/equity/?lang=en")["og:image"]


def test_signs_in_texts_are_neither_lost_nor_doubled(client, db):
    hostile = in_english('Cats & "dogs" <b>\n\nMore')
    saved(a_webinar(series=a_series(slug="equity", title=hostile, description=hostile)))

    found = head(client, "/series/equity/")

    assert found["og:title"] == 'Cats & "dogs" <b> More'
    assert found["description"] == 'Cats & "dogs" <b>'


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/series/equity/", "/series/equity/"),
        ("/series/equity/?ref=hip", "/series/equity/"),
        ("/series/equity/?lang=es", "/series/equity/?lang=es"),
        ("/series/equity/?ref=hip&lang=es", "/series/equity/?lang=es"),
        ("/series/equity/?lang=xx", "/series/equity/"),
    ],
)
def test_a_page_has_one_address_for_each_language(client, site, address, canonical):
    page = Page(client.get(address).text)

    links = [one for one in page.all("link") if one["rel"] == "canonical" or "hreflang" in one]
    assert [(one.get("hreflang"), one["href"].removeprefix(HOST)) for one in links] == [
        (None, canonical),
        ("en", "/series/equity/?lang=en"),
        ("es", "/series/equity/?lang=es"),
        ("x-default", "/series/equity/"),
    ]


@pytest.mark.parametrize(
    ("address", "calendar", "news"),
    [
        ("/", "/calendar.ics", None),
        ("/series/equity/", "/series/equity/calendar.ics", "/series/equity/feed.atom?lang=en"),
        (
            "/series/equity/one/",
            "/series/equity/one/calendar.ics",
            "/series/equity/feed.atom?lang=en",
        ),
        ("/practices/lead/", "/practices/lead/calendar.ics", None),
        ("/sponsors/hip/", "/sponsors/hip/calendar.ics", None),
        ("/approach/", None, None),
    ],
)
def test_programs_find_the_feeds_of_a_page(client, site, address, calendar, news):
    page = Page(client.get(address).text)

    found = [
        (one["type"], one["href"].removeprefix(HOST))
        for one in page.all("link")
        if one["rel"] == "alternate" and "type" in one
    ]
    expected = [
        ("text/calendar", calendar),
        ("application/atom+xml", news),
        ("application/atom+xml", "/feed.atom?lang=en"),
    ]
    assert found == [feed for feed in expected if feed[1]]
    assert [client.get(feed).mimetype for _, feed in found] == [kind for kind, _ in found]


@pytest.mark.parametrize("address", ["/me/", "/nonsense/", "/me/nonsense/"])
def test_private_pages_and_errors_have_no_preview(client, db, address):
    found = head(client, address)

    assert found["robots"] == "noindex"
    assert not [name for name in found if name and name.startswith("og:")]


def test_nothing_published_has_a_preview_too(client, db):
    found = head(client, "/")

    assert found["description"].startswith("No series of webinars is announced")
    assert found["og:image"].startswith(f"{HOST}/picture-")
