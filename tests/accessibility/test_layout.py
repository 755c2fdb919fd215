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


LANGUAGES = ("en", "es")


# Spanish takes more room; where most people go, English is looked at too.
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("area", AREAS)
def test_nothing_is_cut_off_at_any_size(site, visitors, area, language):
    page = visitors.open(language=language, reduced_motion="reduce")
    found = {}
    chosen = [place for place in AREAS[area] if language == "es" or place.is_critical]

    for place in site.tour(page, chosen):
        for width in (360, 768, 1280, 1920):
            resize(page, width)
            found[place.name, f"{width} px"] = audit(page, "sideways")
        # 1280 px at 400 % (WCAG 2.2, 1.4.10), then with text spaced out and enlarged.
        for width, rules in ((320, ""), (320, SPACED_OUT), (640, TWICE_THE_TEXT)):
            resize(page, width)
            style(page, rules)
            found[place.name, rules] = [*audit(page, "sideways"), *audit(page, "cutOff")]

    assert {where: faults for where, faults in found.items() if faults} == {}
