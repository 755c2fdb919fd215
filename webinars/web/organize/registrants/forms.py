"""The forms with which organizers do something for a registrant."""

from datetime import datetime
from typing import Any

from flask import request
from wtforms import BooleanField, RadioField

from webinars.domain import selection
from webinars.domain.selection import Fault
from webinars.i18n import lazy_gettext
from webinars.models import (
    AccessKind,
    AccessRequestStatus,
    Enrollment,
    Registrant,
    Series,
    Webinar,
)
from webinars.queries.registrants import email_key
from webinars.services import on_behalf
from webinars.services.registrations import RegistrationRequest
from webinars.web.fields import (
    NOT_OFFERED,
    Required,
    choices,
    email_field,
    language_field,
    long_text_field,
    state_field,
    text_field,
)
from webinars.web.forms import Form
from webinars.web.organize.editing import EditForm
from webinars.web.organize.registrants.words import ACCESS_STATES
from webinars.web.public.forms import RegistrationForm, question_field, question_name
from webinars.web.zone_field import TimeZoneField

DETAILS = on_behalf.DETAILS


class ByHandForm(RegistrationForm):
    """Registers somebody who called or wrote; ``by_hand_form`` adds the series' questions."""

    time_zone = TimeZoneField(lazy_gettext("Time zone"))
    agreement = long_text_field(
        lazy_gettext("How did the person agree that we keep their details?"),
        required=lazy_gettext("Say how the person agreed, such as: by phone, on 3 March."),
    )
    told = RadioField(
        lazy_gettext("Do we write to the person?"),
        choices=choices(
            {
                "yes": lazy_gettext("Yes: they get their invitations"),
                "no": lazy_gettext("No: register them without a word"),
            }
        ),
        default="yes",
        validators=[Required(lazy_gettext("Say whether we write to the person."))],
    )
    overbooks = BooleanField(lazy_gettext("Give a seat even where the webinar is full"))

    def beginnings(self) -> dict[str, Any]:
        """Start from the series, not from what the browser remembers of its own visitor."""
        return {
            "webinars": request.args.getlist("webinars"),
            "email": request.args.get("email", ""),
            "time_zone": self.series.time_zone,
            "language": self.series.language,
        }

    def choice(self) -> list[Webinar] | Fault:
        """Return the webinars asked for, whatever the window of registration."""
        slugs = self.webinars.data or []
        possible = on_behalf.open_webinars(self.series, now=self.now)
        if self.all_webinars.data:
            return possible
        found = [webinar for webinar in possible if webinar.slug in slugs]
        fault = selection.chosen(self.series, slugs, is_standing=False, now=self.now)
        return found or (fault if isinstance(fault, Fault) else Fault.NOTHING)

    @property
    def email_key(self) -> str:
        """What makes the address the same as another spelling of it."""
        return email_key(self.email.data or "")

    @property
    def is_told(self) -> bool:
        """Whether mails go out."""
        return bool(self.told.data == "yes")

    def wanted(self) -> RegistrationRequest:
        """Return what is asked for, with the person's agreement in the organizer's words."""
        return RegistrationRequest(
            **{name: self[name].data for name in ("name", "email", *DETAILS[1:])},
            webinar_slugs=tuple(self.webinars.data),
            is_standing=self.all_webinars.data,
            privacy_wording=self.agreement.data,
            accommodations=tuple(AccessKind(kind) for kind in self.accommodations.data),
            accommodations_note=self.accommodations_note.data,
            answers={question.id: self.answer(question) for question in self.series.questions},
        )


def by_hand_form(series: Series, *, now: datetime) -> ByHandForm:
    """Return the form with the questions of *series*."""
    fields = {question_name(question): question_field(question) for question in series.questions}
    return type("SeriesByHandForm", (ByHandForm,), fields)(series, now=now)  # type: ignore[no-any-return]  # made of untyped parts


class DetailsForm(EditForm):
    """Corrects what is known of a person."""

    name = text_field(lazy_gettext("Name"), required=lazy_gettext("Enter the name."))
    organization = text_field(lazy_gettext("Organization"))
    role = text_field(lazy_gettext("Role"))
    state = state_field(lazy_gettext("State or territory"))
    time_zone = TimeZoneField(lazy_gettext("Time zone"))
    language = language_field(lazy_gettext("Language of our mails"))

    def __init__(self, registrant: Registrant) -> None:
        """Start from what is known."""
        super().__init__(data=details_of(registrant))

    def details(self) -> dict[str, str]:
        """Return the corrected details by name."""
        return {name: self[name].data for name in DETAILS}


def details_of(registrant: Registrant) -> dict[str, str]:
    """Return what can be corrected, as it stands."""
    return {name: getattr(registrant, name) for name in DETAILS}


class AddressForm(Form):
    """Asks for another address of a person."""

    email = email_field(lazy_gettext("New e-mail address"))


class SeatForm(Form):
    """Gives a seat, even one more than there are."""

    overbooks = BooleanField(lazy_gettext("Seat one more than there are seats"))


class AnswerForm(Form):
    """Notes how far an access request has come."""

    answer = RadioField(
        lazy_gettext("How far has it come?"),
        choices=choices(
            {
                status: ACCESS_STATES[status]
                for status in (
                    AccessRequestStatus.OPEN,
                    AccessRequestStatus.ARRANGED,
                    AccessRequestStatus.DECLINED,
                )
            }
        ),
        validators=[Required(NOT_OFFERED)],
    )


class AgainForm(Form):
    """Chooses which mail goes out again."""

    mail = RadioField(
        lazy_gettext("Which mail?"),
        validators=[Required(lazy_gettext("Choose a mail."))],
        validate_choice=True,
    )

    def __init__(self, invited: list[Enrollment], language: str) -> None:
        """Offer the private link, the welcome, and an invitation for each seat."""
        super().__init__(mail="private_link")
        self.mail.choices = choices(
            {
                "private_link": lazy_gettext("The link to the person's own page"),
                "welcome": lazy_gettext("The welcome, with all their webinars"),
                **{
                    str(one.id): lazy_gettext(
                        "The invitation to “%(title)s”", title=one.webinar.title.pick(language).text
                    )
                    for one in invited
                },
            }
        )
