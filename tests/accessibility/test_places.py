"""No page is forgotten: what the application answers with is looked at."""

from collections import defaultdict

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from tests.support.places import AREAS, NOT_PAGES, PLACES, Place

# Addresses do not depend on the database.
ON_ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def endpoint(adapter: MapAdapter, path: str) -> str | None:
    """What answers at *path*; None where nothing does."""
    try:
        return adapter.match(path.partition("?")[0])[0]
    except HTTPException:
        return None


def endpoints_of(adapter: MapAdapter, place: Place) -> set[str | None]:
    address = place.address.format_map(defaultdict(lambda: "1"))
    return {endpoint(adapter, address), endpoint(adapter, place.end())}


def is_no_page(name: str) -> bool:
    return name in NOT_PAGES or f"{name.partition('.')[0]}." in NOT_PAGES


@ON_ONE_DATABASE
def test_every_page_is_in_the_list(app):
    adapter = app.url_map.bind("localhost")
    answering = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    looked_at = {name for place in PLACES for name in endpoints_of(adapter, place)}

    missing = {name for name in answering - looked_at if not is_no_page(name)}

    assert missing == set(), "add these to AREAS or NOT_PAGES in tests/support/places.py"


@ON_ONE_DATABASE
def test_what_is_no_page_is_there_and_not_looked_at(app):
    adapter = app.url_map.bind("localhost")
    answering = {rule.endpoint for rule in app.url_map.iter_rules()}
    blueprints = {f"{name.partition('.')[0]}." for name in answering}
    looked_at = {name for place in PLACES for name in endpoints_of(adapter, place) if name}

    assert set(NOT_PAGES) <= answering | blueprints
    assert {name for name in looked_at if is_no_page(name)} == set()


def test_every_place_has_a_name_of_its_own():
    assert len({place.name for place in PLACES}) == len(PLACES)
    assert {place.name for area in AREAS.values() for place in area if place.is_critical} == {
        "the sample series",
        "register",
        "register, errors",
        "own page",
    }
