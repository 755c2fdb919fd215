"""Files that were looked at once, by eye, and must come out again byte by byte."""

from pathlib import Path

FOLDER = Path(__file__).parent.parent / "data"


def golden(name: str) -> bytes:
    """Return the file *name* of ``tests/data``."""
    return (FOLDER / name).read_bytes()
