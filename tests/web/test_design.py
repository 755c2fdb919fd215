"""docs/design.md says what site.css does, and what it does can be read by everyone."""

import gzip
import re
from pathlib import Path

import pytest

from tests.support.design import CSS, contrast, dark_tokens, rest, tokens

PAGE = (Path(__file__).parents[2] / "docs" / "design.md").read_text(encoding="utf-8")
PAIR = re.compile(r"\| `(--[\w-]+)` on `(--[\w-]+)` \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|")
PAIRS = PAIR.findall(PAGE)
COLOUR = re.compile(r"#[0-9a-f]{6}")
# Decoration, and the ground of other people's pictures: nothing is read by them.
UNMEASURED = {"--line", "--night-line", "--tile"}
KILOBYTE = 1000


@pytest.mark.parametrize(("one", "other", "least", "light", "dark"), PAIRS)
def test_a_pair_of_colours_has_the_contrast_that_is_said(one, other, least, light, dark):
    measured = [contrast(set_[one], set_[other]) for set_ in (tokens(), dark_tokens())]

    assert [f"{ratio:.1f}" for ratio in measured] == [light, dark]
    assert min(measured) >= float(least) >= 3


def test_every_colour_is_measured():
    colours = {name for name, value in tokens().items() if COLOUR.fullmatch(value)}
    measured = {name for one, other, *_ in PAIRS for name in (one, other)}

    assert colours - measured == UNMEASURED
    # Only the focus, borders and the sun are not text.
    assert {one for one, _, least, *_ in PAIRS if float(least) < 4.5} == {
        "--edge",
        "--focus",
        "--sun",
    }


def test_the_tokens_are_those_that_are_described():
    assert set(re.findall(r"`(--[\w-]+)`", PAGE)) == set(tokens())


def test_dark_names_no_token_that_light_does_not_have():
    assert set(dark_tokens()) == set(tokens())


def test_every_token_is_used():
    css = CSS.read_text(encoding="utf-8")

    assert [name for name in tokens() if f"var({name})" not in css] == []


def test_no_colour_is_written_outside_of_the_tokens():
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", rest()) == []


def test_style_and_scripts_stay_small_over_the_wire():
    scripts = b"".join(path.read_bytes() for path in sorted(CSS.parent.glob("*.js")))

    assert len(gzip.compress(CSS.read_bytes())) < 15 * KILOBYTE
    assert len(gzip.compress(scripts)) < 5 * KILOBYTE
