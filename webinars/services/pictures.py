"""Pictures that people upload: made anew, so that nothing of the file itself is kept."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from webinars.errors import Invalid
from webinars.i18n import gettext
from webinars.services.bundles.logos import BROKEN, MEDIA_TYPES, SIZE_LIMIT, Logo

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 20_000_000
# As large as any page shows a logo, twice for dense screens; smaller where that holds too much.
SIDES = (640, 480, 320, 240)
# Of these the points can be mixed as they are; others are turned into colours first.
MIXABLE = {"RGB", "RGBA", "L", "LA", "CMYK"}


def logo_from_upload(content: bytes, *, field: str) -> Logo:
    """Return the uploaded picture, drawn anew, at most 640 pixels wide and high.

    Only what is seen is kept: no place, no comment, no second file inside. Raises Invalid for
    the form's *field* when it is no PNG, JPEG or WebP, when it moves, or is too large to open.
    """
    if len(content) > MOST_BYTES:
        raise _refused(field, gettext("This file is too large: at most 2 MB."))
    image = _read(content, field)
    for side in SIDES:
        written = _written(image, side)
        if written is not None:
            return written
    raise _refused(
        field, gettext("This picture holds too much detail for a logo. Give a simpler one.")
    )


def _read(content: bytes, field: str) -> Image.Image:
    try:
        image = _opened(content)
        if image is None:
            raise _refused(field, _too_many_pixels())
        # A photograph of a telephone may hold a second one; the first is seen.
        if image.format in {"PNG", "WEBP"} and getattr(image, "is_animated", False):
            raise _refused(field, gettext("This picture moves. Give one that stands still."))
        return _small(image)
    except BROKEN:
        raise _refused(
            field, gettext("This is no picture we can read. Give a PNG, JPEG or WebP file.")
        ) from None


def _opened(content: bytes) -> Image.Image | None:
    """Return the picture before anything is unpacked; None when it claims too many pixels."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(content), formats=list(MEDIA_TYPES))
    except Image.DecompressionBombError:
        return None
    width, height = image.size
    return image if width * height <= MOST_PIXELS else None


def _small(image: Image.Image) -> Image.Image:
    """Return what is seen of *image*, upright; made smaller first, which spares much memory."""
    if image.mode not in MIXABLE or "transparency" in image.info:
        image = image.convert("RGBA")
    image.thumbnail((2 * SIDES[0], 2 * SIDES[0]), Image.Resampling.LANCZOS)
    return ImageOps.exif_transpose(image).convert("RGBA")


def _written(image: Image.Image, side: int) -> Logo | None:
    """Return a new picture of the seen points alone; None when its file would be too large.

    Drawings are smallest as PNG, photographs as JPEG, or as WebP where one looks through them.
    """
    small = image.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    bare = Image.frombytes("RGBA", small.size, small.tobytes())
    is_opaque = bare.getchannel("A").getextrema() == (255, 255)
    for kind in ("PNG", "JPEG" if is_opaque else "WEBP"):
        file = BytesIO()
        (bare.convert("RGB") if is_opaque else bare).save(file, kind, optimize=True, quality=85)
        if file.tell() <= SIZE_LIMIT:
            return Logo(file.getvalue(), MEDIA_TYPES[kind], *bare.size)
    return None


def _too_many_pixels() -> str:
    return gettext(
        "This picture has more than 20 million pixels. Give a smaller one: a logo needs no more "
        "than 640 × 640."
    )


def _refused(field: str, words: str) -> Invalid:
    return Invalid(words, fields={field: words})
