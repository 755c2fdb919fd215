"""Looking at a place, and what is looked for there; the `.js` files say it to the browser."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.support.places import Place

FOLDER = Path(__file__).parent
PARTS = ("common", "structure", "layout", "focus", "circumstances")
SCRIPT = "\n".join((FOLDER / f"{part}.js").read_text() for part in PARTS)


@dataclass(frozen=True)
class Site:
    """The addresses of the servers, and the words that private addresses are made of."""

    address: str
    empty_address: str
    words: Mapping[str, str]

    def visit(self, page: Page, place: Place) -> Page:
        """Go to *place* and do there what leads into its state."""
        base = self.empty_address if place.is_empty else self.address
        response = page.goto(base + place.path(self.words))
        if place.act is not None:
            with page.expect_navigation() as navigation:
                place.act(page)
            response = navigation.value
        assert response is not None
        assert response.status == place.status, f"{place.name}: {response.status}"
        assert urlsplit(page.url).path == place.end_path(self.words), place.name
        return page

    def tour(self, page: Page, places: Iterable[Place]) -> Iterator[Place]:
        """Visit one place after the other, as somebody who has chosen the browser's language.

        Private pages speak their person's language else.
        """
        language = {"name": "language", "value": page.evaluate("navigator.language")[:2]}
        for place in places:
            page.context.add_cookies([{**language, "url": self.address}])
            self.visit(page, place)
            yield place


def audit(page: Page, name: str) -> list[str]:
    """What the audit *name* finds on the page as it stands."""
    if not page.evaluate("'audit' in window"):
        page.evaluate(SCRIPT)
    found: list[str] = page.evaluate(f"audit.{name}()")
    return found


def style(page: Page, rules: str) -> None:
    """Lay further rules over the page's own."""
    audit(page, "stops")
    page.evaluate("rules => audit.style(rules)", rules)


@dataclass(frozen=True)
class Node:
    """What a screen reader is told of one element."""

    role: str
    name: str
    description: str
    is_invalid: bool


def heard(page: Page) -> list[Node]:
    """Everything on the page as the browser hands it to screen readers."""
    client = page.context.new_cdp_session(page)
    nodes = client.send("Accessibility.getFullAXTree")["nodes"]
    client.detach()
    return [_node(node) for node in nodes if not node["ignored"]]


def _node(node: Mapping[str, Any]) -> Node:
    said = (str(node.get(key, {}).get("value", "")) for key in ("role", "name", "description"))
    properties = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
    return Node(*said, is_invalid=properties.get("invalid") == "true")
