"""The addresses that change something, and whether a foreign page could call them."""

from flask import Flask
from flask_wtf.csrf import CSRFError
from werkzeug.routing import AnyConverter, IntegerConverter, Rule, UUIDConverter

WRITING = {"POST", "PUT", "PATCH", "DELETE"}


def writing_routes(app: Flask) -> list[tuple[str, str]]:
    """Method and address pattern of every route that may change something."""
    return [
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & WRITING)
    ]


def open_to_forgery(app: Flask) -> list[str]:
    """The address patterns that take a form without a token."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & WRITING)
        if not asks_for_token(app, rule, method)
    )


def asks_for_token(app: Flask, rule: Rule, method: str) -> bool:
    """True when a request without a token is refused before it reaches the page."""
    adapter = app.url_map.bind("localhost")
    address = adapter.build(rule.endpoint, example_values(rule), method=method)
    with app.test_request_context(address, method=method):
        try:
            app.preprocess_request()
        except CSRFError:
            return True
    return False


def example_values(rule: Rule) -> dict[str, object]:
    """Something for each variable part of an address."""
    examples = {IntegerConverter: 1, UUIDConverter: "00000000-0000-0000-0000-000000000000"}
    return {
        name: min(converter.items)
        if isinstance(converter, AnyConverter)
        else examples.get(type(converter), "x")  # type: ignore[call-overload]
        for name, converter in rule._converters.items()
    }
