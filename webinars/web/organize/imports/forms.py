"""The forms of an import: the file, what its columns mean, and what is to happen."""

from datetime import datetime
from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField
from wtforms.validators import NumberRange, Optional

from webinars.domain.registrant_files.columns import Target
from webinars.i18n import current_language, gettext, lazy_gettext
from webinars.models import Choice, RegistrantImport, Webinar
from webinars.services.imports.options import Options, question_names
from webinars.services.imports.words import target_name
from webinars.spreadsheets.encodings import CHOICES
from webinars.spreadsheets.limits import MOST_ROWS
from webinars.spreadsheets.rows import Row
from webinars.web.fields import (
    NOT_OFFERED,
    MultiCheckboxField,
    Required,
    choice_field,
    choices,
    language_field,
    long_text_field,
)
from webinars.web.forms import Form
from webinars.web.organize.uploads import UploadField
from webinars.web.zone_field import TimeZoneField

EXAMPLE_LENGTH = 40
# The button that looks at another row for the names of columns.
LOOK = "look"


class UploadForm(Form):
    """Takes a file with a list of people."""

    file = UploadField(
        lazy_gettext("File"),
        validators=[Required(lazy_gettext("Choose the file with the list."))],
    )
    encoding = choice_field(
        lazy_gettext("Letters are written in"),
        {"": lazy_gettext("Find out by itself")} | CHOICES,
    )


class ColumnsForm(Form):
    """What the columns of a list mean, and what is to happen with its people."""

    header_row = IntegerField(
        lazy_gettext("Row with the names of the columns"),
        validators=[Optional(), NumberRange(1, MOST_ROWS)],
    )
    chosen = MultiCheckboxField(lazy_gettext("Webinars for everybody of whom the list names none"))
    everything = BooleanField(lazy_gettext("All webinars, also those added later"))
    mails = RadioField(
        lazy_gettext("Do we write to these people?"),
        choices=choices(
            {
                "yes": lazy_gettext("Yes: they get a welcome and their invitations"),
                "no": lazy_gettext("No: register them without a word"),
            }
        ),
        validators=[Required(lazy_gettext("Say whether we write to these people."))],
        validate_choice=False,
    )
    consent_wording = long_text_field(lazy_gettext("How did these people agree?"))
    time_zone = TimeZoneField(lazy_gettext("Time zone"))
    language = language_field(lazy_gettext("Language"))

    def __init__(self, found: RegistrantImport, *, now: datetime) -> None:
        """Offer what the list and its series have."""
        self.found = found
        super().__init__(**_beginnings(found))
        # Else the list itself may tell it; the dry run asks for it where neither does.
        self.consent_wording.flags.required = Target.CONSENT not in found.columns
        self.chosen.choices = choices(
            {
                webinar.slug: webinar.title.pick(current_language()).text
                for webinar in offered(found, now=now)
            }
        )

    @property
    def column_fields(self) -> list[SelectField]:
        """The fields that say which column means what."""
        return [field for field in self if field.name.startswith("column_")]

    def columns(self) -> dict[str, int]:
        """Return by target the column chosen for it."""
        return {
            target: int(self[name].data)
            for target, name in _names(self.found).items()
            if self[name].data
        }

    def options(self) -> Options:
        """Return what was decided."""
        return Options(
            webinars=tuple(self.chosen.data),
            takes_everything=self.everything.data,
            is_invited=self.mails.data == "yes",
            consent=self.consent_wording.data,
            language=self.language.data,
            time_zone=self.time_zone.data,
        )


class StepForm(Form):
    """A button for one step; it acts only on what the person has seen."""

    seen = HiddenField()

    def __init__(self, found: RegistrantImport) -> None:
        """Note how the import stands on the page."""
        super().__init__(seen=found.changed_at.isoformat())

    def is_of(self, found: RegistrantImport) -> bool:
        """Whether nothing has changed since the page was opened."""
        return bool(self.seen.data == found.changed_at.isoformat())


def columns_form(found: RegistrantImport, rows: list[Row], *, now: datetime) -> ColumnsForm:
    """Return the form with a field for each thing that a column may mean."""
    words = {"": gettext("Not in the list")} | {
        str(place): _column(name, place, rows) for place, name in enumerate(found.header)
    }
    fields: dict[str, Any] = {
        name: SelectField(
            target_name(found.series, target),
            choices=choices(words),
            default="",
            validators=_needed(target),
            invalid_choice_message=NOT_OFFERED,
        )
        for target, name in _names(found).items()
    }
    made: ColumnsForm = type("SomeColumnsForm", (ColumnsForm,), fields)(found, now=now)
    return made


def _needed(target: str) -> list[Required]:
    if target != Target.EMAIL:
        return []
    return [Required(gettext("Say which column holds the e-mail addresses."))]


def offered(found: RegistrantImport, *, now: datetime) -> list[Webinar]:
    """Return the webinars that people can still be registered for."""
    return [one for one in found.series.webinars if not one.is_cancelled and not one.is_over(now)]


def _names(found: RegistrantImport) -> dict[str, str]:
    """Return what the form calls the field of each target."""
    targets = [*(target.value for target in Target), *question_names(found.series)]
    return {target: f"column_{target.replace(':', '_')}" for target in targets}


def _column(name: str, place: int, rows: list[Row]) -> str:
    examples = [row.cells[place] for row in rows if place < len(row.cells) and row.cells[place]]
    if not examples:
        return name
    example = " ".join(examples[0].split())[:EXAMPLE_LENGTH]
    return gettext("%(column)s (such as %(example)s)", column=name, example=example)


def _beginnings(found: RegistrantImport) -> dict[str, Any]:
    columns = {name: str(found.columns.get(target, "")) for target, name in _names(found).items()}
    beginnings = columns | {"header_row": found.header_row}
    if not found.options:
        return beginnings | {
            "time_zone": found.series.time_zone,
            "language": found.series.language,
            "everything": found.series.choice is Choice.ALL,
        }
    options = Options.of(found.options)
    return beginnings | {
        "chosen": list(options.webinars),
        "everything": options.takes_everything,
        "mails": "yes" if options.is_invited else "no",
        "consent_wording": options.consent,
        "time_zone": options.time_zone,
        "language": options.language,
    }
