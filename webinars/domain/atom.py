"""News feeds in the Atom format (RFC 4287): equal facts give equal bytes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from webinars.texts import Wording

MEDIA_TYPE = "application/atom+xml"
NAMESPACE = "http://www.w3.org/2005/Atom"
# What XML 1.0, 2.2 allows in no document.
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Author:
    """Who is behind a feed or an entry (RFC 4287, 3.2)."""

    name: str
    uri: str | None


@dataclass(frozen=True)
class Category:
    """What an entry is about, for machines and for people (RFC 4287, 4.2.2)."""

    term: str
    scheme: str
    label: str


@dataclass(frozen=True)
class Entry:
    """One thing to tell, in ``language`` but for what lacks it; ``content`` is HTML."""

    id: str
    title: Wording
    summary: str
    content: str
    language: str
    page: str
    author: Author
    published_at: datetime
    updated_at: datetime
    categories: tuple[Category, ...]


@dataclass(frozen=True)
class News:
    """A feed; ``address`` is its own, ``page`` what it tells of."""

    id: str
    title: Wording
    subtitle: Wording
    language: str
    address: str
    page: str
    author: Author
    updated_at: datetime
    entries: Sequence[Entry]


def tag(host: str, created_at: datetime, name: str) -> str:
    """Return an id for ever (RFC 4151): it says who gave it out, and on which day."""
    return f"tag:{host},{created_at.astimezone(UTC):%Y-%m-%d}:{name}"


def atom(news: News) -> bytes:
    """Return *news* as a document in UTF-8; what XML cannot hold is left out."""
    feed = Element("feed", {"xmlns": NAMESPACE, "xml:lang": news.language})
    _text(feed, "id", news.id)
    _wording(feed, "title", news.title, news.language)
    if news.subtitle.text:
        _wording(feed, "subtitle", news.subtitle, news.language)
    _text(feed, "updated", _moment(news.updated_at))
    _author(feed, news.author)
    SubElement(feed, "link", rel="self", type=MEDIA_TYPE, href=news.address)
    SubElement(feed, "link", rel="alternate", type="text/html", href=news.page)
    for entry in news.entries:
        _entry(feed, entry, news.language)
    document: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return document


def _entry(feed: Element, entry: Entry, language: str) -> None:
    element = SubElement(feed, "entry")
    if entry.language != language:
        element.set("xml:lang", entry.language)
    _text(element, "id", entry.id)
    _wording(element, "title", entry.title, entry.language)
    _text(element, "published", _moment(entry.published_at))
    _text(element, "updated", _moment(entry.updated_at))
    _author(element, entry.author)
    SubElement(element, "link", rel="alternate", type="text/html", href=entry.page)
    for category in entry.categories:
        values = {"term": category.term, "scheme": category.scheme, "label": category.label}
        SubElement(element, "category", {name: _clean(value) for name, value in values.items()})
    _text(element, "summary", entry.summary)
    _text(element, "content", entry.content, type="html")


def _author(parent: Element, author: Author) -> None:
    element = SubElement(parent, "author")
    _text(element, "name", author.name)
    if author.uri:
        _text(element, "uri", author.uri)


def _wording(parent: Element, name: str, wording: Wording, language: str) -> None:
    if wording.language == language:
        _text(parent, name, wording.text)
    else:
        _text(parent, name, wording.text, **{"xml:lang": wording.language})


def _text(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = _clean(text)


def _clean(text: str) -> str:
    return ILLEGAL.sub("", text)


def _moment(moment: datetime) -> str:
    """Return *moment* as RFC 3339 in UTC (RFC 4287, 3.3)."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
