"""Small pictures of any size and kind."""

from io import BytesIO

from PIL import Image


def a_picture(kind: str = "PNG", *, width: int = 3, height: int = 2) -> bytes:
    """The file of a picture in one colour."""
    file = BytesIO()
    Image.new("RGB", (width, height), "#0b5d3b").save(file, kind)
    return file.getvalue()
