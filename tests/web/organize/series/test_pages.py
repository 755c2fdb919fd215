"""All pages of series and webinars answer."""

from pathlib import Path

import pytest

from tests.support.console import console
from tests.support.console_areas import series as area
from tests.support.installation import furnish

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_all_pages_answer(app, client, db):
    furnish(Path(app.instance_path))
    area.furnish()
    console(client)
    found = {}
    for place in area.PLACES:
        if place.act is None and not place.is_empty:
            found[place.address] = client.get(place.address).status_code
    assert {address: status for address, status in found.items() if status != 200} == {}
