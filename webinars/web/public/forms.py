"""The registration form of a series, and the form that asks for a private link."""

from datetime import datetime
from typing import Any

from flask import request
from wtforms import BooleanField, Field, HiddenField
from wtforms.validators import StopValidation

from webinars.domain import selection
from webinars.domain.selection import Fault
from webinars.i18n import current_language, gettext, lazy_gettext
from webinars.models import AccessKind, Question, QuestionKind, Series, Webinar
from webinars.services import selecting
from webinars.services.registrations import RegistrationRequest
from webinars.web import wordings
from webinars.web.fields import (
    MultiCheckboxField,
    Required,
    choice_field,
    choices,
    choices_field,
    email_field,
    language_field,
    long_text_field,
    one_line,
    state_field,
    text_field,
)
from webinars.web.forms import Form
from webinars.web.labels import ACCESS_KINDS
from webinars.web.public.deep_links import named_webinars
from webinars.web.public.remembered import remembered
from webinars.web.zone_field import TimeZoneField

REF_LENGTH = 80


class RegistrationForm(Form):
    """What every series asks; ``registration_form`` adds what one series asks."""

    webinars = MultiCheckboxField(lazy_gettext("Webinars"), validate_choice=False)
    all_webinars = BooleanField(lazy_gettext("All webinars, also those added later"))
    name = text_field(lazy_gettext("Name"), required=lazy_gettext("Enter your name."))
    email = email_field(lazy_gettext("E-mail address"))
    organization = text_field(lazy_gettext("Organization"))
    role = text_field(lazy_gettext("Role"))
    state = state_field(lazy_gettext("State or territory"))
    time_zone = TimeZoneField(lazy_gettext("Your time zone"))
    language = language_field(lazy_gettext("Language of our mails"))
    accommodations = choices_field(lazy_gettext("What would help you take part?"), ACCESS_KINDS)
    sign_language_which = text_field(lazy_gettext("Which sign language?"))
    interpretation_language = text_field(lazy_gettext("Into which language?"))
    accommodations_note = long_text_field(lazy_gettext("More about what would help you"))
    ref = HiddenField(filters=[lambda ref: one_line(ref)[:REF_LENGTH]])

    def __init__(self, series: Series, *, now: datetime) -> None:
        """Offer the webinars of *series* as they stand at *now*."""
        self.series = series
        self.now = now
        self.named = named_webinars(series, now=now)
        # What the browser's script may not overrule with a guess.
        self.knows_zone = "time_zone" in remembered() or self.is_submitted()
        super().__init__(**self.beginnings())
        if self.is_translated:
            self.language.data = current_language()
        self.webinars.choices = choices({webinar.slug: "" for webinar in series.webinars})

    def beginnings(self) -> dict[str, Any]:
        """Return what a fresh form holds."""
        kept = remembered()
        spoken = current_language()
        language = spoken if "lang" in request.args else kept.get("language", spoken)
        return {
            "webinars": self.named.chosen,
            "time_zone": kept.get("time_zone", self.series.time_zone),
            "language": language,
            "state": kept.get("state", ""),
            "ref": request.args.get("ref", ""),
        }

    @property
    def share_names(self) -> list[str]:
        """The names of the co-sponsors' boxes."""
        return [share_name(sponsor.slug) for sponsor in self.series.co_sponsors]

    def validate_webinars(self, field: Field) -> None:
        """Refuse a choice that breaks the series' policy."""
        fault = self.choice()
        if isinstance(fault, Fault):
            raise StopValidation(selecting.fault_message(fault))

    def choice(self) -> list[Webinar] | Fault:
        """Return the webinars asked for, or what is wrong with the choice."""
        is_standing = self.all_webinars.data
        return selection.chosen(
            self.series, self.webinars.data, is_standing=is_standing, now=self.now
        )

    def wanted(self) -> RegistrationRequest:
        """Return what the accepted form asks for."""
        return RegistrationRequest(
            name=self.name.data,
            email=self.email.data,
            organization=self.organization.data,
            role=self.role.data,
            state=self.state.data,
            webinar_slugs=tuple(self.webinars.data),
            is_standing=self.all_webinars.data,
            time_zone=self.time_zone.data,
            language=self.language.data,
            accommodations=tuple(AccessKind(kind) for kind in self.accommodations.data),
            access_notes={
                AccessKind.SIGN_LANGUAGE: self.sign_language_which.data,
                AccessKind.INTERPRETATION: self.interpretation_language.data,
            },
            accommodations_note=self.accommodations_note.data,
            privacy_wording=wordings.privacy_wording(self.series),
            shared_with={
                sponsor.slug: wordings.sharing_consent(sponsor)
                for sponsor in self.series.co_sponsors
                if self[share_name(sponsor.slug)].data
            },
            ref=self.ref.data,
            answers={question.id: self.answer(question) for question in self.series.questions},
        )

    def answer(self, question: Question) -> tuple[str, ...]:
        """Return the values given to *question*, none when it was left out."""
        given = self[question_name(question)].data
        values = given if isinstance(given, list) else [given]
        return tuple(value for value in values if value)


class PrivateLinkForm(Form):
    """Asks for the private link to be mailed."""

    email = email_field(lazy_gettext("E-mail address"))


def registration_form(series: Series, *, now: datetime) -> RegistrationForm:
    """Return the form of *series*: its questions, its co-sponsors' boxes and the consent."""
    fields: dict[str, Any] = {
        question_name(question): question_field(question) for question in series.questions
    }
    for sponsor in series.co_sponsors:
        fields[share_name(sponsor.slug)] = BooleanField(wordings.sharing_consent(sponsor))
    agree = gettext("Without your agreement we cannot register you.")
    fields["consent"] = BooleanField(wordings.privacy_consent(series), validators=[Required(agree)])
    return type("SeriesRegistrationForm", (RegistrationForm,), fields)(series, now=now)  # type: ignore[no-any-return]  # made of untyped parts


def question_field(question: Question) -> Field:
    """Return the field for one of the series' own questions."""
    label = question.label.pick(current_language()).text
    required = gettext("Please answer this question.") if question.is_required else ""
    # An answer is kept in the words of the series' own language.
    options = {
        next(iter(choice.values())): choice.pick(current_language()).text
        for choice in question.choices
    }
    match question.kind:
        case QuestionKind.TEXT:
            return text_field(label, required=required, length=2000)
        case QuestionKind.LONG_TEXT:
            return long_text_field(label, required=required)
        case QuestionKind.CHOICE:
            return choice_field(label, {"": gettext("Choose …")} | options, required=required)
        case QuestionKind.SEVERAL:
            return choices_field(label, options, required=required)


def question_name(question: Question) -> str:
    """Return what the form calls *question*."""
    return f"question_{question.id}"


def share_name(sponsor_slug: str) -> str:
    """Return what the form calls the box of a co-sponsor."""
    return f"share_{sponsor_slug}"
