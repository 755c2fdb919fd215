"""A partner's website, on an origin of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class PartnerSite(ThreadingHTTPServer):
    """Answers every address with one page, whose body may be put in later."""

    body = ""

    @property
    def origin(self) -> str:
        """The site by its number; ``other_origin`` is the same site by its name."""
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def other_origin(self) -> str:
        """For browsers another site, with the same pages."""
        return f"http://localhost:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    """Sends the page."""

    def do_GET(self) -> None:
        """Answer one visitor."""
        assert isinstance(self.server, PartnerSite)
        page = (
            '<!doctype html><html lang="en"><title>Partner</title><link rel="icon" href="data:,">'
            f"<h1>Partner</h1><p>Before</p>{self.server.body}<p id='after'>After</p></html>"
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def partner_site() -> Iterator[PartnerSite]:
    """Run a partner's website."""
    with PartnerSite(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
