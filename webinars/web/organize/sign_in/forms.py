"""The forms of Flask-Security in our words, with a limit on tries.

Whatever is wrong with a sign-in, the answer is the same: one sentence for an unknown address, a
wrong password, a locked and a disabled account, after the same work.
"""

import re
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import session
from flask_login import current_user
from flask_security import forms as theirs
from flask_security.recovery_codes import MfRecoveryForm
from flask_security.webauthn import WebAuthnRegisterForm, WebAuthnSigninResponseForm
from wtforms import BooleanField, HiddenField, PasswordField, RadioField, StringField

from webinars.clock import utcnow
from webinars.i18n import gettext, lazy_gettext
from webinars.queries.sign_ins import is_locked
from webinars.services import sign_ins
from webinars.web.fields import AtMost, Required, one_line, text_field
from webinars.web.held import held_fields
from webinars.web.organize.sign_in.held import ADDRESS
from webinars.web.organize.sign_in.sessions import KEEP

LONGEST_PASSWORD = 200
OWN_PAGE = re.compile(r"/(?![/\\])[^\s\\]*")
CODE_WANTED = lazy_gettext("Enter the code.")


class Faulty:
    """A form that tells the layout whether it is shown for its faults."""

    errors: Any

    @property
    def status(self) -> int:
        """The status of the page that shows it."""
        return 422 if self.errors else 200


class SignInForm(Faulty, theirs.LoginForm):
    """Address and password."""

    email = StringField(lazy_gettext("E-mail address"), filters=[one_line])
    password = PasswordField(lazy_gettext("Password"))
    # Theirs sets a cookie that lives on when a sign-in is ended; see `sessions`.
    remember = None
    keep = BooleanField(lazy_gettext("Keep me signed in on this device for 30 days"))
    submit = None

    def __init__(self, *given: Any, **values: Any) -> None:
        """Lead to the console where no page was wanted."""
        super().__init__(*given, **values)
        self.next.data = own_page(self.next.data) or "/organize/"
        self.email.data = self.email.data or session.pop(ADDRESS, None)

    def validate(self, **kwargs: Any) -> bool:
        """Return whether the person may come in; count what fails."""
        typed, now = self.email.data or "", utcnow()
        address = self.email.data = as_kept(typed)
        is_closed = is_locked(address, now=now)
        # Asked in any case: how long the answer takes must not tell why it is no.
        is_right = super().validate(**kwargs)
        self.email.data = typed
        if is_closed or not is_right:
            sign_ins.note_failure(address, now=now)
            self.password.errors = [*self.password.errors, ""]
            return False
        session[KEEP] = self.keep.data
        return True


class VerifyForm(Faulty, theirs.VerifyForm):
    """The password once more."""

    password = PasswordField(
        lazy_gettext("Password"), validators=[Required(lazy_gettext("Enter your password."))]
    )
    submit = None

    def __init__(self, *given: Any, **values: Any) -> None:
        """Lead back to a page of ours only."""
        super().__init__(*given, **values)
        self.next.data = own_page(self.next.data)

    def validate(self, **kwargs: Any) -> bool:
        """Return whether it is right."""
        return _counted(self.user, super().validate, self.password, **kwargs)


class CodeForm(Faulty, theirs.TwoFactorVerifyCodeForm):
    """The code of an authenticator app."""

    code = StringField(
        lazy_gettext("Code from your app"),
        validators=[Required(CODE_WANTED), AtMost(LONGEST_PASSWORD)],
        filters=[lambda typed: "".join((typed or "").split())],
    )
    submit = None

    def validate(self, **kwargs: Any) -> bool:
        """Return whether it is right, and of now."""
        return _counted(self.user, super().validate, self.code, **kwargs)


class NoRescueForm(theirs.TwoFactorRescueForm):
    """Theirs offers help by mail; here there are recovery codes, and owners."""

    help_setup = RadioField(choices=[])


class RecoveryCodeForm(Faulty, MfRecoveryForm):
    """One of the codes for the day the phone is gone."""

    code = StringField(
        lazy_gettext("Recovery code"),
        validators=[Required(CODE_WANTED), AtMost(LONGEST_PASSWORD)],
        filters=[lambda typed: "".join((typed or "").lower().split())],
    )
    submit = None

    def validate(self, **kwargs: Any) -> bool:
        """Return whether it is one that was not used."""
        return _counted(self.user, super().validate, self.code, **kwargs)


class PasskeyNameForm(Faulty, WebAuthnRegisterForm):
    """What a new passkey is called."""

    name = text_field(
        lazy_gettext("Name of the passkey"),
        required=lazy_gettext("Name it, so that you know it again."),
        length=60,
    )
    # Ours stand for both factors.
    usage = HiddenField(default="first")
    submit = None

    def __init__(self, *given: Any, **values: Any) -> None:
        """Start from what was typed before the password was asked for again."""
        super().__init__(*given, **values)
        held = held_fields()
        if held is not None:
            self.name.data = held.get("name", "")

    def validate(self, **kwargs: Any) -> bool:
        """Return whether the name is new."""
        self.usage.data = "first"
        if any(one.name == self.name.data for one in current_user.webauthn):
            self.name.errors = [gettext("You have a passkey of this name already.")]
            return False
        return bool(super().validate(**kwargs))


class PasskeyAnswerForm(WebAuthnSigninResponseForm):
    """What a passkey says; theirs lets a disabled account pass."""

    def validate(self, **kwargs: Any) -> bool:
        """Return whether it opens an account that is in use, and the one that asks."""
        if not super().validate(**kwargs) or self.user is None or not self.user.active:
            return False
        is_own = not current_user.is_authenticated or current_user.id == self.user.id
        return bool(is_own)


def own_page(address: str | None) -> str:
    """Return *address* where it is a path of ours, else nothing; browsers read much as a host."""
    return address if address and OWN_PAGE.fullmatch(address) else ""


def as_kept(address: str) -> str:
    """Return what was typed as accounts have it: in lower case, its host in ASCII."""
    try:
        found = validate_email(address, check_deliverability=False).ascii_email
    except EmailNotValidError:
        return address
    return (found or address).lower()


def _counted(user: Any, validate: Any, field: Any, **kwargs: Any) -> bool:
    """Return whether the form is right and the account not closed; count what fails."""
    now = utcnow()
    is_closed = is_locked(user.email, now=now)
    is_right = validate(**kwargs)
    if is_closed or not is_right:
        sign_ins.note_failure(user.email, now=now)
        field.errors = [""]
        return False
    return True
