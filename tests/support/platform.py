"""A stand-in for the video platform that a webinar takes place on."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Room(BaseHTTPRequestHandler):
    """Sends whoever comes to ``/j/1`` on to another host of its own, as platforms do."""

    def do_GET(self) -> None:
        """Answer one visitor."""
        if self.path == "/j/1":
            self.send_response(302)
            self.send_header("Location", f"http://localhost:{self.server.server_port}/room")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Room</title><h1>You are in</h1>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def platform() -> Iterator[str]:
    """Run the platform and give the address of its first page."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Room) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/j/1"
        finally:
            server.shutdown()
            thread.join()
