"""What search engines are told of our pages, and which they are to leave alone."""

from datetime import UTC
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

from tests.factories import (
    a_case_study,
    a_practice,
    a_series,
    a_sponsor,
    a_webinar,
    saved,
)
from tests.support.html import Page
from webinars.clock import utcnow
from webinars.models import SeriesStatus

HOST = "http://127.0.0.1:8000"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SINGLE = {"/", "/practices/", "/case-studies/", "/sponsors/", "/approach/"}


def listed(client):
    """Return each listed path with its date."""
    response = client.get("/sitemap.xml")
    assert (response.status_code, response.content_type) == (200, "application/xml")
    urls = ET.fromstring(response.data)
    return {
        url.findtext(f"{MAP}loc").removeprefix(HOST): url.findtext(f"{MAP}lastmod") for url in urls
    }


def test_an_empty_installation_lists_its_few_pages(client, db):
    found = {path.partition("?")[0] for path in listed(client)}

    assert found >= SINGLE
    assert not any(path.startswith(("/series/", "/me/", "/dev/")) for path in found)


def test_every_public_page_is_listed_in_each_language_and_opens(client, db):
    moment = utcnow().replace(microsecond=0)
    practice = a_practice(slug="lead")
    series = a_series(slug="equity", organizer=a_sponsor(slug="hip"))
    webinar = a_webinar(series=series, slug="one", practices=[practice], updated_at=moment)
    saved(webinar, a_case_study(slug="story"))

    found = listed(client)

    own = {"/series/equity/", "/series/equity/one/", "/practices/lead/", "/case-studies/story/",
           "/sponsors/hip/"}  # fmt: skip
    assert {path.partition("?")[0] for path in found} >= SINGLE | own
    for path in own | SINGLE:
        assert {path, f"{path}?lang=en", f"{path}?lang=es"} <= found.keys()
    changed = f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    assert found["/series/equity/"] == found["/series/equity/one/"] == changed
    for path in found:
        page = Page(client.get(path).text)
        [canonical] = [one["href"] for one in page.all("link") if one["rel"] == "canonical"]
        assert canonical == HOST + path


def test_drafts_are_listed_nowhere(client, db):
    draft = a_series(slug="draft", status=SeriesStatus.DRAFT)
    saved(a_webinar(series=draft, slug="hidden"))

    assert not [path for path in listed(client) if "draft" in path]


def test_an_unchanged_list_is_not_sent_again(client, db):
    first = client.get("/sitemap.xml")

    again = client.get("/sitemap.xml", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


def test_crawlers_may_read_what_is_public_only(client, db):
    response = client.get("/robots.txt")

    assert response.content_type == "text/plain; charset=utf-8"
    robots = RobotFileParser()
    robots.parse(response.text.splitlines())
    assert robots.site_maps() == [f"{HOST}/sitemap.xml"]
    open_to_all = ("/", "/series/equity/", "/feed.atom", "/series/equity/picture-0.png", "/metro/")
    for path in (*open_to_all, "/me/x/calendar.ics", "/series/equity/calendar.ics"):
        assert robots.can_fetch("*", HOST + path)
    for path in ("/join/x", "/unsubscribe/x", "/confirm-address/x", "/dev/inbox/", "/organize/"):
        assert not robots.can_fetch("*", HOST + path)
