"""Files that come with a form: only where a page asks for one, and never larger than it says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import flask
from flask import current_app, request
from wtforms import Field
from wtforms.widgets import FileInput

View = TypeVar("View", bound=Callable[..., object])
# Forms of the console hold long texts, twice: as they were, and as they shall be.
LONGEST_FORM = 512 * 1024
# Where Flask-Login notes in the cookie who is signed in.
SIGNED_IN = "_user_id"


@dataclass(frozen=True)
class Upload:
    """A file as it came: its name is what the sender calls it, and says nothing of its content."""

    name: str
    content: bytes


class UploadField(Field):
    """A file as a field of a form; ``data`` is None when none was chosen."""

    widget = FileInput()
    data: Upload | None

    def process(self, *_: Any, **__: Any) -> None:
        """Take the file that came with the form."""
        self.process_errors: list[str] = []
        self.data = uploaded(self.name) if request.method == "POST" else None


def takes_file(most_bytes: int) -> Callable[[View], View]:
    """Mark a view whose form brings a file of at most *most_bytes*; the outermost decorator."""

    def mark(view: View) -> View:
        view.most_bytes = most_bytes  # type: ignore[attr-defined]  # a function may have any
        return view

    return mark


def uploaded(field: str) -> Upload | None:
    """Return the file in the form's *field*; None when none was chosen."""
    file = request.files.get(field)
    if file is None or not file.filename:
        return None
    return Upload(file.filename, file.stream.read())


def allow_long_forms(endpoint: str | None, _values: object) -> None:
    """Let the console's forms be long, and files as large as said, before anything reads them."""
    if "organize" not in request.blueprints:
        return
    view = current_app.view_functions.get(endpoint or "")
    # A stranger's file would only fill the disk.
    most_bytes: int = getattr(view, "most_bytes", 0) if SIGNED_IN in flask.session else 0
    request.max_form_memory_size = LONGEST_FORM
    request.max_content_length = LONGEST_FORM + most_bytes
