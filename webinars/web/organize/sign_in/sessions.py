"""Each sign-in is a row: when it ends, the cookie that names it is worth nothing."""

from typing import Any

from flask import Flask, flash, request, session
from flask_login import current_user, user_logged_out
from flask_security import Security, user_authenticated, wan_registered

from webinars.clock import utcnow
from webinars.domain.devices import device
from webinars.i18n import gettext
from webinars.models import SignInMethod, User
from webinars.queries.sign_ins import standing_sign_in
from webinars.services import accounts, sign_ins

# What the session remembers from the password to the code, and from then on.
KEEP = "keep_signed_in"
SIGN_IN = "sign_in"
METHODS = {
    "security.two_factor_token_validation": SignInMethod.CODE,
    "security.mf_recovery": SignInMethod.RECOVERY_CODE,
    "security.wan_signin_response": SignInMethod.PASSKEY,
}


def init_app(app: Flask, security: Security) -> None:
    """Let *app* know people by sign-ins that have not ended."""
    theirs = security.login_manager._user_callback

    def load(uniquifier: str) -> User | None:
        user: User | None = theirs(uniquifier)
        number = session.get(SIGN_IN)
        if user is None or number is None:
            return None
        return user if standing_sign_in(number, user, now=utcnow()) else None

    security.login_manager.user_loader(load)
    user_authenticated.connect(_note, app)
    user_logged_out.connect(_end, app)
    wan_registered.connect(_tell_passkey, app)


def _note(_app: Flask, user: User, **_: Any) -> None:
    """Begin a sign-in, with a session of its own."""
    is_kept = bool(session.pop(KEEP, False))
    # Whoever knew the session before must not know this one.
    session.pop("csrf_token", None)
    noted = sign_ins.begin(
        user,
        method=METHODS.get(request.endpoint or "", SignInMethod.PASSWORD),
        device=device(request.user_agent.string),
        is_kept=is_kept,
        now=utcnow(),
    )
    session[SIGN_IN] = noted.id
    session.permanent = is_kept


def _end(_app: Flask, **_: Any) -> None:
    number = session.get(SIGN_IN)
    if number is not None:
        sign_ins.end(number, now=utcnow())
    session.clear()


def _tell_passkey(_app: Flask, name: str, **_: Any) -> None:
    user: User = current_user._get_current_object()
    accounts.tell_second_factor(user, "passkey_added", actor=user, now=utcnow())
    flash(gettext("The passkey “%(name)s” is added.", name=name))
