"""The two colours of an organization, and whether one is seen on the other."""

from typing import TypedDict

from webinars.domain.colours import PIECE_RATIO, Colour, parse, written_ratio
from webinars.domain.palette import Colours
from webinars.i18n import gettext
from webinars.services.bundles.shapes import Shape
from webinars.services.bundles.spots import Spot, not_wanted, typed
from webinars.services.bundles.tree import Table


class ColoursValues(TypedDict, total=False):
    """The ground of page heads, and what is to be pressed."""

    brand: Colour
    accent: Colour


def colour(spot: Spot) -> Colour:
    """Take a colour; without quotes YAML would hold it for a comment."""
    wanted = gettext('a colour in quotes, such as "#0b5d3b"')
    text = typed(spot, wanted)
    try:
        return parse(text)
    except ValueError:
        raise not_wanted(text, wanted) from None


COLOURS: Shape[ColoursValues] = Shape(required={"brand": colour, "accent": colour})


def colours(spot: Spot) -> ColoursValues:
    """Take two colours, of which the accent can be seen on the brand's."""
    values = COLOURS.read(spot)
    if "brand" in values and "accent" in values and isinstance(spot.node, Table):
        _, accent = spot.node.entries["accent"]
        chosen = Colours(values["brand"], values["accent"])
        if not chosen.are_seen:
            spot.within(accent, ".accent").note(_lost(chosen))
    return values


def _lost(chosen: Colours) -> str:
    """Say how far the accent is from being seen, and what would be."""
    return gettext(
        "%(accent)s has a contrast of %(ratio)s on %(brand)s; a button needs %(needed)s to be "
        'seen on a page\'s head. The nearest shade that has it is "%(nearest)s".',
        accent=str(chosen.accent),
        ratio=written_ratio(chosen.contrast),
        brand=str(chosen.brand),
        needed=f"{PIECE_RATIO:g}:1",
        nearest=str(chosen.nearest_accent),
    )
