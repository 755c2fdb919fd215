"""The keyboard: its place is seen, uncovered, in order, and never trapped."""

import pytest
from playwright.sync_api import Page

from tests.support.audits import audit
from tests.support.places import AREAS, PLACES

CRITICAL = [place for place in PLACES if place.is_critical]


def skips_to_the_content(page: Page) -> list[str]:
    """What is wrong with the first press of Tab on a page that was just opened."""
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.className")
    page.keyboard.press("Enter")
    then = page.evaluate("document.activeElement.localName")
    return [] if (first, then) == ("skip", "main") else [f"skips from {first} to {then}"]


@pytest.mark.parametrize("area", AREAS)
def test_controls_can_be_seen_focused_and_hit(site, visitors, area):
    page = visitors.open(reduced_motion="reduce")

    found = {}
    for place in site.tour(page, AREAS[area]):
        for width, scheme in ((320, "light"), (1280, "dark")):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            found[place.name, width] = [*audit(page, "focus"), *audit(page, "targets")]
    assert {where: faults for where, faults in found.items() if faults} == {}


@pytest.mark.parametrize("area", AREAS)
def test_the_first_key_skips_to_the_content(site, visitors, area):
    page = visitors.open()
    # Forms that come back with errors begin at the summary of what is wrong.
    fresh = [place for place in AREAS[area] if place.act is None]

    found = {place.name: skips_to_the_content(page) for place in site.tour(page, fresh)}

    assert {where: faults for where, faults in found.items() if faults} == {}


def steps(page: Page, key: str, most: int) -> list[int]:
    """Where *key* leads, press by press, as numbers of the page's controls."""
    taken = []
    for _ in range(most):
        page.keyboard.press(key)
        taken.append(page.evaluate("audit.at()"))
        if taken[-1] < 0:
            break
    return taken


@pytest.mark.parametrize("place", CRITICAL, ids=[place.name for place in CRITICAL])
def test_the_tab_key_goes_through_a_page_and_back(site, visitors, place):
    page = site.visit(visitors.open(reduced_motion="reduce"), place)
    audit(page, "stops")
    page.evaluate("document.activeElement.blur(); document.querySelector('.skip').focus()")
    count = page.evaluate("audit.stops().length")

    assert steps(page, "Tab", count + 1) == [*range(1, count), -1]
    assert steps(page, "Shift+Tab", count) == [*reversed(range(count))]
