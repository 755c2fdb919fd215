"""Pictures that people upload: made anew, so that nothing of the file itself is kept."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from webinars.errors import Invalid
from webinars.i18n import gettext
from webinars.services.bundles.logos import BROKEN, MEDIA_TYPES, SIZE_LIMIT, Logo

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 20_000_000
# As large as any page shows a logo, twice for dense screens.
LARGEST_SIDE = 640
SMALLER = (640, 480, 320, 240)


def logo_from_upload(content: bytes, *, field: str) -> Logo:
    """Return the uploaded picture, drawn anew as PNG, at most 640 pixels wide and high.

    Only what is seen is kept: no place, no comment, no second file inside. Raises Invalid for
    the form's *field* when it is no PNG, JPEG or WebP, or too large to be opened.
    """
    if len(content) > MOST_BYTES:
        raise _refused(field, gettext("This file is too large: at most 2 MB."))
    image = _opened(content, field)
    for side in SMALLER:
        written = _written(image, side)
        if len(written.content) <= SIZE_LIMIT:
            return written
    raise _refused(
        field, gettext("This picture holds too much detail for a logo. Give a simpler one.")
    )


def _opened(content: bytes, field: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # Its measures are looked at before anything is unpacked.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(content), formats=list(MEDIA_TYPES))
        width, height = image.size
        if width * height > MOST_PIXELS:
            raise _refused(
                field,
                gettext(
                    "This picture has %(width)d × %(height)d pixels. Give a smaller one: "
                    "a logo needs no more than 640 × 640.",
                    width=width,
                    height=height,
                ),
            )
        image.draft("RGB", (LARGEST_SIDE * 2, LARGEST_SIDE * 2))
        return ImageOps.exif_transpose(image).convert("RGBA")
    except BROKEN:
        raise _refused(
            field, gettext("This is no picture we can read. Give a PNG, JPEG or WebP file.")
        ) from None


def _written(image: Image.Image, side: int) -> Logo:
    small = image.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    # A new picture made of the seen points alone: nothing else comes along.
    bare = Image.frombytes("RGBA", small.size, small.tobytes())
    file = BytesIO()
    bare.save(file, format="PNG", optimize=True)
    return Logo(file.getvalue(), MEDIA_TYPES["PNG"], *bare.size)


def _refused(field: str, words: str) -> Invalid:
    return Invalid(words, fields={field: words})
