"""The logo of an organization: a small picture, in the file itself or beside it."""

import re
import warnings
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from PIL import Image

from webinars.i18n import gettext
from webinars.models import Sponsor
from webinars.services.bundles.problems import Wrong
from webinars.services.bundles.spots import Spot, not_wanted, typed

SIZE_LIMIT = 100_000
PIXEL_LIMIT = 2000
DIGEST_LENGTH = 12
# Of these alone; an SVG may hold scripts.
MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
# What the decoders of broken pictures raise.
BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, Image.DecompressionBombError)
DATA_URI = re.compile(r"data:(image/[a-z]+);base64,([A-Za-z0-9+/=\s]*)", re.ASCII)
FILE_NAME = re.compile(r"[\w-][\w .-]*\.[A-Za-z]+", re.ASCII)


@dataclass(frozen=True)
class Logo:
    """The bytes of a picture, their media type, and its measures in pixels."""

    content: bytes
    media_type: str
    width: int | None
    height: int | None

    @classmethod
    def of(cls, sponsor: Sponsor) -> "Logo | None":
        """Return the logo that is stored of *sponsor*."""
        if sponsor.logo is None:
            return None
        width, height = sponsor.logo_width, sponsor.logo_height
        return cls(sponsor.logo, sponsor.logo_type or "", width, height)

    @property
    def digest(self) -> str:
        """What its address changes with."""
        return sha256(self.content).hexdigest()[:DIGEST_LENGTH]

    def data_uri(self) -> str:
        """Return the picture as one text."""
        return f"data:{self.media_type};base64,{b64encode(self.content).decode('ascii')}"


def logo(spot: Spot) -> Logo:
    """Take a picture: a data: address, or the name of a file beside the series file."""
    wanted = gettext("the name of a picture beside this file, or data:image/png;base64,…")
    text = typed(spot, wanted)
    match = DATA_URI.fullmatch(text)
    if match:
        return _picture(_decoded(match[2]), match[1])
    if not FILE_NAME.fullmatch(text):
        raise not_wanted(text, wanted)
    return _picture(_file_content(spot.context.folder, text), None)


def _decoded(text: str) -> bytes:
    try:
        return b64decode("".join(text.split()), validate=True)
    except Base64Error:
        raise Wrong(gettext("is not base64; encode the picture again.")) from None


def _file_content(folder: Path | None, name: str) -> bytes:
    path = folder / name if folder else None
    if path is None or not path.is_file() or path.resolve().parent != path.parent.resolve():
        raise Wrong(gettext("there is no file %(name)s beside this one.", name=repr(name)))
    try:
        with path.open("rb") as file:
            return file.read(SIZE_LIMIT + 1)
    except OSError as error:
        reason = error.strerror or ""
        raise Wrong(
            gettext("%(name)s cannot be read: %(reason)s.", name=repr(name), reason=reason)
        ) from None


def _picture(content: bytes, said_type: str | None) -> Logo:
    if len(content) > SIZE_LIMIT:
        raise Wrong(gettext("the picture is too large; give one of at most 100 kB."))
    found = _opened(content)
    if found is None or said_type not in {found.media_type, None}:
        raise Wrong(gettext("is not the picture it says; give a PNG, JPEG or WebP file."))
    return found


def _opened(content: bytes) -> Logo | None:
    """Return the picture when it can be shown; raises Wrong when it is too wide or high."""
    try:
        with warnings.catch_warnings():
            # Measured below, without unpacking what claims to be huge.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(content), formats=list(MEDIA_TYPES))
        _refuse_many_pixels(*image.size)
        image.load()
    except BROKEN:
        return None
    return Logo(content, MEDIA_TYPES[image.format or ""], *image.size)


def _refuse_many_pixels(width: int, height: int) -> None:
    if max(width, height) > PIXEL_LIMIT:
        raise Wrong(
            gettext(
                "the picture has %(width)d × %(height)d pixels; %(limit)d each way are the most.",
                width=width,
                height=height,
                limit=PIXEL_LIMIT,
            )
        )
