"""The form of a series."""

from collections.abc import Mapping
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, StopValidation

from webinars.domain.slugs import is_slug
from webinars.domain.web_addresses import normal_origin
from webinars.i18n import gettext, languages, lazy_gettext
from webinars.models import Choice, Series, SeriesStatus, Sponsor
from webinars.services.series import SeriesDetails
from webinars.texts import Texts
from webinars.web.fields import (
    NOT_OFFERED,
    MultiCheckboxField,
    choices,
    language_field,
    paragraphs,
    text_field,
)
from webinars.web.organize.editing import EditForm
from webinars.web.organize.series.blueprint import own_language
from webinars.web.organize.texts_fields import TextsField
from webinars.web.organize.wall_times import Entry, date_field, time_field, typed
from webinars.web.organize.zone_search import ZoneSearchField

MOST_ORIGINS = 50
MOST_DAYS = 365
CHOICES: Mapping[str, str] = {
    Choice.SOME: lazy_gettext("One, some or all of the webinars"),
    Choice.ONE: lazy_gettext("One webinar only"),
    Choice.ALL: lazy_gettext("Always all of them"),
}


class SeriesForm(EditForm):
    """Everything that is set of a series."""

    title = TextsField(
        lazy_gettext("Title"), required=lazy_gettext("Enter a title."), own=own_language
    )
    description = TextsField(lazy_gettext("Description"), markdown=True, own=own_language)
    slug = text_field(lazy_gettext("Short name in its address"), length=80)
    language = language_field(lazy_gettext("Language it is written in first"))
    time_zone = ZoneSearchField(lazy_gettext("Time zone in which its times are announced"))
    choice = RadioField(
        lazy_gettext("What one registration may take"),
        choices=choices(CHOICES),
        default=Choice.SOME,
        validators=[InputRequired(NOT_OFFERED)],
    )
    opens_date = date_field(lazy_gettext("Registration opens on"))
    opens_time = time_field(lazy_gettext("Opens at"))
    closes_date = date_field(lazy_gettext("Registration closes on"))
    closes_time = time_field(lazy_gettext("Closes at"))
    organizer = SelectField(
        lazy_gettext("Organization that runs it"),
        choices=lambda form, _field: choices({"": gettext("None named"), **form.names}),
        default="",
        invalid_choice_message=NOT_OFFERED,
    )
    co_sponsors = MultiCheckboxField(
        lazy_gettext("Co-sponsors"), choices=lambda form, _field: choices(form.names)
    )
    access_days = IntegerField(
        lazy_gettext("Days ahead for access requests"),
        default=10,
        validators=[
            InputRequired(lazy_gettext("Enter a number of days.")),
            NumberRange(0, MOST_DAYS, lazy_gettext("Enter a number from 0 to 365.")),
        ],
    )
    embed_on = TextAreaField(
        lazy_gettext("Sites that may show it within their pages"), filters=[paragraphs]
    )
    is_demonstration = BooleanField(lazy_gettext("This is a demonstration: every page says so"))

    def __init__(self, sponsors: list[Sponsor], names: Mapping[str, str], **values: Any) -> None:
        """Offer *sponsors* under their *names* by slug."""
        # Before the fields are made, which offer them.
        self.sponsors = {sponsor.slug: sponsor for sponsor in sponsors}
        self.names = names
        super().__init__(**values)

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the moments, too."""
        is_valid = super().validate(extra_validators)
        zone = self.time_zone.data
        if not zone:
            return False
        self.opens_at = Entry(self.opens_date, self.opens_time).moment(zone)
        self.closes_at = Entry(self.closes_date, self.closes_time).moment(zone)
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            words = gettext("Registration must close after it opens.")
            self.closes_date.errors = (*self.closes_date.errors, words)
        return is_valid and not any(field.errors for field in self)

    def validate_slug(self, field: StringField) -> None:
        """Refuse what cannot stand in an address."""
        if field.data and not is_slug(field.data):
            raise StopValidation(
                gettext("Use small letters a to z, digits and hyphens only, such as health-2026.")
            )

    def validate_embed_on(self, field: Field) -> None:
        """Refuse what is no site."""
        lines = [line.strip() for line in (field.data or "").splitlines() if line.strip()]
        wrong = [line for line in lines if normal_origin(line) is None]
        if wrong:
            raise StopValidation(
                gettext(
                    "“%(line)s” is no site: write one in each line, such as "
                    "https://www.example.org, without a path.",
                    line=wrong[0],
                )
            )
        if len(lines) > MOST_ORIGINS:
            raise StopValidation(gettext("At most 50 sites can be named."))

    def details(self, slug: str, status: SeriesStatus) -> SeriesDetails:
        """Return the details that were entered."""
        lines = [line.strip() for line in (self.embed_on.data or "").splitlines()]
        origins = [origin for line in lines if (origin := normal_origin(line))]
        return SeriesDetails(
            slug=slug,
            title=self.title.data.led_by(self.language.data),
            description=self.description.data.led_by(self.language.data),
            language=self.language.data,
            time_zone=self.time_zone.data or "",
            registration_opens_at=self.opens_at,
            registration_closes_at=self.closes_at,
            choice=Choice(self.choice.data),
            status=status,
            is_demonstration=self.is_demonstration.data,
            embed_on=list(dict.fromkeys(origins)),
            organizer=self.sponsors.get(self.organizer.data),
            access_days=self.access_days.data,
        )

    def chosen_sponsors(self) -> list[Sponsor]:
        """Return the co-sponsors that were ticked."""
        return [self.sponsors[slug] for slug in self.co_sponsors.data]


def held(series: Series) -> dict[str, Any]:
    """Return what the fields of the form hold for *series*."""
    opens = typed(series.registration_opens_at, series.time_zone, "opens")
    closes = typed(series.registration_closes_at, series.time_zone, "closes")
    return {
        "title": in_order(series.title),
        "description": in_order(series.description),
        "slug": series.slug,
        "language": series.language,
        "time_zone": series.time_zone,
        "choice": series.choice.value,
        **{name: value for name, value in (opens | closes).items() if "which" not in name},
        "organizer": series.organizer.slug if series.organizer else "",
        "co_sponsors": [sponsor.slug for sponsor in series.co_sponsors],
        "access_days": series.access_days,
        "embed_on": "\n".join(series.embed_on),
        "is_demonstration": series.is_demonstration,
    }


def in_order(texts: Texts) -> Texts:
    """Return *texts* in the order in which a form shows its languages."""
    own = next(iter(texts), "")
    return Texts({code: texts.get(code, "") for code in (own, *languages(), *texts) if code})
