import pytest

from webinars.domain.colours import (
    BLACK,
    WHITE,
    Colour,
    clearest,
    contrast,
    luminance,
    mixed,
    moved,
    nearest_seen,
    parse,
    written_ratio,
)


def test_a_colour_is_read_and_written():
    assert parse("#0b5d3b") == Colour(11, 93, 59)
    assert str(parse("#0B5D3B")) == "#0b5d3b"


@pytest.mark.parametrize("text", ["", "0b5d3b", "#fff", "#0b5d3", "#0b5d3bff", "green", "#0b5d3g"])
def test_nothing_else_is_a_colour(text):
    with pytest.raises(ValueError, match=f"^{text}$"):
        parse(text)


@pytest.mark.parametrize(
    ("colour", "expected"),
    [("#000000", 0), ("#ffffff", 1), ("#ff0000", 0.2126), ("#00ff00", 0.7152), ("#808080", 0.2159)],
)
def test_the_luminance_is_that_of_wcag(colour, expected):
    assert luminance(parse(colour)) == pytest.approx(expected, abs=0.0001)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#ffffff", "#000000", "21.00:1"),
        ("#777777", "#ffffff", "4.47:1"),
        ("#767676", "#ffffff", "4.54:1"),
        ("#949494", "#ffffff", "3.03:1"),
        ("#0000ff", "#ffffff", "8.59:1"),
        ("#123456", "#123456", "1.00:1"),
    ],
)
def test_the_contrast_is_that_of_wcag_whichever_comes_first(one, other, expected):
    assert written_ratio(contrast(parse(one), parse(other))) == expected
    assert written_ratio(contrast(parse(other), parse(one))) == expected


def test_a_ratio_that_falls_short_never_looks_as_if_it_did_not():
    assert written_ratio(2.9999) == "2.99:1"


def test_a_mixture_lies_between_its_parts():
    assert mixed(BLACK, WHITE, 0) == BLACK
    assert mixed(BLACK, WHITE, 1) == WHITE
    assert str(mixed(BLACK, parse("#ff8000"), 0.5)) == "#804000"


def test_a_colour_is_moved_no_further_than_needed():
    yellow = parse("#ffd166")

    seen = moved(yellow, BLACK, grounds=[WHITE], ratio=4.5)

    assert 4.5 <= contrast(seen, WHITE) < 4.7
    assert moved(seen, BLACK, grounds=[WHITE], ratio=4.5) == seen
    assert moved(yellow, WHITE, grounds=[WHITE], ratio=4.5) is None


def test_black_or_white_can_be_read_on_every_grey():
    worst = min(
        contrast(clearest(ground), ground)
        for ground in (Colour(part, part, part) for part in range(256))
    )

    assert worst > 4.5


def test_the_nearest_shade_may_be_darker_or_lighter():
    grey = parse("#888888")

    darker, lighter = nearest_seen(grey, WHITE, 4.5), nearest_seen(grey, BLACK, 7.0)

    assert luminance(darker) < luminance(grey) < luminance(lighter)
    assert nearest_seen(grey, WHITE, 3.0) == grey
