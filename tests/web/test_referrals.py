"""Whose link brought a visitor is known when the visitor registers, and nowhere else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import a_case_study, a_practice, a_series, a_sponsor, a_webinar, saved
from tests.support.html import page_of
from tests.web.people import ana
from webinars.clock import utcnow
from webinars.models import Registration

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

REGISTER = "/series/guide/register"


@pytest.fixture
def guide(db):
    practice = a_practice(slug="share")
    case_study = a_case_study(slug="zones", practices=[practice])
    gare = a_sponsor(slug="gare")
    series = a_series(slug="guide", co_sponsors=[gare])
    webinar = a_webinar(
        slug="one", series=series, practices=[practice], starts_at=utcnow() + timedelta(days=7)
    )
    return saved(webinar, case_study).series


@pytest.mark.parametrize(
    ("address", "registering"),
    [
        ("/series/guide/", f"{REGISTER}?ref=gare"),
        ("/series/guide/one/", f"{REGISTER}?webinars=one&ref=gare"),
    ],
)
def test_the_way_to_the_form_keeps_whose_link_it_was(client, guide, address, registering):
    assert registering in page_of(client, f"{address}?ref=gare").links
    assert registering.replace("?ref=gare", "").replace("&ref=gare", "") in (
        page_of(client, address).links
    )


@pytest.mark.parametrize(
    ("address", "onwards"),
    [
        ("/", "/series/guide/"),
        ("/series/guide/", "/series/guide/one/"),
        ("/series/guide/", "/practices/share/"),
        ("/practices/share/", "/series/guide/one/"),
        ("/case-studies/zones/", "/series/guide/one/"),
        ("/sponsors/gare/", "/series/guide/"),
    ],
)
def test_visitors_may_look_around_before(client, guide, address, onwards):
    assert f"{onwards}?ref=gare" in page_of(client, f"{address}?ref=gare").links


def test_the_language_may_be_changed_on_the_way(client, guide):
    page = page_of(client, "/series/guide/?ref=gare")

    assert "/series/guide/?ref=gare&lang=es" in page.links


def test_feeds_pictures_and_the_canonical_address_are_everybodys(client, guide):
    page = page_of(client, "/series/guide/?ref=gare")

    [canonical] = [link["href"] for link in page.all("link") if link.get("rel") == "canonical"]
    assert canonical.endswith("/series/guide/")
    assert not [link for link in page.links if "calendar" in link and "ref" in link]
    assert not [image for image in page.all("img") if "ref=" in image["src"]]


@pytest.mark.parametrize("ref", ["", "A", "a/b", "a b", "a%0Ab", "%22%3E", "a" * 81])
def test_what_is_no_slug_is_not_carried_on(client, guide, ref):
    links = page_of(client, f"/series/guide/?ref={ref}").links

    assert REGISTER in links
    assert not [link for link in links if "ref=" in link and "lang=" not in link]


def test_a_registration_remembers_whose_link_it_was(client, db, guide):
    way = [link for link in page_of(client, "/series/guide/?ref=gare").links if REGISTER in link]

    answer = client.submit(way[0], ana(webinars=["one"]))

    assert answer.status_code == 303
    assert db.session.scalars(select(Registration.ref)).all() == ["gare"]


def test_the_page_by_a_co_sponsors_link_is_kept_apart_from_the_plain_one(app, client, guide):
    by_link = client.get("/series/guide/?ref=gare")
    assert len(app.extensions["webinars.pages"]) == 1

    plain = client.get("/series/guide/")

    assert b"ref=gare" in by_link.data
    assert b"ref=gare" not in plain.data


@pytest.mark.parametrize(
    "query", ["ref=A", "ref=", "ref=gare&ref=b", "ref=gare&lang=es", "page=2", "ref=gare&x"]
)
def test_pages_by_other_addresses_are_not_kept(app, client, guide, query):
    assert client.get(f"/series/guide/?{query}").status_code == 200

    assert len(app.extensions["webinars.pages"]) == 0
