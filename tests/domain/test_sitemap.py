from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from webinars.domain import sitemap as module
from webinars.domain.sitemap import Listed, sitemap

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
PAGE = Listed("https://example.org/a/", datetime(2026, 3, 2, 15, 0, tzinfo=UTC))


def test_every_version_of_a_page_names_all_of_them():
    urls = ET.fromstring(sitemap([PAGE], ["en", "es"]))

    expected = {
        "x-default": "https://example.org/a/",
        "en": "https://example.org/a/?lang=en",
        "es": "https://example.org/a/?lang=es",
    }
    assert [url.findtext(f"{MAP}loc") for url in urls] == list(expected.values())
    for url in urls:
        assert url.findtext(f"{MAP}lastmod") == "2026-03-02T15:00:00Z"
        links = {link.get("hreflang"): link.get("href") for link in url.findall(LINK)}
        assert links == expected


def test_what_has_no_known_date_has_none():
    [url] = ET.fromstring(sitemap([Listed("https://example.org/b/", None)], []))

    assert url.find(f"{MAP}lastmod") is None


def test_a_file_holds_no_more_than_search_engines_take(monkeypatch):
    monkeypatch.setattr(module, "MOST_ADDRESSES", 10)

    urls = ET.fromstring(sitemap([PAGE] * 9, ["en", "es"]))

    assert len(urls) == 9
