"""Forced colours take nothing away, and nothing moves for those who asked for rest."""

import pytest

from tests.support.audits import audit
from tests.support.places import AREAS


@pytest.mark.parametrize("area", AREAS)
def test_forced_colours_leave_edges_marks_and_focus(site, visitors, area):
    page = visitors.open(forced_colors="active", color_scheme="dark", reduced_motion="reduce")

    found = {}
    for place in site.tour(page, AREAS[area]):
        found[place.name] = [
            *audit(page, "forcedColours"),
            *audit(page, "focus"),
            *audit(page, "movement"),
        ]
        page.emulate_media(color_scheme="light")
        found[place.name] += audit(page, "forcedColours")

    assert {where: faults for where, faults in found.items() if faults} == {}


def test_a_chosen_webinar_is_told_apart_in_forced_colours(site, visitors):
    page = visitors.open(f"{site.address}/series/guide/register", forced_colors="active")
    audit(page, "stops")
    cards = page.locator(".choice-card:has([name=webinars])")
    cards.first.locator("input").check()

    chosen, other = (cards.nth(at).evaluate("card => audit.choiceLook(card)") for at in (0, 1))

    assert chosen != other


def test_things_may_move_where_nobody_minds(site, visitors):
    page = visitors.open(f"{site.address}/", reduced_motion="no-preference")

    assert "scrolls smooth" in audit(page, "movement")
