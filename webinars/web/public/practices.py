"""The strategic practices."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.queries.catalog import practice_groups, practice_with_everything
from webinars.web.public.cards import coming_and_past, practice_cards

bp = Blueprint("practices", __name__, url_prefix="/practices")


@bp.get("/")
def index() -> ResponseReturnValue:
    """Show the map: groups, their practices, and what belongs to each."""
    groups = practice_cards(practice_groups(), utcnow())
    return render_template("public/practices/index.html", groups=groups)


@bp.get("/<practice>/")
def show(practice: str) -> ResponseReturnValue:
    """Show one practice with its webinars and case studies."""
    found = practice_with_everything(practice)
    coming, past = coming_and_past(found.webinars, utcnow())
    return render_template("public/practices/show.html", practice=found, coming=coming, past=past)
