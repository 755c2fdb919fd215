"""axe finds nothing: on no page, in no language, colour scheme or width."""

from itertools import product

import pytest

from tests.support.browser import accessibility_faults
from tests.support.places import AREAS, Place

LANGUAGES = ("en", "es")
SCHEMES = ("light", "dark")
WIDTHS = (360, 768, 1280, 1920)
# By language: every width once, and every pair of language and colour scheme. In the second of
# each only what hangs on width and scheme is asked; the rest was asked of the same page.
PAIRWISE = {
    "en": [(360, "light"), (1280, "dark")],
    "es": [(768, "dark"), (1920, "light")],
}


def circumstances(place: Place, language: str) -> list[tuple[int, str]]:
    """The widths and colour schemes in which *place* is looked at in *language*."""
    return list(product(WIDTHS, SCHEMES)) if place.is_critical else PAIRWISE[language]


def test_every_place_is_seen_in_each_language_scheme_and_width():
    seen = [(language, *pair) for language, pairs in PAIRWISE.items() for pair in pairs]

    assert {width for _, width, _ in seen} == set(WIDTHS)
    assert {(language, scheme) for language, _, scheme in seen} == set(product(LANGUAGES, SCHEMES))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("area", AREAS)
def test_axe_finds_nothing(site, visitors, area, language):
    # A colour on its way to another is none of the two.
    page = visitors.open(language=language, reduced_motion="reduce")

    found = {}
    for place in site.tour(page, AREAS[area]):
        assert page.locator("html").get_attribute("lang") == language
        for number, (width, scheme) in enumerate(circumstances(place, language)):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            found[place.name, width, scheme] = accessibility_faults(page, only_looks=number > 0)

    assert {where: faults for where, faults in found.items() if faults} == {}
