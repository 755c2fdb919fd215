"""An authenticator app, and the recovery codes for the day it is gone."""

import re
from typing import Any

from flask import Response, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webinars.clock import utcnow
from webinars.domain import qr
from webinars.errors import Invalid, WebinarsError
from webinars.extensions import transaction
from webinars.i18n import gettext
from webinars.models import User
from webinars.services import accounts
from webinars.web.forms import Confirmation, shown_again
from webinars.web.organize.access import for_signed_in, the_user
from webinars.web.organize.account.blueprint import bp, freshly_signed_in
from webinars.web.organize.account.forms import SetUpForm
from webinars.web.organize.sign_in.configuration import RECOVERY_CODES

# The key that an app is given, in the session until a code proves that it arrived.
NEW_KEY = "new_totp_key"
CODES = re.compile(r"(?:[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}\n?)+")
ONE_STEP = 30


@bp.route("/app", methods=["GET", "POST"])
@for_signed_in
@freshly_signed_in
@shown_again
def app() -> ResponseReturnValue:
    """Give an app the key; with its first code it is asked for from then on."""
    if the_user().tf_totp_secret is not None:
        return redirect(url_for(".show"), 303)
    key: str = session.get(NEW_KEY) or security().totp_factory.generate_totp_secret()
    session[NEW_KEY] = key
    form = SetUpForm()
    if form.accepted():
        try:
            codes = _set_up(key, form.code.data)
        except WebinarsError as error:
            form.refuse(error)
        else:
            del session[NEW_KEY]
            return _show_codes(codes, gettext("Your app is set up."))
    address = security().totp_factory.get_totp_uri(the_user().email, key)
    title = gettext("The key for your authenticator app")
    return form.page(
        "organize/account/app.html",
        code=Markup(qr.svg(address, title)),  # noqa: S704  # made of modules and an escaped title
        key=security().totp_factory.get_totp_pretty_key(key),
    )


def _set_up(key: str, code: str) -> list[str]:
    """Ask for the app's codes from now on; return the recovery codes."""
    now = utcnow()
    with transaction():
        user = the_user()
        if not security().totp_factory.verify_totp(code, key, user, window=ONE_STEP):
            words = gettext(
                "This code does not fit. Take the one that the app shows now; the clock of your "
                "phone must be right."
            )
            raise Invalid(words, fields={"code": words})
        security().datastore.tf_set(user, "authenticator", totp_secret=key)
        codes: list[str] = security().mf_recovery_codes_util.create_recovery_codes(user)
        accounts.tell_second_factor(user, "app_added", actor=user, now=now)
    return codes


@bp.route("/app/remove", methods=["GET", "POST"])
@for_signed_in
@freshly_signed_in
@shown_again
def remove_app() -> ResponseReturnValue:
    """Ask once, then ask for no code any more."""
    form = Confirmation()
    if form.accepted():
        with transaction():
            user: User = the_user()
            if user.tf_totp_secret is not None:
                user.tf_primary_method = user.tf_totp_secret = None
                user.mf_recovery_codes = user.totp_counter = None
                accounts.tell_second_factor(user, "app_removed", actor=user, now=utcnow())
        flash(gettext("Your app is no longer asked for."))
        return redirect(url_for(".show"), 303)
    return form.page("organize/account/remove_app.html")


@bp.route("/codes", methods=["GET", "POST"])
@for_signed_in
@freshly_signed_in
@shown_again
def codes() -> ResponseReturnValue:
    """Make new recovery codes, and show them this once."""
    user = the_user()
    if user.tf_totp_secret is None:
        return redirect(url_for(".show"), 303)
    form = Confirmation()
    if form.accepted():
        with transaction():
            user = the_user()
            made: list[str] = security().mf_recovery_codes_util.create_recovery_codes(user)
            accounts.tell_second_factor(user, "codes_made", actor=user, now=utcnow())
        return _show_codes(made, gettext("Your earlier codes no longer work."))
    return form.page(
        "organize/account/codes.html",
        left=len(user.mf_recovery_codes or ()),
        whole=RECOVERY_CODES,
    )


@bp.post("/codes.txt")
@for_signed_in
def codes_as_text() -> ResponseReturnValue:
    """Hand the codes of the page back as a file; they are shown nowhere else."""
    text = request.form.get("codes", "").replace("\r\n", "\n")
    if not CODES.fullmatch(text):
        return redirect(url_for(".show"), 303)
    response = Response(text.rstrip("\n") + "\n", mimetype="text/plain")
    response.headers.set("Content-Disposition", "attachment", filename="recovery-codes.txt")
    return response


def _show_codes(codes: list[str], words: str) -> Response:
    form = Confirmation(formdata=None)
    return form.page("organize/account/new_codes.html", codes=codes, words=words)


def security() -> Any:
    """Return Flask-Security, as it is wired to this application."""
    return current_app.extensions["security"]
