"""What holds for every page behind a private link."""

import re

import pytest
from sqlalchemy import select

from tests.factories import a_registrant, a_registration, an_enrollment, an_invitation, saved
from tests.support.html import Page
from tests.support.routes import example_values
from tests.web.people import a_guide
from webinars.clock import utcnow
from webinars.database import Base
from webinars.links import Purpose, new_nonce, token
from webinars.models import RevokedToken
from webinars.web.me import bp

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

OTHER_PAGES = {
    Purpose.JOIN: "/join/{}",
    Purpose.ANSWER: "/answer/{}/",
    Purpose.UNSUBSCRIBE: "/unsubscribe/{}",
    Purpose.EMAIL_CHANGE: "/confirm-address/{}",
    Purpose.FEED: "/me/{}/calendar.ics",
}
BENT = {
    "empty": lambda right: "-",
    "short": lambda right: right[:-1],
    "long": lambda right: right + "A",
    "last character": lambda right: right[:-1] + ("A" if right[-1] != "A" else "B"),
    "last bits": lambda right: right[:-1] + chr(ord(right[-1]) ^ 1),
    "first character": lambda right: ("A" if right[0] != "A" else "B") + right[1:],
    "nonce alone": lambda right: right[:22],
    "other case": lambda right: right.swapcase(),
    "not ASCII": lambda right: right[:-1] + "é",
    "NUL": lambda right: right[:-1] + "%00",
    "spaces": lambda right: "%20" + right,
    "very long": lambda right: right * 200,
    "SQL": lambda right: "' OR '1'='1",
}


@pytest.fixture
def ana(client, db):
    """Ana, with a seat, and a new address that waits to be confirmed."""
    registrant = a_registrant(
        name="Ana",
        pending_email="new@example.org",
        email_change_nonce=new_nonce(),
        email_change_asked_at=utcnow(),
    )
    series = a_guide()
    registration = a_registration(registrant=registrant, series=series)
    seat = an_enrollment(series.webinars[0], registration=registration)
    saved(registration, seat, an_invitation(seat, answer_nonce=new_nonce()))
    return registrant


def nonces(registrant):
    return {
        Purpose.MANAGE: registrant.manage_nonce,
        Purpose.FEED: registrant.feed_nonce,
        Purpose.UNSUBSCRIBE: registrant.unsubscribe_nonce,
        Purpose.EMAIL_CHANGE: registrant.email_change_nonce,
        Purpose.ANSWER: registrant.registrations[0].enrollments[0].invitations[0].answer_nonce,
        Purpose.JOIN: registrant.registrations[0].enrollments[0].join_nonce,
    }


def own_pages(app, method):
    """The address patterns below the private link that take *method*."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(f"{bp.name}.") and method in rule.methods
    ]


def address_of(app, rule, method, **values):
    adapter = app.url_map.bind("localhost")
    return adapter.build(rule.endpoint, example_values(rule) | values, method=method)


def everything_stored(db):
    db.session.rollback()
    return {
        table.name: sorted(repr(tuple(row)) for row in db.session.execute(select(table)))
        for table in Base.metadata.sorted_tables
    }


@pytest.mark.parametrize("bend", BENT.values(), ids=BENT)
def test_a_bent_token_opens_nothing(app, client, ana, bend):
    for purpose, nonce in nonces(ana).items():
        bent = bend(token(purpose, nonce))
        if purpose is Purpose.MANAGE:
            addresses = [
                address_of(app, rule, "GET", token="bent").replace("bent", bent)
                for rule in own_pages(app, "GET")
            ]
        else:
            addresses = [OTHER_PAGES[purpose].format(bent)]
        assert {client.get(address).status_code for address in addresses} == {404}


def test_a_token_opens_what_it_is_for_and_nothing_else(client, ana):
    pages = OTHER_PAGES | {Purpose.MANAGE: "/me/{}/"}
    tokens = {purpose: token(purpose, nonce) for purpose, nonce in nonces(ana).items()}

    opened = {
        (purpose, page)
        for purpose, presented in tokens.items()
        for page in pages
        if client.get(pages[page].format(presented)).status_code == 200
    }

    assert opened == {(purpose, purpose) for purpose in pages}


def test_a_token_made_with_another_key_opens_nothing(make_app, client, ana):
    stranger = make_app(secret_key="some other key, long enough too")
    with stranger.app_context():
        forged = token(Purpose.MANAGE, ana.manage_nonce)

    assert client.get(f"/me/{forged}/").status_code == 404


def test_a_revoked_token_says_so_and_how_to_get_another(app, client, db, ana):
    old = new_nonce()
    saved(RevokedToken(nonce=old, purpose=Purpose.MANAGE, revoked_at=utcnow()))

    for rule in own_pages(app, "GET"):
        answer = client.get(address_of(app, rule, "GET", token=token(Purpose.MANAGE, old)))
        assert answer.status_code == 410
        assert "/me/" in Page(answer.text).links


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_changes_nothing(app, client, db, ana, method):
    before = everything_stored(db)
    tokens = {purpose: token(purpose, nonce) for purpose, nonce in nonces(ana).items()}
    known = {"token": tokens[Purpose.MANAGE], "series": "guide", "webinar": "one"}

    for rule in own_pages(app, "GET"):
        client.open(address_of(app, rule, "GET", **known), method=method)
    for purpose, page in OTHER_PAGES.items():
        client.open(page.format(tokens[purpose]), method=method)

    assert everything_stored(db) == before


def test_nothing_is_done_for_a_form_without_a_token(app, client, db, ana):
    before = everything_stored(db)
    known = {"series": "guide", "webinar": "one", "token": token(Purpose.MANAGE, ana.manage_nonce)}
    addresses = [address_of(app, rule, "POST", **known) for rule in own_pages(app, "POST")]
    addresses += [
        page.format(token(purpose, nonces(ana)[purpose]))
        for purpose, page in OTHER_PAGES.items()
        if purpose in {Purpose.JOIN, Purpose.EMAIL_CHANGE}
    ]
    addresses.append(f"/unsubscribe/{token(Purpose.UNSUBSCRIBE, ana.unsubscribe_nonce)}/resume")
    everything = {"name": "Eve", "email": "eve@example.org", "webinars": "two", "wanted": "yes"}

    for address in addresses:
        for form in ({}, everything, everything | {"csrf_token": "stale"}):
            assert client.post(address, data=form).status_code == 400
    assert len(addresses) > 15
    assert everything_stored(db) == before


def test_private_pages_are_kept_out_of_caches_indexes_and_referrers(app, client, ana):
    tokens = {purpose: token(purpose, nonce) for purpose, nonce in nonces(ana).items()}
    known = {"token": tokens[Purpose.MANAGE], "series": "guide", "webinar": "one"}
    addresses = [address_of(app, rule, "GET", **known) for rule in own_pages(app, "GET")]
    addresses += [
        page.format(tokens[purpose])
        for purpose, page in OTHER_PAGES.items()
        if purpose is not Purpose.FEED
    ]

    for address in [*addresses, "/me/", "/me/asked", "/me/renewed", "/me/erased"]:
        answer = client.get(address)
        assert answer.status_code == 200
        told = [answer.headers[name] for name in ("Cache-Control", "Referrer-Policy")]
        assert (*told, answer.headers["X-Robots-Tag"]) == ("no-store", "no-referrer", "noindex")
        foreign = [
            found.get("src") or found.get("href")
            for tag, found in Page(answer.text).elements
            if tag in {"script", "link", "img"}
        ]
        assert all(re.match(r"/(?!/)", found) for found in foreign)
