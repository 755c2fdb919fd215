"""The forms of one's own account."""

from wtforms import StringField

from webinars.i18n import lazy_gettext
from webinars.models import User
from webinars.web.fields import AtMost, Required, language_field, text_field
from webinars.web.forms import Form
from webinars.web.organize.editing import EditForm
from webinars.web.zone_field import TimeZoneField


class ProfileForm(EditForm):
    """Who one is, and how one is written to."""

    name = text_field(lazy_gettext("Name"), required=lazy_gettext("Enter your name."))
    time_zone = TimeZoneField(lazy_gettext("Your time zone"))
    language = language_field(lazy_gettext("Language of the console and of our mails"))

    def __init__(self, user: User) -> None:
        """Start from what is known."""
        super().__init__(obj=user)


class SetUpForm(Form):
    """The first code of an app proves that it has the key."""

    code = StringField(
        lazy_gettext("Code from your app"),
        validators=[Required(lazy_gettext("Enter the code.")), AtMost(20)],
        filters=[lambda typed: "".join((typed or "").split())],
    )
