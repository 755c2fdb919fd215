"""What went wrong, told without the words of the error: they may quote somebody's row."""

import traceback
from pathlib import Path

from sqlalchemy.exc import DBAPIError


def name_of(error: BaseException) -> str:
    """Return what kind of error it is."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return type(cause).__name__


def place_of(error: BaseException) -> str:
    """Return what kind of error it is and where it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return name_of(error)
    return f"{name_of(error)} in {Path(frames[-1].filename).name}, line {frames[-1].lineno}"
