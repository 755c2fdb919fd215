"""Colours of a screen, and how well one can be told from another (WCAG 2.2)."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

TEXT_RATIO = 4.5
"""What text needs on its ground (WCAG 2.2, 1.4.3)."""
PIECE_RATIO = 3.0
"""What a control, or the ring around it, needs beside its ground (WCAG 2.2, 1.4.11)."""
_WRITTEN = re.compile(r"#[0-9a-f]{6}", re.ASCII | re.IGNORECASE)
_STEPS = 100


@dataclass(frozen=True)
class Colour:
    """An opaque sRGB colour; each part is from 0 to 255."""

    red: int
    green: int
    blue: int

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"


def parse(text: str) -> Colour:
    """Return the colour written as ``#rrggbb``; raises ValueError for anything else."""
    if not _WRITTEN.fullmatch(text):
        raise ValueError(text)
    red, green, blue = bytes.fromhex(text[1:])
    return Colour(red, green, blue)


BLACK = Colour(0, 0, 0)
WHITE = Colour(255, 255, 255)


def luminance(colour: Colour) -> float:
    """Return the relative luminance as WCAG 2.2 defines it, from 0 to 1."""
    red, green, blue = (_linear(part / 255) for part in (colour.red, colour.green, colour.blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio as WCAG 2.2 defines it, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def written_ratio(ratio: float) -> str:
    """Return *ratio* for people, cut off after two digits: what fails never looks like a pass."""
    return f"{math.floor(ratio * 100) / 100:.2f}:1"


def mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """Return *colour* with this *share*, from 0 to 1, of *other*."""
    return Colour(
        _between(colour.red, other.red, share),
        _between(colour.green, other.green, share),
        _between(colour.blue, other.blue, share),
    )


def is_seen(colour: Colour, grounds: Iterable[Colour], ratio: float) -> bool:
    """Whether *colour* reaches *ratio* on every one of *grounds*."""
    return all(contrast(colour, ground) >= ratio for ground in grounds)


def moved(
    colour: Colour, towards: Colour, *, grounds: Iterable[Colour], ratio: float
) -> Colour | None:
    """Return *colour*, moved as little *towards* another as reaches *ratio* on all *grounds*.

    None when not even the other one does.
    """
    known = tuple(grounds)
    shades = (mixed(colour, towards, step / _STEPS) for step in range(_STEPS + 1))
    return next((shade for shade in shades if is_seen(shade, known, ratio)), None)


def clearest(ground: Colour) -> Colour:
    """Return black or white, whichever has more contrast on *ground*: never less than 4.58:1."""
    return max((WHITE, BLACK), key=lambda pole: contrast(pole, ground))


def nearest_seen(colour: Colour, ground: Colour, ratio: float) -> Colour:
    """Return the shade of *colour* nearest to it that has *ratio*, at most 4.58, on *ground*."""
    shades = (moved(colour, pole, grounds=[ground], ratio=ratio) for pole in (BLACK, WHITE))
    return min((shade for shade in shades if shade), key=lambda shade: _distance(shade, colour))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _between(one: int, other: int, share: float) -> int:
    return round(one + (other - one) * share)


def _distance(one: Colour, other: Colour) -> float:
    return math.dist((one.red, one.green, one.blue), (other.red, other.green, other.blue))
