"""A visitor of our pages without a browser."""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from webinars.extensions import db


class Visitor(FlaskClient):
    """Flask's test client, each request as separate from the test as a real one."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Make the request in an application context of its own.

        Else it would share the test's database session, language and form token. What the
        test has loaded is read again afterwards.
        """
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        if has_app_context():
            db.session.rollback()
        return response

    def submit(
        self,
        address: str,
        form: Mapping[str, Any] | None = None,
        *,
        to: str | None = None,
        **kwargs: Any,
    ) -> TestResponse:
        """Open the page at *address*, fill in *form* and send it there, or to the address *to*.

        The page's hidden fields are sent along, as a browser does.
        """
        page = self.get(address)
        hidden = HiddenFields(page.text).fields
        return self.post(to or address, data={**hidden, **(form or {})}, **kwargs)


class HiddenFields(HTMLParser):
    """The names and values of a page's hidden form fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note each `<input type="hidden" name=… value=…>`."""
        found = dict(attributes)
        if tag == "input" and found.get("type") == "hidden" and found.get("name"):
            self.fields[str(found["name"])] = found.get("value") or ""
