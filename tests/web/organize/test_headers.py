"""Every answer of the console stays private: no cache, no index, no referrer, nothing from afar."""

import pytest

from tests.support.console import an_account, sign_in
from tests.support.console_walk import routes

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


# A mail brings its own styles; nothing else of it is let in, and no script.
MAILS_STYLES = "style-src 'self' 'unsafe-inline'", "style-src 'unsafe-inline'"


def faults(answer) -> list[str]:
    headers = answer.headers
    wanted = {
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    found = [name for name, value in wanted.items() if headers.get(name) != value]
    policy = headers.get("Content-Security-Policy", "")
    for styles in MAILS_STYLES:
        policy = policy.replace(styles, "")
    is_strict = "default-src 'none'" in policy and "unsafe" not in policy
    return found if is_strict else [*found, "Content-Security-Policy"]


def addresses(app) -> list[str]:
    signing_in = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("security.") and "GET" in rule.methods and not rule.arguments
    ]
    console = [route.address(app) for route in routes(app) if "GET" in route.methods]
    return [*console, *signing_in, "/organize/", "/organize/nonsense", "/organize/series/nowhere/"]


@pytest.mark.parametrize("role", ["owner", "stranger", None])
def test_every_answer_stays_private(furnished, role):
    if role is not None:
        sign_in(furnished.client, an_account(role))

    found = {address: faults(furnished.client.get(address)) for address in addresses(furnished.app)}

    assert {address: names for address, names in found.items() if names} == {}


def test_a_refused_form_stays_private(furnished):
    answers = [
        furnished.client.post("/organize/settings/", data={"name": "x"}),
        furnished.client.post("/organize/nonsense"),
        furnished.client.put("/organize/settings/"),
    ]

    assert [faults(answer) for answer in answers] == [[], [], []]
