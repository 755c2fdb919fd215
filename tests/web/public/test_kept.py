from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import NOW, a_series, a_sponsor, in_english, saved
from tests.support.html import page_of
from tests.support.queries import counted_queries
from webinars.extensions import transaction
from webinars.models import Series
from webinars.web.feeds.kept import COMMITS
from webinars.web.public.kept import KeptPage, KeptPages

SECOND = timedelta(seconds=1)
MOMENT = timedelta(milliseconds=1)


def a_page(asked_at=NOW) -> KeptPage:
    return KeptPage(b"page", asked_at, COMMITS.count)


@pytest.mark.parametrize(
    ("now", "is_given"),
    [
        (NOW - MOMENT, False),
        (NOW, True),
        (NOW + SECOND - MOMENT, True),
        (NOW + SECOND, False),
    ],
)
def test_a_page_is_given_again_for_a_second(now, is_given):
    pages = KeptPages()
    pages.put("/", a_page(), NOW)

    assert (pages.get("/", now) is not None) == is_given
    assert pages.get("/other", now) is None


def test_pages_that_are_not_fresh_are_forgotten():
    pages = KeptPages()
    pages.put("/old", a_page(), NOW)

    pages.put("/new", a_page(NOW + SECOND), NOW + SECOND)

    assert pages.get("/old", NOW) is None
    assert pages.get("/new", NOW + SECOND) is not None


def queries_of(client, address, **options) -> int:
    with counted_queries() as statements:
        assert client.get(address, **options).status_code == 200
    return len([one for one in statements if one.startswith("SELECT")])


def test_a_page_asked_for_again_costs_no_query_and_is_the_same(client, db):
    saved(a_series(slug="guide"))

    first = client.get("/series/guide/")
    with counted_queries() as statements:
        second = client.get("/series/guide/")

    assert statements == []
    assert second.data == first.data
    assert second.headers == first.headers


def test_what_is_committed_here_is_seen_at_once(client, db):
    saved(a_series(slug="guide", title=in_english("Before")))
    assert page_of(client, "/series/guide/").heading == "Before"

    with transaction():
        series = db.session.scalars(select(Series)).one()
        series.title = in_english("After")

    assert page_of(client, "/series/guide/").heading == "After"


def test_each_language_has_its_own_page(client, db):
    english = client.get("/practices/", headers={"Accept-Language": "en"})
    spanish = client.get("/practices/", headers={"Accept-Language": "es"})

    assert english.headers["Content-Language"] == "en"
    assert spanish.headers["Content-Language"] == "es"
    assert b'<html lang="es"' in spanish.data


def test_who_has_a_session_gets_a_page_made_anew(app, client, db):
    saved(a_series(slug="guide"))
    client.get("/series/guide/")
    with client.session_transaction() as session:
        session["anything"] = True

    assert queries_of(client, "/series/guide/") > 0


@pytest.mark.parametrize("address", ["/nothing/", "/sponsors/hip/logo", "/practices/?page=2"])
def test_neither_errors_nor_pictures_nor_queries_are_kept(app, client, db, address):
    saved(a_sponsor(slug="hip", logo=b"\x89PNG", logo_type="image/png"))

    client.get(address)

    assert len(app.extensions["webinars.pages"]) == 0
