"""The forms of a registrant's own pages."""

from collections.abc import Iterable
from typing import Any

from flask import request
from wtforms import BooleanField

from webinars.i18n import lazy_gettext
from webinars.models import AccessKind, Registrant, Registration
from webinars.web.fields import (
    MultiCheckboxField,
    choice_field,
    email_field,
    language_field,
    long_text_field,
    text_field,
    time_zone_field,
)
from webinars.web.forms import Form
from webinars.web.labels import ACCESS_KINDS
from webinars.web.public.cards import Card


class ChoiceForm(Form):
    """Adds webinars to a registration."""

    webinars = MultiCheckboxField(lazy_gettext("Webinars"), validate_choice=False)
    all_webinars = BooleanField(lazy_gettext("All webinars, also those added later"))

    def __init__(self, registration: Registration, offered: Iterable[Card]) -> None:
        """Offer what *registration* does not hold yet; ``?webinars=`` ticks some of it."""
        slugs = [card.webinar.slug for card in offered]
        named = request.args.getlist("webinars")
        super().__init__(webinars=[slug for slug in slugs if slug in named])
        self.webinars.choices = {slug: slug for slug in slugs}
        self.registration = registration


class DetailsForm(Form):
    """Corrects what a person said about themselves."""

    name = text_field(lazy_gettext("Name"), required=lazy_gettext("Enter your name."))
    organization = text_field(lazy_gettext("Organization"))
    role = text_field(lazy_gettext("Role"))
    state = text_field(lazy_gettext("State or territory"))
    time_zone = time_zone_field(lazy_gettext("Your time zone"))
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
        lazy_gettext("What would help you take part?"),
        {kind.value: words for kind, words in ACCESS_KINDS.items()},
    )
    note = long_text_field(lazy_gettext("More about it"))

    def wanted_kind(self) -> AccessKind:
        """Return the kind that was chosen."""
        return AccessKind(self.kind.data)
