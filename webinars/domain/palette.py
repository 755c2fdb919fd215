"""An organization's two colours, made into all that the pages need, light and dark.

Only the two are chosen. Everything else follows from them and reaches WCAG 2.2 AA, whatever
they are; the one thing nobody could mend unseen is an accent that is lost on the page's head.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from webinars.domain.colours import (
    BLACK,
    PIECE_RATIO,
    TEXT_RATIO,
    WHITE,
    Colour,
    clearest,
    contrast,
    is_seen,
    mixed,
    moved,
    nearest_seen,
    parse,
)

# Those of the stylesheet: --paper, --raised, --sunk and --problem-ground. A test compares them.
LIGHT_GROUNDS = tuple(map(parse, ("#fffdf9", "#ffffff", "#f7f1e9", "#fdf0ee")))
DARK_GROUNDS = tuple(map(parse, ("#1a111f", "#261a2d", "#21162a", "#3a1a1d")))
# What is written on a colour, unless that asks for plain black or white.
INKS = {WHITE: parse("#fffdf9"), BLACK: parse("#1d1522")}
# A head in darkness leaves white this ratio: brighter ones glare in a dark room.
CALM_RATIO = 8.0
# More than what must be: links between words are read, not only seen.
LINK_RATIO = 6.0
# How far the parts of a link's colour differ at least, lest it looks grey.
COLOURFUL = 60
SOFTNESS = 0.22
LIFT = 0.12


@dataclass(frozen=True)
class Colours:
    """What an organization chooses: the ground of its heads, and what is to be pressed."""

    brand: Colour
    accent: Colour

    @property
    def contrast(self) -> float:
        """How well a button is seen on the head."""
        return contrast(self.brand, self.accent)

    @property
    def are_seen(self) -> bool:
        """Whether a button can be seen on the head."""
        return self.contrast >= PIECE_RATIO

    @property
    def nearest_accent(self) -> Colour:
        """The shade of the accent, nearest to it, that can be seen on the head."""
        return nearest_seen(self.accent, self.brand, PIECE_RATIO)


@dataclass(frozen=True)
class Scheme:
    """The colours of pages in light or in darkness."""

    head: Colour
    head_raised: Colour
    head_ink: Colour
    head_soft: Colour
    head_line: Colour
    accent: Colour
    accent_hover: Colour
    accent_ink: Colour
    accent_edge: Colour
    link: Colour
    focus: Colour

    def tokens(self) -> Mapping[str, Colour]:
        """Return the colours by what the stylesheet calls them."""
        return {
            "night": self.head,
            "night-raised": self.head_raised,
            "night-ink": self.head_ink,
            "night-soft": self.head_soft,
            "night-line": self.head_line,
            "sun": self.accent,
            "sun-hover": self.accent_hover,
            "sun-ink": self.accent_ink,
            "sun-edge": self.accent_edge,
            "link": self.link,
            "focus": self.focus,
        }


@dataclass(frozen=True)
class Palette:
    """An organization's colours on pages in light and in darkness."""

    light: Scheme
    dark: Scheme


def palette(colours: Colours) -> Palette:
    """Return the palette of *colours*; a lost accent is moved until it is seen."""
    return Palette(
        light=_scheme(colours, LIGHT_GROUNDS, pole=BLACK),
        dark=_scheme(_in_darkness(colours), DARK_GROUNDS, pole=WHITE),
    )


def _in_darkness(colours: Colours) -> Colours:
    """Return the two for dark pages: a bright brand changes places with a calm accent."""
    if _is_calm(colours.brand):
        return colours
    if _is_calm(colours.accent):
        return Colours(brand=colours.accent, accent=colours.brand)
    return Colours(_reached(colours.brand, BLACK, (WHITE,), CALM_RATIO), colours.accent)


def _is_calm(head: Colour) -> bool:
    return is_seen(head, [WHITE], CALM_RATIO)


def _scheme(colours: Colours, grounds: tuple[Colour, ...], *, pole: Colour) -> Scheme:
    """Return the scheme of pages with these *grounds*, on which *pole* is clearest."""
    head = colours.brand
    ink = _ink(head)
    raised = _raised(head, ink)
    accent = nearest_seen(colours.accent, head, PIECE_RATIO)
    accent_ink = _ink(accent)
    return Scheme(
        head=head,
        head_raised=raised,
        head_ink=ink,
        head_soft=_soft((head, raised), ink),
        head_line=mixed(raised, ink, LIFT),
        accent=accent,
        accent_hover=_hover(accent, accent_ink, head),
        accent_ink=accent_ink,
        accent_edge=_reached(accent, pole, grounds, PIECE_RATIO),
        link=_link(colours, grounds, pole),
        focus=_reached(accent, pole, grounds, PIECE_RATIO),
    )


def _link(colours: Colours, grounds: tuple[Colour, ...], pole: Colour) -> Colour:
    """Return a shade of the brand for links; of the accent when only that still looks coloured."""
    brand, accent = (
        _reached(colour, pole, grounds, LINK_RATIO) for colour in (colours.brand, colours.accent)
    )
    return brand if _chroma(brand) >= min(COLOURFUL, _chroma(accent)) else accent


def _chroma(colour: Colour) -> int:
    parts = (colour.red, colour.green, colour.blue)
    return max(parts) - min(parts)


def _reached(colour: Colour, pole: Colour, grounds: tuple[Colour, ...], ratio: float) -> Colour:
    """Return *colour*, moved towards *pole* until it is seen on *grounds*; else *pole*."""
    return moved(colour, pole, grounds=grounds, ratio=ratio) or pole


def _ink(ground: Colour) -> Colour:
    """Return what is written on *ground*, light or dark."""
    pole = clearest(ground)
    return _reached(INKS[pole], pole, (ground,), TEXT_RATIO)


def _soft(grounds: tuple[Colour, ...], ink: Colour) -> Colour:
    """Return a softer *ink*, as far as *grounds* leave room for one."""
    return _reached(mixed(ink, grounds[0], SOFTNESS), ink, grounds, TEXT_RATIO)


def _raised(ground: Colour, ink: Colour) -> Colour:
    """Return what stands out a little from *ground* and bears the same *ink*."""
    lifted = mixed(ground, ink, LIFT)
    if is_seen(ink, [lifted], TEXT_RATIO):
        return lifted
    return mixed(ground, BLACK if clearest(ground) == WHITE else WHITE, LIFT)


def _hover(accent: Colour, ink: Colour, head: Colour) -> Colour:
    """Return *accent* while a pointer is over it: another shade, where one keeps what it needs."""
    shades = (mixed(accent, pole, LIFT) for pole in (WHITE, BLACK))
    return next(
        (
            shade
            for shade in shades
            if is_seen(ink, [shade], TEXT_RATIO) and is_seen(shade, [head], PIECE_RATIO)
        ),
        accent,
    )
