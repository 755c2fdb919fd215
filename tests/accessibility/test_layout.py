"""Pages hold together when they are enlarged, narrowed, or spaced out."""

import pytest

from tests.support.audits import audit, style
from tests.support.places import AREAS

# WCAG 2.2, 1.4.12.
SPACED_OUT = """
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important;
      word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }
"""
TWICE_THE_TEXT = "html { font-size: 32px; }"


def resize(page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("area", AREAS)
def test_nothing_is_cut_off_at_any_size(site, visitors, area, language):
    page = visitors.open(language=language, reduced_motion="reduce")
    found = {}

    def look(place, what: str) -> None:
        found[place.name, what] = [*audit(page, "sideways"), *audit(page, "cutOff")]

    for place in site.tour(page, AREAS[area]):
        # 1280 px at 400 % (WCAG 2.2, 1.4.10); then as people hold their devices.
        for width in (320, 360, 768, 1280, 1920):
            resize(page, width)
            look(place, f"{width} px")
        resize(page, 320)
        style(page, SPACED_OUT)
        look(place, "text spacing at 320 px")
        resize(page, 1280)
        look(place, "text spacing at 1280 px")
        style(page, TWICE_THE_TEXT)
        look(place, "200 % text at 1280 px")
        resize(page, 640)
        look(place, "200 % text at 640 px")

    assert {where: faults for where, faults in found.items() if faults} == {}
