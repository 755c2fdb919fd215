"""The console's pages: none is forgotten, axe finds nothing, nothing is cut off.

They are looked at in one language only: organizers of one installation share one, and what
another language changes is tried on the public pages, which are made of the same pieces.
"""

import pytest

from tests.accessibility.test_places import endpoints_of
from tests.support.audits import audit
from tests.support.browser import accessibility_faults
from tests.support.console import signed_in_page
from tests.support.console_places import AREAS, NOT_PAGES, PLACES

LOOKS = ((360, "light"), (1280, "dark"))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_page_of_the_console_is_in_the_list(app):
    adapter = app.url_map.bind("localhost")
    answering = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and rule.endpoint.startswith(("organize.", "security."))
    }
    looked_at = {name for place in PLACES for name in endpoints_of(adapter, place)}

    assert answering - looked_at - set(NOT_PAGES) == set(), (
        "add these to tests/support/console_areas"
    )
    assert set(NOT_PAGES) - answering == set()
    assert len({place.name for place in PLACES}) == len(PLACES)


@pytest.mark.parametrize("area", AREAS)
def test_axe_finds_nothing_and_nothing_is_cut_off(console_site, visitors, area):
    outside, inside = (visitors.open(reduced_motion="reduce") for _ in range(2))
    signed_in_page(inside, console_site.address)
    # Cookies know no port: whoever is signed in here is another visitor.
    newcomer = visitors.open(reduced_motion="reduce")
    signed_in_page(newcomer, console_site.empty_address)

    found = {}
    for place in AREAS[area]:
        page = outside if place.is_signed_out else newcomer if place.is_empty else inside
        console_site.visit(page, place)
        for number, (width, scheme) in enumerate(LOOKS):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            found[place.name, width] = [
                *accessibility_faults(page, only_looks=number > 0),
                *audit(page, "sideways"),
            ]

    assert {where: faults for where, faults in found.items() if faults} == {}
