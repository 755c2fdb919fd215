"""The forms of a registrant's own pages."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import request
from wtforms import BooleanField, Field
from wtforms.validators import StopValidation

from webinars.domain import selection
from webinars.domain.selection import Fault
from webinars.i18n import lazy_gettext
from webinars.models import AccessKind, Choice, Registrant, Series
from webinars.services import selecting
from webinars.web.fields import (
    NOT_OFFERED,
    MultiCheckboxField,
    choice_field,
    choices,
    email_field,
    language_field,
    long_text_field,
    state_field,
    text_field,
)
from webinars.web.forms import Form
from webinars.web.labels import ACCESS_KINDS
from webinars.web.public.cards import Card
from webinars.web.zone_field import TimeZoneField


class ChoiceForm(Form):
    """Adds webinars to a registration."""

    webinars = MultiCheckboxField(lazy_gettext("Webinars"), validate_choice=False)
    all_webinars = BooleanField(lazy_gettext("All webinars, also those added later"))

    def __init__(self, series: Series, offered: Iterable[Card], *, now: datetime) -> None:
        """Offer what a registration in *series* does not hold yet."""
        super().__init__(webinars=request.args.getlist("webinars"))
        self.series = series
        self.now = now
        self.offer(offered)

    def offer(self, offered: Iterable[Card]) -> None:
        """Show these webinars, and no others."""
        self.webinars.choices = choices({card.webinar.slug: "" for card in offered})

    def validate_webinars(self, field: Field) -> None:
        """Refuse a choice that breaks the series' policy."""
        fault = selection.chosen(
            self.series, field.data, is_standing=self.all_webinars.data, now=self.now
        )
        if self.series.choice is Choice.ONE and not field.choices:
            fault = Fault.TOO_MANY
        if isinstance(fault, Fault):
            raise StopValidation(selecting.fault_message(fault))


class DetailsForm(Form):
    """Corrects what a person said about themselves."""

    name = text_field(lazy_gettext("Name"), required=lazy_gettext("Enter your name."))
    organization = text_field(lazy_gettext("Organization"))
    role = text_field(lazy_gettext("Role"))
    state = state_field(lazy_gettext("State or territory"))
    time_zone = TimeZoneField(lazy_gettext("Your time zone"))
    language = language_field(lazy_gettext("Language of our mails"))

    def __init__(self, registrant: Registrant) -> None:
        """Start from what is known."""
        super().__init__(obj=registrant)

    def details(self) -> dict[str, Any]:
        """Return the corrected details by name."""
        return {field.name: field.data for field in self if field.name != "csrf_token"}


class AddressForm(Form):
    """Asks for another e-mail address."""

    email = email_field(lazy_gettext("New e-mail address"))


class AccessForm(Form):
    """Asks for something one needs to take part."""

    kind = choice_field(
        lazy_gettext("What would help you take part?"), ACCESS_KINDS, required=NOT_OFFERED
    )
    note = long_text_field(lazy_gettext("More about it"))

    def wanted_kind(self) -> AccessKind:
        """Return the kind that was chosen."""
        return AccessKind(self.kind.data)
