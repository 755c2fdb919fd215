"""The kinds of fields our forms are made of, and what each accepts.

Every text is cleaned when it is read: what no database, mail or calendar can hold never
gets further than this.
"""

import unicodedata
from collections.abc import Mapping
from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import Field, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from webinars.domain.ical.text import clean_line, clean_text
from webinars.i18n import gettext, language_name, languages, lazy_gettext
from webinars.settings import settings
from webinars.web.labels import state_kept, state_name

LINE_LENGTH = 200
EMAIL_LENGTH = 254
PARAGRAPHS_LENGTH = 2000
NOT_OFFERED = lazy_gettext("Choose among the values offered.")


def one_line(text: str | None) -> str:
    """Return *text* in one line, composed (NFC), without unwanted characters."""
    return unicodedata.normalize("NFC", clean_line(text or ""))


def paragraphs(text: str | None) -> str:
    """Return *text* with its lines, composed (NFC), without unwanted characters."""
    return unicodedata.normalize("NFC", clean_text(text or ""))


class Required:
    """Refuses an empty field, in the words given."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.field_flags = {"required": True}

    def __call__(self, _form: object, field: Field) -> None:
        """Stop when nothing was entered or chosen."""
        if not field.data:
            raise StopValidation(str(self.words))


class AtMost:
    """Refuses a text that is too long; the browser is told as well."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.field_flags = {"maxlength": length}

    def __call__(self, _form: object, field: Field) -> None:
        """Stop when the text is longer."""
        if len(field.data or "") > self.length:
            words = gettext("This is too long: at most %(most)s characters.", most=self.length)
            raise StopValidation(words)


class EmailAddress:
    """Refuses what is no e-mail address that we can write to, and puts it in its usual form."""

    def __call__(self, _form: object, field: Field) -> None:
        """Stop unless every mail server can send to it (few speak RFC 6531)."""
        try:
            found = validate_email(field.data, check_deliverability=False, allow_smtputf8=False)
        except EmailNotValidError:
            raise StopValidation(_what_is_wrong_with(field.data)) from None
        field.data = found.ascii_email


class AttendeeAddress(EmailAddress):
    """Refuses our own address as well: who organizes a webinar is not invited to it."""

    def __call__(self, form: object, field: Field) -> None:
        """Stop unless invitations can be sent to it."""
        super().__call__(form, field)
        if field.data.casefold() == settings().sender.addr_spec.casefold():
            # Calendars would take the attendee for the organizer (RFC 5546, 2.1.1).
            raise StopValidation(gettext("This is our own address. Please give yours."))


def _what_is_wrong_with(email: str) -> str:
    local = email.rpartition("@")[0]
    if local and not local.isascii():
        return gettext(
            "This address has letters before the @ that our mail server cannot send to. "
            "Please give another one."
        )
    return gettext("Enter a complete e-mail address, such as name@example.org.")


class MultiCheckboxField(SelectMultipleField):
    """A group of boxes; its value is the list of those ticked, each once."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, **settings: Any) -> None:
        """Take WTForms' settings."""
        super().__init__(label, invalid_choice_message=NOT_OFFERED, **settings)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the values in the order given, doubles left out."""
        self.data = list(dict.fromkeys(valuelist))


class StateField(StringField):
    """A place, typed or chosen; states are kept in English and shown in the reader's language."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed, a state under its English name."""
        if valuelist:
            self.data = state_kept(one_line(valuelist[0]))

    def _value(self) -> str:
        return state_name(self.data or "")


def text_field(label: str, *, required: str = "", length: int = LINE_LENGTH) -> StringField:
    """Return a field for one line; *required* says what to enter when it is empty."""
    rules: list[object] = [Required(required)] if required else []
    return StringField(label, validators=[*rules, AtMost(length)], filters=[one_line])


def state_field(label: str) -> StateField:
    """Return a field for a state, or for any other place."""
    return StateField(label, validators=[AtMost(LINE_LENGTH)], filters=[one_line])


def long_text_field(label: str, *, required: str = "") -> TextAreaField:
    """Return a field for a text of several lines, of at most 2,000 characters."""
    rules: list[object] = [Required(required)] if required else []
    rules.append(AtMost(PARAGRAPHS_LENGTH))
    return TextAreaField(label, validators=rules, filters=[paragraphs])


def email_field(label: str) -> StringField:
    """Return a field for an e-mail address, which must be given."""
    words = lazy_gettext("Enter your e-mail address: everything is sent there.")
    rules = [Required(words), AtMost(EMAIL_LENGTH), AttendeeAddress()]
    return StringField(label, validators=rules, filters=[one_line])


def choice_field(label: str, words: Mapping[str, str], *, required: str = "") -> SelectField:
    """Return a list of values with their *words*, one of which is chosen.

    A form that leaves the field out has chosen the empty value, where that is offered.
    """
    return SelectField(
        label,
        choices=choices(words),
        default="" if "" in words else None,
        validators=[Required(required)] if required else [],
        invalid_choice_message=NOT_OFFERED,
    )


def choices_field(label: str, words: Mapping[str, str], *, required: str = "") -> Field:
    """Return a group of boxes, one for each value, with its *words*."""
    rules = [Required(required)] if required else []
    return MultiCheckboxField(label, choices=choices(words), validators=rules)


def choices(words: Mapping[str, str]) -> list[SelectChoice]:
    """Return what a field offers; words may still wait for the reader's language."""
    return [SelectChoice(value, said) for value, said in words.items()]


def language_field(label: str) -> SelectField:
    """Return a list of our languages, each named in itself."""
    return SelectField(
        label,
        choices=lambda _form, _field: choices({code: language_name(code) for code in languages()}),
        validators=[Required(NOT_OFFERED)],
        invalid_choice_message=NOT_OFFERED,
    )
