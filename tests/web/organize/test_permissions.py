"""Every page of the console lets in whom it may, and nobody else.

The walk takes all routes there are: a page that is added is tried without being named here.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support.console import an_account, sign_in
from tests.support.console_walk import PREFIX, WRITING, Route, routes
from tests.support.queries import counted_queries
from tests.support.web import HiddenFields, Visitor
from webinars.domain.permissions import may
from webinars.extensions import db as database
from webinars.models import Series, User
from webinars.web.organize.access import Scope

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

# What an owner is not shown at the example's address, and why.
NOT_SHOWN = {
    "organize.deliveries.retry_all": "which mails are meant stands in the address",
    "organize.deliveries.give_up_all": "which mails are meant stands in the address",
    "organize.held.show": "no form is held",
    "organize.account.remove_passkey": "the owner has no passkey",
    "organize.account.remove_app": "the owner has no authenticator",
}
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def send(client: Visitor, address: str, method: str) -> int:
    """Ask for the address, with the token of a page of the console; return the status."""
    if method not in WRITING:
        return client.open(address, method=method).status_code
    answer = client.open(address, method=method, data=token(client), follow_redirects=True)
    return answer.status_code


def token(client: Visitor) -> dict[str, str]:
    """What a page of the console sends along."""
    fields = HiddenFields(client.get("/organize/account/").text).fields
    return {"csrf_token": fields["csrf_token"]}


def series_called(slug: str) -> Series:
    return database.session.scalars(select(Series).where(Series.slug == slug)).one()


def people() -> dict[str, User]:
    """Who must be kept out of something; each is somebody in one series only."""
    guide, other = series_called("guide"), series_called("full")
    return {
        "viewer": an_account("viewer", guide),
        "assistant": an_account("assistant", guide),
        "organizer": an_account("organizer", guide),
        "organizer of another series": an_account("organizer", other),
        "stranger": an_account("stranger"),
    }


def expected(route: Route, user: User, guide: Series) -> set[int] | None:
    """The statuses of a refusal; None where the person is let in."""
    assert route.scope is not None
    if route.scope is Scope.ACCOUNT:
        return None
    assert route.permission is not None
    if route.scope is Scope.INSTALLATION:
        return None if may(user, route.permission) else {403}
    is_member = any(member.series_id == guide.id for member in user.memberships)
    if not is_member:
        return {404}
    return None if may(user, route.permission, guide.id) else {403}


def requests_to(app: Flask) -> Iterator[tuple[Route, str, str]]:
    for route in routes(app):
        for method in sorted(route.methods):
            yield route, method, route.address(app)


def test_every_view_says_what_it_asks_for(app):
    views = list(routes(app))

    assert [route.rule.rule for route in views if not isinstance(route.scope, Scope)] == []
    for route in views:
        in_series = route.scope is Scope.SERIES
        assert in_series == ("series" in route.arguments), route.rule.rule
        assert (route.permission is None) == (route.scope is Scope.ACCOUNT), route.rule.rule


def test_signed_out_one_sees_and_does_nothing(furnished):
    client = furnished.client
    answers = {
        f"{method} {address}": (answer.status_code, answer.location or "")
        for _, method, address in requests_to(furnished.app)
        for answer in [client.open(address, method=method)]
    }

    wrong = {
        where: (status, location)
        for where, (status, location) in answers.items()
        if status != 303 or not location.startswith(f"{PREFIX}login")
    }
    assert wrong == {}


def test_each_role_is_kept_out_of_what_it_may_not(furnished):
    guide, wrong = series_called("guide"), {}
    for name, user in people().items():
        client = furnished.app.test_client()
        sign_in(client, user)
        for route, method, address in requests_to(furnished.app):
            refusal = expected(route, user, guide)
            if refusal is None and method in WRITING:
                # It would be done: the areas' own tests see that it works.
                continue
            status = send(client, address, method)
            is_right = status in refusal if refusal else status not in {401, 403, 500}
            if not is_right:
                wrong[f"{name}: {method} {address}"] = (status, refusal)

    assert wrong == {}


def test_an_owner_gets_everywhere_and_looking_changes_nothing(furnished):
    client = furnished.client
    sign_in(client, an_account())

    statuses, writing = {}, {}
    for route, method, address in requests_to(furnished.app):
        if method == "GET":
            with counted_queries() as statements:
                statuses[route.endpoint] = client.get(address).status_code
            written = [one for one in statements if one.lstrip().upper().startswith(WRITES)]
            if written:
                writing[address] = written

    assert writing == {}
    unseen = {name: status for name, status in statuses.items() if status not in {200, 302, 303}}
    forgotten = {name: unseen[name] for name in unseen if name not in NOT_SHOWN}
    assert forgotten == {}, f"give examples of what is there, or say why not: {forgotten}"


def test_what_belongs_to_another_series_is_not_found_under_ones_own(furnished):
    client = furnished.client
    sign_in(client, an_account())

    found = {}
    for route in routes(furnished.app):
        if route.names_an_object:
            for method in sorted(route.methods):
                address = route.address(furnished.app, series="full")
                found[f"{method} {address}"] = send(client, address, method)

    assert {where: status for where, status in found.items() if status != 404} == {}


def test_other_methods_and_headers_that_ask_for_them_do_nothing(furnished):
    client = furnished.client
    sign_in(client, an_account())
    overriding = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")

    wrong = {}
    for route in routes(furnished.app):
        address = route.address(furnished.app)
        others = {"PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "POST", "GET"} - route.methods
        for method in others:
            status = client.open(address, method=method).status_code
            if status not in {405, 404, 308}:
                wrong[f"{method} {address}"] = status
        if "GET" in route.methods:
            with counted_queries() as statements:
                client.get(address, headers=dict.fromkeys(overriding, "POST"))
            if any(one.lstrip().upper().startswith(WRITES) for one in statements):
                wrong[address] = "was written"

    assert wrong == {}


def test_forms_of_other_sites_are_refused(furnished):
    client = furnished.client
    sign_in(client, an_account())
    sent = token(client)
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}

    statuses = {
        address: client.post(address, headers=foreign, data=sent).status_code
        for route, method, address in requests_to(furnished.app)
        if method == "POST"
    }

    assert {address: status for address, status in statuses.items() if status != 403} == {}
