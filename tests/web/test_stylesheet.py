"""The stylesheet is written for both directions of writing."""

import re
from pathlib import Path

import pytest

from webinars.web import static

STYLES = Path(static.__file__).parents[1] / "static"
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)"
    r"|border-(?:top|bottom)-(?:left|right)-radius|left|right)(?:-\w+)?\s*:"
    r"|(?:float|clear|text-align|caption-side)\s*:\s*(?:left|right)"
)
FOUR_SIDES = re.compile(
    r"(?<![\w-])(margin|padding|inset|border-(?:width|radius|color))\s*:([^;}]*)"
)


def physical(styles: str) -> list[str]:
    """What would stay where it is when the page is turned around."""
    found = [match[0] for match in PHYSICAL.finditer(styles)]
    for match in FOUR_SIDES.finditer(styles):
        sides = re.sub(r"\([^()]*\)", "()", re.sub(r"\([^()]*\)", "()", match[2])).split()
        # Corners go round from the top left, sides from the top.
        pairs = [(0, 1), (2, 3)] if "radius" in match[1] else [(1, 3)]
        if len(sides) == 4 and any(sides[one] != sides[other] for one, other in pairs):
            found.append(match[0])
    return found


@pytest.mark.parametrize("name", sorted(path.name for path in STYLES.glob("*.css")))
def test_nothing_is_left_or_right(name):
    assert physical((STYLES / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "styles",
    [
        "a { margin-left: 1rem }",
        "a{padding-right:0}",
        "a { border-left-color: red }",
        "a { left: 0 }",
        "a { text-align: right }",
        "a { float: left }",
        "a { border-top-left-radius: 1px }",
        "a { padding: 0 1rem 0 0 }",
        "a { border-radius: 0 var(--radius) var(--radius) 0 }",
    ],
)
def test_what_is_left_or_right_is_found(styles):
    assert len(physical(styles)) == 1


def test_what_turns_around_by_itself_is_none():
    assert physical("a { margin-inline-start: 1rem; inset-inline-end: 0; text-align: start }") == []
    assert physical("a { padding: 0 1rem 2px 1rem; border-radius: 1px 1px 0 0 }") == []
