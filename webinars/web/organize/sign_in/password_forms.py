"""The forms around passwords."""

from typing import Any

from wtforms import Field, PasswordField, StringField
from wtforms.validators import StopValidation

from webinars.domain.passwords import Weakness, weakness
from webinars.i18n import gettext, lazy_gettext
from webinars.web.fields import EMAIL_LENGTH, AtMost, EmailAddress, Required, one_line
from webinars.web.forms import Form
from webinars.web.organize.sign_in.configuration import SHORTEST_PASSWORD

LONGEST_PASSWORD = 200


class GoodPassword:
    """Refuses a password that others would guess."""

    field_flags = {"required": True, "minlength": SHORTEST_PASSWORD}  # noqa: RUF012  # WTForms'

    def __call__(self, form: "NewPasswordForm", field: Field) -> None:
        """Stop when it is short, or made of what everybody knows."""
        found = weakness(field.data or "", email=form.address, shortest=SHORTEST_PASSWORD)
        if found is Weakness.SHORT:
            raise StopValidation(
                gettext(
                    "Take at least %(count)s characters: four words that have nothing to do with "
                    "each other are easy to remember.",
                    count=SHORTEST_PASSWORD,
                )
            )
        if found is Weakness.COMMON:
            raise StopValidation(gettext("Others would guess this one soon. Take another."))


class AddressForm(Form):
    """The address of an account."""

    email = StringField(
        lazy_gettext("E-mail address"),
        validators=[
            Required(lazy_gettext("Enter the e-mail address of your account.")),
            AtMost(EMAIL_LENGTH),
            EmailAddress(),
        ],
        filters=[one_line],
    )


class NewPasswordForm(Form):
    """A password that nobody has to type twice: it can be looked at."""

    password = PasswordField(
        lazy_gettext("New password"), validators=[AtMost(LONGEST_PASSWORD), GoodPassword()]
    )

    def __init__(self, address: str, **values: Any) -> None:
        """Choose for the account with that *address*."""
        super().__init__(**values)
        self.address = address


class ChangePasswordForm(NewPasswordForm):
    """A new password in place of the one that is known."""

    current_password = PasswordField(
        lazy_gettext("Your password until now"),
        validators=[Required(lazy_gettext("Enter your password until now."))],
    )
