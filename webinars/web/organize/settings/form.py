"""The form for what the whole organization shares."""

from typing import Any, ClassVar

from wtforms import BooleanField, Field, HiddenField, IntegerField, StringField
from wtforms.validators import StopValidation

from config import LONGEST_KEPT_MONTHS
from webinars.i18n import gettext, lazy_gettext
from webinars.services.retention import Forgotten
from webinars.services.settings import Wishes
from webinars.web.fields import (
    EMAIL_LENGTH,
    AtMost,
    EmailAddress,
    Required,
    language_field,
    one_line,
    text_field,
)
from webinars.web.organize.editing import EditForm
from webinars.web.organize.texts_fields import TextsField
from webinars.web.zone_field import TimeZoneField


class AddressIfGiven(EmailAddress):
    """Refuses what is no e-mail address; empty is well."""

    def __call__(self, form: object, field: Field) -> None:
        """Stop at a wrong address."""
        if field.data:
            super().__call__(form, field)


class WholeMonths:
    """Refuses what is no number of months that we offer."""

    field_flags: ClassVar = {"required": True}

    def __call__(self, _form: object, field: Field) -> None:
        """Stop outside one month to ten years."""
        if field.data is None or not 1 <= field.data <= LONGEST_KEPT_MONTHS:
            field.errors = []
            raise StopValidation(
                gettext("Enter a whole number from 1 to %(most)s.", most=LONGEST_KEPT_MONTHS)
            )


class OrganizationForm(EditForm):
    """What the organization is called, where its mails come from, how long it keeps people."""

    name = text_field(
        lazy_gettext("Name of the organization or the site"),
        required=lazy_gettext("Enter a name."),
    )
    sender_address = StringField(
        lazy_gettext("Address that mails come from"),
        validators=[
            Required(lazy_gettext("Enter an address.")),
            AtMost(EMAIL_LENGTH),
            EmailAddress(),
        ],
        filters=[one_line],
    )
    contact_address = StringField(
        lazy_gettext("Address for questions"),
        validators=[AtMost(EMAIL_LENGTH), AddressIfGiven()],
        filters=[one_line],
    )
    default_time_zone = TimeZoneField(lazy_gettext("Time zone of new series"))
    default_language = language_field(lazy_gettext("Language where nothing says which"))
    keep_registrations_months = IntegerField(
        lazy_gettext("Months that registrations are kept"), validators=[WholeMonths()]
    )
    privacy_text = TextsField(lazy_gettext("Your own words on the privacy page"), markdown=True)
    # What the new time would delete was shown for so many months, and agreed to.
    seen_months = HiddenField()
    deletes = BooleanField(lazy_gettext("Yes, delete them"))

    def __init__(self, **values: Any) -> None:
        """Fill the form with what was posted, else with *values*."""
        super().__init__(**values)
        self.forecast: Forgotten | None = None

    def wishes(self) -> Wishes:
        """Return what the owner wants."""
        return Wishes(
            name=self.name.data,
            sender_address=self.sender_address.data,
            contact_address=self.contact_address.data,
            default_time_zone=self.default_time_zone.data,
            default_language=self.default_language.data,
            keep_registrations_months=self.keep_registrations_months.data,
            privacy_text=self.privacy_text.data,
        )

    def has_agreed(self) -> bool:
        """Whether the owner has seen what this very number of months deletes, and wants it."""
        is_seen = self.seen_months.data == str(self.keep_registrations_months.data)
        return is_seen and bool(self.deletes.data)

    def ask_about(self, forecast: Forgotten) -> None:
        """Show what would be deleted, and ask; nothing is saved yet."""
        self.forecast = forecast
        self.seen_months.data = str(self.keep_registrations_months.data)
        self.deletes.data = False
        self.status = 422
        self.notice = gettext(
            "Nothing is saved yet: the shorter time would delete registrations. Read below what "
            "would go, then save again."
        )
