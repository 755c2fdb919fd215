"""The blueprint of a series' own pages in the console."""

from flask import Blueprint, g

from webinars.i18n import current_language

bp = Blueprint("series", __name__, url_prefix="/series")


def write_in(language: str) -> None:
    """Let the forms of this request ask for texts in *language* first."""
    g.own_language = language


def own_language() -> str:
    """Return the language in which texts are written first."""
    return str(g.get("own_language") or current_language())
