"""Messages that offer to take back what was just done."""

from flask import flash, url_for

UNDO = "undo"


def flash_undo(message: str, endpoint: str, **values: object) -> None:
    """Show *message* on the next page, with a button that posts to *endpoint*."""
    flash({"words": message, "address": url_for(endpoint, **values)}, UNDO)  # type: ignore[arg-type]  # kept as JSON
