"""A registrant's details: to correct, to download, to erase."""

import flask
from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.extensions import transaction
from webinars.i18n import gettext
from webinars.services import registrants
from webinars.web.forms import Confirmation, shown_again
from webinars.web.labels import state_names
from webinars.web.me.blueprint import bp, owner
from webinars.web.me.forms import AddressForm, DetailsForm


@bp.route("/details", methods=["GET", "POST"])
@shown_again
def details(token: str) -> ResponseReturnValue:
    """Correct name, organization, role, state, time zone and language."""
    registrant = owner(token)
    form = DetailsForm(registrant)
    if form.accepted():
        with transaction():
            registrants.correct_details(owner(token), **form.details(), now=utcnow())
        flash(gettext("Your details are corrected."))
        return redirect(url_for(".show", token=token), 303)
    return form.page("me/details.html", token=token, registrant=registrant, states=state_names())


@bp.route("/address", methods=["GET", "POST"])
@shown_again
def address(token: str) -> ResponseReturnValue:
    """Take a new e-mail address, which counts once its owner confirms it.

    The answer does not tell whether the address is in use.
    """
    registrant = owner(token)
    form = AddressForm()
    if form.accepted():
        with transaction():
            registrants.ask_address_change(owner(token), form.email.data, now=utcnow())
        flash(
            gettext(
                "We have written to %(email)s. Your new address counts once you confirm it there.",
                email=form.email.data,
            )
        )
        return redirect(url_for(".show", token=token), 303)
    return form.page("me/address.html", token=token, registrant=registrant)


@bp.get("/data.json")
def download(token: str) -> ResponseReturnValue:
    """Hand out everything kept about the person."""
    text = flask.json.dumps(registrants.personal_data(owner(token)), indent=2)
    response = Response(text + "\n", mimetype="application/json")
    response.headers.set("Content-Disposition", "attachment", filename="my-data.json")
    return response


@bp.route("/erase", methods=["GET", "POST"])
@shown_again
def erase(token: str) -> ResponseReturnValue:
    """Ask once whether everything kept about the person is to be erased."""
    registrant = owner(token)
    form = Confirmation()
    if form.accepted():
        with transaction():
            registrants.erase(owner(token), now=utcnow())
        flask.session.clear()
        return redirect(url_for("private_link.erased"), 303)
    return form.page("me/erase.html", token=token, registrant=registrant)
