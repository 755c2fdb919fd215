"""Whose link brought a visitor: ``?ref=`` goes along to the registration form, without a cookie."""

from typing import Any

from flask import Flask, has_request_context, request

from webinars.domain.slugs import is_slug

REF = "ref"
# The pages from which visitors find to the form, and the form.
PAGES = {
    "home.show",
    "series.show",
    "webinar.show",
    "practices.index",
    "practices.show",
    "case_studies.index",
    "case_studies.show",
    "sponsors.index",
    "sponsors.show",
    "approach.show",
    "registration.register",
}


def init_app(app: Flask) -> None:
    """Let the links of *app*'s pages carry the ``ref`` of the present address."""
    app.url_defaults(carry)


def carry(endpoint: str, values: dict[str, Any]) -> None:
    """Add the present ``ref`` to *values*, from which the address of *endpoint* is made."""
    if endpoint in PAGES and (ref := given_ref()):
        values.setdefault(REF, ref)


def given_ref() -> str:
    """Return the slug in ``?ref=``; empty when there is none, or something else stands there."""
    ref = request.args.get(REF, "") if has_request_context() else ""
    return ref if is_slug(ref) else ""
