"""The list of our pages for search engines (sitemaps.org, with the languages of each page)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
# The most that one file may hold.
MOST_ADDRESSES = 50_000


@dataclass(frozen=True)
class Listed:
    """A page, by its address without a language, and when it changed last, if that is known."""

    address: str
    changed_at: datetime | None


def sitemap(pages: Iterable[Listed], languages: Sequence[str]) -> bytes:
    """Return the document for *pages*, each listed by itself and once in each language.

    Of more than fit into one file the first are taken.
    """
    urls = Element("urlset", {"xmlns": NAMESPACE, "xmlns:xhtml": XHTML})
    room = MOST_ADDRESSES // (1 + len(languages))
    for _, page in zip(range(room), pages, strict=False):
        versions = list(_versions(page.address, languages))
        for _, address in versions:
            _url(urls, address, page.changed_at, versions)
    document: bytes = tostring(urls, encoding="utf-8", xml_declaration=True)
    return document


def in_language(address: str, language: str) -> str:
    """Return the address of the page at *address* in *language*, whoever asks."""
    return f"{address}?lang={language}"


def _versions(address: str, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield "x-default", address
    for language in languages:
        yield language, in_language(address, language)


def _url(
    urls: Element, address: str, changed_at: datetime | None, versions: list[tuple[str, str]]
) -> None:
    url = SubElement(urls, "url")
    SubElement(url, "loc").text = address
    if changed_at is not None:
        SubElement(url, "lastmod").text = f"{changed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    for language, version in versions:
        SubElement(url, "xhtml:link", rel="alternate", hreflang=language, href=version)
