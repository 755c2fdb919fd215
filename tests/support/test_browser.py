"""The test browser itself: what it lets through and what it does not."""

import http.server
import threading
from collections.abc import Iterator

import pytest

from tests.support.browser import Visitors, accessibility_faults

PAGE = (
    '<!doctype html><html lang="{language}"><title>Page</title><main><h1>Page</h1>'
    "<p id=zone></p><noscript>plain</noscript>{more}</main>"
    "<script>zone.textContent = Intl.DateTimeFormat().resolvedOptions().timeZone</script></html>"
)


class Pages(http.server.BaseHTTPRequestHandler):
    """Answers every address with the page; its query is put into it."""

    def do_GET(self) -> None:
        missing = self.path.startswith("/missing")
        language = self.headers["Accept-Language"].split(",")[0]
        mores = {"/broken": "<img src=/missing alt=''>", "/inaccessible": "<img src=/there>"}
        more = mores.get(self.path, "")
        self.send_response(404 if missing else 200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE.format(language=language, more=more).encode())

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_visitor_has_a_language_and_a_time_zone(visitors, site):
    page = visitors.open(site, language="es-MX", time_zone="America/Phoenix")

    assert page.locator("html").get_attribute("lang") == "es-MX"
    assert page.locator("#zone").inner_text() == "America/Phoenix"
    assert "plain" not in page.locator("body").inner_text()


def test_a_visitor_may_run_no_scripts(visitors, site):
    page = visitors.open(site, javascript=False)

    assert page.locator("#zone").inner_text() == ""
    assert "plain" in page.locator("body").inner_text()


def test_a_page_may_answer_that_it_is_missing(visitors, site):
    page = visitors.open(f"{site}/missing")

    assert page.title() == "Page"
    assert visitors.faults == []


def test_a_missing_picture_is_a_fault(browser, site):
    visitors = Visitors(browser)

    visitors.open(f"{site}/broken")

    with pytest.raises(AssertionError, match=f"404: {site}/missing"):
        visitors.close()


def test_axe_names_what_is_inaccessible(visitors, site):
    assert accessibility_faults(visitors.open(site)) == []
    assert accessibility_faults(visitors.open(f"{site}/inaccessible")) == [
        'image-alt: <img src="/there">'
    ]
