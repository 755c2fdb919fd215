"""What underlies the work."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webinars.queries import catalog

bp = Blueprint("approach", __name__)


@bp.get("/approach/")
def show() -> ResponseReturnValue:
    """Show the approach, or that it is not written yet."""
    return render_template("public/approach.html", approach=catalog.approach())
