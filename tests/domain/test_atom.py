"""Atom documents, read by a parser that knows nothing of ours."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from webinars.domain.atom import Author, Category, Entry, News, atom, tag
from webinars.texts import Wording

MOMENT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def said(text: str, language: str = "en") -> Wording:
    return Wording(text, language, is_fallback=language != "en")


ENTRY = Entry(
    id="tag:example.org,2026-03-02:webinar-1",
    title=said("Cats & <dogs>"),
    summary="In short.",
    content="<p>At <em>length</em> &amp; so on.</p>",
    language="en",
    page="https://example.org/series/a/b/",
    author=Author("Alice", "https://example.org/sponsors/alice/"),
    published_at=MOMENT,
    updated_at=MOMENT + timedelta(days=1),
    categories=(Category("lead", "https://example.org/practices/", "Lead “well”"),),
)
NEWS = News(
    id="tag:example.org,2026-01-01:webinars",
    title=said("News"),
    subtitle=said(""),
    language="en",
    address="https://example.org/feed.atom?lang=en",
    page="https://example.org/",
    author=Author("The site", None),
    updated_at=MOMENT,
    entries=[ENTRY],
)


def test_a_feed_says_who_it_is_and_what_it_is_about():
    feed = ET.fromstring(atom(NEWS))

    assert feed.tag == f"{ATOM}feed"
    assert feed.attrib == {LANGUAGE: "en"}
    assert [child.tag.removeprefix(ATOM) for child in feed] == [
        "id", "title", "updated", "author", "link", "link", "entry",
    ]  # fmt: skip
    assert feed.findtext(f"{ATOM}updated") == "2026-03-02T15:00:00Z"
    assert [link.attrib for link in feed.findall(f"{ATOM}link")] == [
        {
            "rel": "self",
            "type": "application/atom+xml",
            "href": "https://example.org/feed.atom?lang=en",
        },
        {"rel": "alternate", "type": "text/html", "href": "https://example.org/"},
    ]


def test_an_entry_carries_its_html_as_text():
    entry = ET.fromstring(atom(NEWS)).find(f"{ATOM}entry")

    assert entry.attrib == {}
    assert {child.tag.removeprefix(ATOM): child.text for child in entry if child.text} == {
        "id": "tag:example.org,2026-03-02:webinar-1",
        "title": "Cats & <dogs>",
        "published": "2026-03-02T15:00:00Z",
        "updated": "2026-03-03T15:00:00Z",
        "summary": "In short.",
        "content": "<p>At <em>length</em> &amp; so on.</p>",
    }
    assert entry.find(f"{ATOM}content").attrib == {"type": "html"}
    assert entry.find(f"{ATOM}category").attrib == {
        "term": "lead",
        "scheme": "https://example.org/practices/",
        "label": "Lead “well”",
    }
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Alice"


def test_what_is_in_another_language_says_so():
    entry = replace(ENTRY, language="es", title=said("Cats"))

    found = ET.fromstring(atom(replace(NEWS, entries=[entry]))).find(f"{ATOM}entry")

    assert found.get(LANGUAGE) == "es"
    assert found.find(f"{ATOM}title").get(LANGUAGE) == "en"


@given(st.text())
def test_any_text_makes_a_document_that_can_be_read(text):
    entry = replace(ENTRY, title=said(text), summary=text, content=text)
    news = replace(NEWS, title=said(text), author=Author(text, None), entries=[entry])

    feed = ET.fromstring(atom(news))

    assert len(feed.findall(f"{ATOM}entry")) == 1
    kept = "".join(one for one in text if one >= " " and one not in "\ufffe\uffff")
    title = feed.findtext(f"{ATOM}title")
    assert "".join(one for one in title if one >= " ") == kept


def test_equal_news_are_equal_bytes():
    assert atom(NEWS) == atom(replace(NEWS))


def test_a_tag_names_the_host_and_the_day():
    assert tag("example.org", MOMENT, "webinar-1") == "tag:example.org,2026-03-02:webinar-1"
