"""What a page says, read as a person would: its words, its links, its language."""

from html.parser import HTMLParser

from tests.support.web import Visitor

UNREAD = {"script", "style", "title"}
INLINE = {"a", "abbr", "em", "strong", "small", "span", "time", "b", "i", "code", "bdi"}
EMPTY = {"area", "br", "hr", "img", "input", "link", "meta", "option", "wbr"}


class Page(HTMLParser):
    """An HTML page, taken apart."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        # Each open element, and whether what is in it is read.
        self.open: list[tuple[str, bool]] = []
        self.titles: list[str] = []
        self.headings: list[str] = []
        self.pieces: list[str] = []
        self.feed(html)

    @property
    def words(self) -> str:
        """All that is read, with single spaces."""
        return in_one_line(self.pieces)

    @property
    def language(self) -> str:
        """The language that the page says it is in."""
        return self.all("html")[0]["lang"]

    @property
    def title(self) -> str:
        """What stands on the browser's tab."""
        return in_one_line(self.titles)

    @property
    def heading(self) -> str:
        """The first-level heading."""
        return in_one_line(self.headings)

    @property
    def links(self) -> list[str]:
        """Where the page's links lead, in their order."""
        return [found["href"] for tag, found in self.elements if tag == "a" and "href" in found]

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every such element."""
        return [found for name, found in self.elements if name == tag]

    @property
    def is_read(self) -> bool:
        """False inside of what is hidden, or hidden from those who hear the page."""
        return all(read for _, read in self.open)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note the element, and enter it."""
        found = {name: value or "" for name, value in attributes}
        self.elements.append((tag, found))
        self.part(tag)
        if tag not in EMPTY:
            hidden = "hidden" in found or found.get("aria-hidden") == "true"
            self.open.append((tag, tag not in UNREAD and not hidden))

    def handle_endtag(self, tag: str) -> None:
        """Leave the element, and those in it that nobody closed."""
        self.part(tag)
        while self.open and tag in {name for name, _ in self.open}:
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, words: str) -> None:
        """Keep what is read; titles apart."""
        inside = [tag for tag, _ in self.open]
        if "title" in inside:
            self.titles.append(words)
        if self.is_read:
            self.pieces.append(words)
            self.headings += [words] if "h1" in inside else []

    def part(self, tag: str) -> None:
        """Keep words apart that stand in different blocks."""
        if tag not in INLINE:
            self.pieces.append(" ")


def in_one_line(pieces: list[str]) -> str:
    """The pieces, with single spaces."""
    return " ".join("".join(pieces).split())


def page_of(client: Visitor, address: str, status: int = 200) -> Page:
    """The page at *address*, which answers with *status*."""
    response = client.get(address)
    assert response.status_code == status
    return Page(response.text)
