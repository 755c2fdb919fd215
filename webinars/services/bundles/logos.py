"""The logo of an organization: a small picture, in the file itself or beside it."""

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from pathlib import Path

from webinars.i18n import gettext
from webinars.services.bundles.problems import Wrong
from webinars.services.bundles.spots import Spot, not_wanted, typed

SIZE_LIMIT = 100_000
DATA_URI = re.compile(r"data:(image/[a-z]+);base64,([A-Za-z0-9+/=\s]*)", re.ASCII)
FILE_NAME = re.compile(r"[\w-][\w .-]*\.[A-Za-z]+", re.ASCII)


@dataclass(frozen=True)
class Logo:
    """The bytes of a picture and their media type."""

    content: bytes
    media_type: str

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
    media_type = _media_type(content)
    if media_type is None or said_type not in {media_type, None}:
        raise Wrong(gettext("is not the picture it says; give a PNG, JPEG or WebP file."))
    return Logo(content, media_type)


def _media_type(content: bytes) -> str | None:
    """Return what the first bytes of a picture say that it is."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return None
