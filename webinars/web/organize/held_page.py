"""A form that was held and has no page of its own, such as a button: shown, to be sent again."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.errors import NotFound
from webinars.i18n import gettext
from webinars.queries.sign_ins import held_form
from webinars.web.held import nonces
from webinars.web.organize.access import for_signed_in

bp = Blueprint("held", __name__, url_prefix="/held")


@bp.get("/<nonce>")
@for_signed_in
def show(nonce: str) -> ResponseReturnValue:
    """Show the button once more; nothing is done until it is pressed."""
    found = held_form(nonce, now=utcnow()) if nonce in nonces() else None
    if found is None:
        raise NotFound(gettext("There is nothing here that waits to be done."))
    fields = [(name, value) for name, values in found.fields.items() for value in values]
    return render_template("organize/held.html", path=found.path, fields=fields)
