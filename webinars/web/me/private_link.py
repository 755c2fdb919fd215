"""Asking for the private link by e-mail address."""

import flask
from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.extensions import transaction
from webinars.services import registrants
from webinars.web import limits
from webinars.web.forms import shown_again
from webinars.web.public.forms import PrivateLinkForm

bp = Blueprint("private_link", __name__)
limits.limit_writing(bp)
# What the page after the form shows; kept in the visitor's own signed cookie.
ASKED = "asked"


@bp.route("/me/", methods=["GET", "POST"])
@shown_again
def ask() -> ResponseReturnValue:
    """Mail the private link to a known address; the answer is the same for every one."""
    form = PrivateLinkForm()
    if form.accepted():
        with transaction():
            registrants.ask_private_link(form.email.data, now=utcnow())
        flask.session[ASKED] = form.email.data
        return redirect(url_for(".asked"), 303)
    return form.page("me/ask_private_link.html")


@bp.get("/me/asked")
def asked() -> ResponseReturnValue:
    """Say that we have written, if there is anybody to write to."""
    return render_template("me/private_link_asked.html", email=flask.session.get(ASKED))


@bp.get("/me/renewed")
def renewed() -> ResponseReturnValue:
    """Say that the new private link was mailed."""
    return render_template("me/link_renewed.html")


@bp.get("/me/erased")
def erased() -> ResponseReturnValue:
    """Say goodbye."""
    return render_template("me/erased.html")
