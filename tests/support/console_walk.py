"""Walks all routes of the console; a new route joins by itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule

from tests.support.console_places import EXAMPLES
from webinars.domain.permissions import Permission
from webinars.web.organize.access import Scope

PREFIX = "/organize/"
# Flask-Security's own pages: to sign in one need not be signed in.
SIGNING_IN = "security"
# Variable parts of addresses that name no object of a series.
NO_OBJECTS = {
    *("series", "person", "role", "kind", "worded"),
    *("nonce", "token", "language", "part", "list"),
}
WRITING = {"POST", "PUT", "PATCH", "DELETE"}


@dataclass(frozen=True)
class Route:
    """One address of the console, with what its view asks for."""

    endpoint: str
    rule: Rule
    methods: frozenset[str]
    scope: Scope | None
    permission: Permission | None

    @property
    def arguments(self) -> set[str]:
        """The names of the variable parts."""
        return set(self.rule.arguments)

    @property
    def names_an_object(self) -> bool:
        """Whether it leads to an object inside a series."""
        others = self.arguments - NO_OBJECTS
        return "series" in self.arguments and bool(others)

    def address(self, app: Flask, **values: object) -> str:
        """The address with the examples filled in, or with *values*."""
        known = {**EXAMPLES, **values}
        missing = self.arguments - known.keys()
        if missing:
            words = f"{self.rule.rule}: name examples for {missing} in tests/support/console_areas"
            raise AssertionError(words)
        adapter = app.url_map.bind("localhost")
        parts = {name: known[name] for name in self.arguments}
        return adapter.build(self.endpoint, parts)


def routes(app: Flask) -> Iterator[Route]:
    """Every route of the console but those for signing in."""
    for rule in app.url_map.iter_rules():
        blueprint = rule.endpoint.partition(".")[0]
        if not rule.rule.startswith(PREFIX) or blueprint == SIGNING_IN:
            continue
        view = app.view_functions[rule.endpoint]
        yield Route(
            rule.endpoint,
            rule,
            frozenset((rule.methods or set()) - {"HEAD", "OPTIONS"}),
            getattr(view, "scope", None),
            getattr(view, "permission", None),
        )
