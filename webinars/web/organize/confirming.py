"""Forms that are looked at once more before they count: what was typed goes along, hidden."""

from flask import request

CONFIRMED, BACK = "confirmed", "back"
# What belongs to one sending of the form, and is not carried on.
OF_ONE_PAGE = {"csrf_token", CONFIRMED, BACK, "preview"}


def is_confirmed() -> bool:
    """Whether the form comes from the page that said what would happen."""
    return CONFIRMED in request.form


def wants_back() -> bool:
    """Whether the person wants to change what was typed."""
    return BACK in request.form


def posted() -> list[tuple[str, str]]:
    """Return what was typed, field by field, for the hidden fields of the next page."""
    fields = request.form.items(multi=True)
    return [(name, value) for name, value in fields if name not in OF_ONE_PAGE]
