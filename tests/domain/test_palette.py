import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import webinars
from webinars.domain.colours import Colour, contrast, parse
from webinars.domain.palette import DARK_GROUNDS, LIGHT_GROUNDS, Colours, palette

STYLESHEET = Path(webinars.__file__).parent / "static" / "site.css"
TEXT, PIECE = 4.5, 3.0

parts = st.integers(0, 255)
any_colour = st.builds(Colour, parts, parts, parts)


def pair(brand, accent):
    return Colours(parse(brand), parse(accent))


def needs(scheme, grounds):
    """Every two colours that meet on a page, and the ratio they need."""
    yield from (
        (scheme.head_ink, scheme.head, TEXT),
        (scheme.head_soft, scheme.head, TEXT),
        (scheme.head_ink, scheme.head_raised, TEXT),
        (scheme.head_soft, scheme.head_raised, TEXT),
        (scheme.accent_ink, scheme.accent, TEXT),
        (scheme.accent_ink, scheme.accent_hover, TEXT),
        (scheme.accent, scheme.head, PIECE),
        (scheme.accent_hover, scheme.head, PIECE),
    )
    yield from product([scheme.link], grounds, [TEXT])
    yield from product([scheme.focus, scheme.accent_edge], grounds, [PIECE])


def faults(colours):
    made = palette(colours)
    schemes = (("light", made.light, LIGHT_GROUNDS), ("dark", made.dark, DARK_GROUNDS))
    return [
        f"{name}: {one} on {other} has {contrast(one, other):.2f}, not {ratio}"
        for name, scheme, grounds in schemes
        for one, other, ratio in needs(scheme, grounds)
        if contrast(one, other) < ratio
    ]


@given(st.builds(Colours, any_colour, any_colour))
@settings(max_examples=400)
@example(pair("#767676", "#000000"))
@example(pair("#757575", "#ffffff"))
@example(pair("#7a7a7a", "#7a7a7a"))
@example(pair("#ffffff", "#949494"))
@example(pair("#000000", "#000000"))
def test_whatever_is_chosen_everything_can_be_read_and_seen(colours):
    assert faults(colours) == []


@given(st.builds(Colours, any_colour, any_colour))
def test_an_accepted_pair_is_shown_as_it_is_in_light(colours):
    light = palette(colours).light

    assert light.head == colours.brand
    assert (light.accent == colours.accent) is colours.are_seen


@given(st.builds(Colours, any_colour, any_colour))
def test_the_suggested_accent_is_accepted(colours):
    assert Colours(colours.brand, colours.nearest_accent).are_seen


@given(any_colour)
def test_a_head_is_never_bright_in_darkness(brand):
    dark = palette(Colours(brand, parse("#ffffff"))).dark

    assert contrast(dark.head, parse("#ffffff")) >= 8


def test_a_bright_brand_and_a_calm_accent_change_places_in_darkness():
    made = palette(pair("#fff3b0", "#12355b"))

    assert (str(made.light.head), str(made.light.accent)) == ("#fff3b0", "#12355b")
    assert (str(made.dark.head), str(made.dark.accent)) == ("#12355b", "#fff3b0")


@pytest.mark.parametrize(
    ("brand", "accent", "light", "dark"),
    [
        ("#0b5d3b", "#ffd166", "#0b5d3b", "#ffd166"),
        ("#fff3b0", "#12355b", "#12355b", "#fff3b0"),
    ],
)
def test_links_are_in_the_shade_that_stays_coloured(brand, accent, light, dark):
    made = palette(pair(brand, accent))

    assert (str(made.light.link), str(made.dark.link)) == (light, dark)


def test_links_are_not_black_where_the_accent_is_coloured():
    link = palette(pair("#14110f", "#e5383b")).light.link

    assert link.red > link.green + 60


@pytest.mark.parametrize(
    ("brand", "accent", "inks"),
    [
        ("#0b5d3b", "#ffd166", ("light", "dark")),
        ("#fff3b0", "#12355b", ("dark", "light")),
        ("#14110f", "#e5383b", ("light", "dark")),
    ],
)
def test_the_ink_is_light_on_dark_and_dark_on_light(brand, accent, inks):
    light = palette(pair(brand, accent)).light

    shades = ["light" if ink.green > 128 else "dark" for ink in (light.head_ink, light.accent_ink)]
    assert tuple(shades) == inks


def test_the_grounds_are_those_of_the_stylesheet():
    style = STYLESHEET.read_text()
    names = ("paper", "raised", "sunk", "problem-ground")

    found = [re.findall(rf"^ *--{name}: (#[0-9a-f]{{6}});", style, re.M)[:2] for name in names]

    assert found == [
        [str(light), str(dark)] for light, dark in zip(LIGHT_GROUNDS, DARK_GROUNDS, strict=True)
    ]


def test_every_token_is_one_of_the_stylesheet():
    style = STYLESHEET.read_text()

    for token in palette(pair("#0b5d3b", "#ffd166")).light.tokens():
        assert f"  --{token}: " in style
