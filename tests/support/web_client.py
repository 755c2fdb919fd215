"""A visitor without a browser, over real HTTP: cookies, forms, redirects."""

import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode, urljoin

from tests.support.web import HiddenFields


@dataclass(frozen=True)
class Page:
    """What an address answered, after redirects."""

    url: str
    text: str


class WebClient:
    """Keeps its cookies; addresses may be whole or below the server's own."""

    def __init__(self, server: str) -> None:
        self.server = server
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(cookies)

    def get(self, address: str) -> Page:
        """Open a page."""
        return self._open(urllib.request.Request(urljoin(self.server, address)))

    def links(self, address: str) -> list[str]:
        """Open a page and return where its links lead."""
        page = self.get(address)
        return [urljoin(page.url, link) for link in _Links(page.text).found]

    def submit(self, address: str, form: Mapping[str, Any] | None = None) -> Page:
        """Open the page at *address*, fill in *form* with its hidden fields, and send it there."""
        page = self.get(address)
        fields = {**HiddenFields(page.text).fields, **(form or {})}
        data = urlencode(fields, doseq=True).encode()
        return self._open(urllib.request.Request(page.url, data=data))

    def _open(self, request: urllib.request.Request) -> Page:
        with self.opener.open(request, timeout=20) as response:
            return Page(response.url, response.read().decode())


class _Links(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        address = dict(attributes).get("href")
        if tag == "a" and address:
            self.found.append(address)
