"""Choosing a password by a link: the first one, or a new one for one that was forgotten."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_security import hash_password
from flask_security.utils import check_and_get_token_status

from webinars.clock import utcnow
from webinars.errors import NotFound
from webinars.extensions import transaction
from webinars.i18n import gettext, prefer
from webinars.models import User
from webinars.queries.users import account_with_email, account_with_uniquifier
from webinars.services import accounts
from webinars.web.forms import shown_again
from webinars.web.limits import wrong_tokens_counted
from webinars.web.organize.sign_in.configuration import INVITED_WITHIN, RESET_WITHIN
from webinars.web.organize.sign_in.password_forms import AddressForm, NewPasswordForm


@shown_again
def forgotten() -> ResponseReturnValue:
    """Send the link for a new password, if the address has an account; the answer is the same."""
    form = AddressForm()
    if form.accepted():
        with transaction():
            user = account_with_email(form.email.data)
            if user is not None and user.active:
                accounts.send_password_link(user, now=utcnow())
        flash(
            gettext(
                "If %(email)s has an account here, we have written to it. The link in the mail "
                "works for ten minutes.",
                email=form.email.data,
            )
        )
        return redirect(url_for("security.login"), 303)
    return form.page("security/forgot_password.html")


@shown_again
def choose(token: str) -> ResponseReturnValue:
    """Take a new password from whoever has the link; looking at the page uses nothing up."""
    with wrong_tokens_counted():
        user = _owner(token)
    prefer(user.language)
    form = NewPasswordForm(user.email)
    if form.accepted():
        hashed = hash_password(form.password.data)
        with transaction():
            accounts.set_password(_owner(token), hashed, now=utcnow())
        flash(gettext("Your password is set. Sign in with it now."))
        return redirect(url_for("security.login"), 303)
    return form.page("security/reset_password.html", is_first=user.password is None)


def _owner(token: str) -> User:
    """Return whose link it is; raise NotFound for one that is used, expired or made up."""
    expired, invalid, content = check_and_get_token_status(token, "reset", INVITED_WITHIN)
    user = None if expired or invalid or not content else account_with_uniquifier(content[0])
    if user is not None and (user.password is not None or user.invited_at is None):
        expired, _, _ = check_and_get_token_status(token, "reset", RESET_WITHIN)
    if user is None or not user.active or expired:
        raise NotFound(
            gettext(
                "This link no longer works: it works once, and for a short time only. On the "
                "page for signing in you can ask for another one."
            )
        )
    return user
