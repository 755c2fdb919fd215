"""Confirming a new e-mail address from the mail that was sent to it."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.errors import NotFound
from webinars.extensions import transaction
from webinars.i18n import prefer
from webinars.models import Registrant
from webinars.queries.registrants import registrant_by_email_change_token
from webinars.services import registrants
from webinars.web import limits
from webinars.web.forms import Confirmation, shown_again
from webinars.web.me.blueprint import show_dead_link

bp = Blueprint("confirm_address", __name__)
bp.register_error_handler(NotFound, show_dead_link)
limits.limit_writing(bp)


@bp.route("/confirm-address/<token>", methods=["GET", "POST"])
@shown_again
def show(token: str) -> ResponseReturnValue:
    """Ask whether the new address is to be used; take it when the answer is yes."""
    registrant = asker(token)
    is_open = registrants.is_address_change_open(registrant, now=utcnow())
    form = Confirmation()
    if form.accepted() and is_open:
        with transaction():
            registrants.confirm_address(asker(token), now=utcnow())
        return redirect(url_for(".done"), 303)
    if not is_open:
        form.status = 410
    return form.page("me/confirm_address.html", registrant=registrant, is_open=is_open)


@bp.get("/confirm-address/done")
def done() -> ResponseReturnValue:
    """Say what happens next; the same whether the address was still free or not."""
    return render_template("me/address_confirmed.html")


def asker(token: str) -> Registrant:
    """Return whose new address *token* confirms, and speak their language.

    Raises NotFound, Gone, or TooManyRequests.
    """
    with limits.wrong_tokens_counted():
        registrant = registrant_by_email_change_token(token)
    prefer(registrant.language)
    return registrant
