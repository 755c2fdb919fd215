"""QR codes (ISO/IEC 18004) of addresses: as SVG that styles nothing, and as PNG."""

from functools import lru_cache
from io import BytesIO

import segno

# Up to 15 in 100 of the code may be damaged, as a corner of a poster often is.
ERROR_LEVEL = "m"
# The white margin that scanners need, in modules.
QUIET_ZONE = 4
PIXELS_OF_A_MODULE = 16
DOTS_PER_INCH = 300
DARK, LIGHT = "#000", "#fff"
KEPT = 256


@lru_cache(maxsize=KEPT)
def svg(address: str, title: str, *, is_file: bool = False) -> str:
    """Return the code of *address* as one ``<svg>``, as large as its place, called *title*.

    Attributes alone give its colours, so that no policy against inline styles is broken. As a
    file of its own it names its namespace.
    """
    drawn = BytesIO()
    _code(address).save(
        drawn,
        kind="svg",
        border=QUIET_ZONE,
        dark=DARK,
        light=LIGHT,
        title=title,
        omitsize=True,
        xmldecl=is_file,
        svgns=is_file,
        svgclass=None,
        lineclass=None,
        nl=is_file,
    )
    return drawn.getvalue().decode("utf-8")


@lru_cache(maxsize=KEPT)
def png(address: str) -> bytes:
    """Return the code of *address* as a black and white picture, sharp in print."""
    picture = BytesIO()
    _code(address).save(
        picture,
        kind="png",
        border=QUIET_ZONE,
        scale=PIXELS_OF_A_MODULE,
        dpi=DOTS_PER_INCH,
        dark=DARK,
        light=LIGHT,
    )
    return picture.getvalue()


def modules(address: str) -> int:
    """Return how many modules the code of *address* is wide, its white margin counted."""
    return int(_code(address).symbol_size(border=QUIET_ZONE)[0])


def _code(address: str) -> segno.QRCode:
    # A higher level is taken where it costs no room.
    return segno.make_qr(address, error=ERROR_LEVEL, boost_error=True)
