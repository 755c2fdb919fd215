"""The form of a webinar."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from wtforms import BooleanField, Field, HiddenField, IntegerField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional, StopValidation

from webinars.domain.slugs import RESERVED, is_slug
from webinars.domain.web_addresses import is_secure_address, is_web_address
from webinars.i18n import gettext, language_name_here, lazy_gettext
from webinars.models import Series, Webinar, WebinarStatus
from webinars.services.webinars import WebinarDetails
from webinars.web.fields import MultiCheckboxField, choices, text_field
from webinars.web.organize.editing import EditForm
from webinars.web.organize.series.blueprint import own_language, write_in
from webinars.web.organize.series.forms import in_order
from webinars.web.organize.texts_fields import TextsField
from webinars.web.organize.wall_times import (
    Entry,
    date_field,
    occurrence_field,
    time_field,
    typed,
)
from webinars.web.organize.zone_search import ZoneSearchField

MINUTE = timedelta(minutes=1)
USUAL_MINUTES = 60
MOST_MINUTES = 24 * 60
MOST_SEATS = 1_000_000
ADDRESS_LENGTH = 2000
# Languages that people in the United States most often need interpretation into.
USUAL_LANGUAGES = ("es", "zh", "vi", "ar", "fr", "ht", "ko", "pt", "ru", "tl", "so", "hmn")


class WebinarForm(EditForm):
    """Everything that is set of a webinar, but whether it is cancelled."""

    title = TextsField(
        lazy_gettext("Title"), required=lazy_gettext("Enter a title."), own=own_language
    )
    description = TextsField(lazy_gettext("Description"), markdown=True, own=own_language)
    starts_date = date_field(lazy_gettext("Date"))
    starts_time = time_field(lazy_gettext("Begins at"))
    starts_which = occurrence_field()
    minutes = IntegerField(
        lazy_gettext("How long, in minutes"),
        validators=[
            Optional(),
            NumberRange(1, MOST_MINUTES, lazy_gettext("Enter a number from 1 to 1440.")),
        ],
    )
    time_zone = ZoneSearchField(
        lazy_gettext("Time zone of this webinar"), empty=lazy_gettext("As the series")
    )
    capacity = IntegerField(
        lazy_gettext("Seats"),
        validators=[
            Optional(),
            NumberRange(0, MOST_SEATS, lazy_gettext("Enter a number of seats, or nothing.")),
        ],
    )
    join_url = text_field(lazy_gettext("Address to join, on the platform"), length=ADDRESS_LENGTH)
    recording_url = text_field(lazy_gettext("Address of the recording"), length=ADDRESS_LENGTH)
    offers_captions = BooleanField(lazy_gettext("Live captions"))
    offers_sign_language = BooleanField(lazy_gettext("Sign language interpretation"))
    is_recorded = BooleanField(lazy_gettext("It will be recorded"))
    interpretation = MultiCheckboxField(
        lazy_gettext("Interpretation into"), choices=lambda form, _field: form.spoken()
    )
    slug = text_field(lazy_gettext("Short name in its address"), length=80)

    def __init__(self, series: Series, webinar: Webinar | None = None, **values: Any) -> None:
        """Write texts in the language of *series* first; times are in its zone or an own one."""
        write_in(series.language)
        self.series = series
        self.languages = (*USUAL_LANGUAGES, *(webinar.interpretation if webinar else ()))
        super().__init__(data=values or held(series, webinar))

    def spoken(self) -> list[SelectChoice]:
        """Return the languages into which it may be interpreted."""
        return choices({code: language_name_here(code) for code in self.languages})

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the moment, too."""
        is_valid = super().validate(extra_validators)
        if self.time_zone.errors:
            return False
        entry = Entry(self.starts_date, self.starts_time, self.starts_which)
        self.starts_at = entry.moment(self.time_zone.data or self.series.time_zone)
        if self.starts_at and not self.minutes.data:
            words = gettext("Enter how many minutes it takes.")
            self.minutes.errors = (*self.minutes.errors, words)
        return is_valid and not any(field.errors for field in self)

    def validate_slug(self, field: Field) -> None:
        """Refuse what cannot stand in an address, or is the address of another page."""
        if field.data and not is_slug(field.data):
            raise StopValidation(
                gettext("Use small letters a to z, digits and hyphens only, such as first-steps.")
            )
        if field.data in RESERVED:
            raise StopValidation(gettext("This is the address of another page; choose another."))

    def validate_join_url(self, field: Field) -> None:
        """Refuse what is no address."""
        if field.data and not is_web_address(field.data):
            raise StopValidation(gettext("Enter a full address that begins with https://."))

    def validate_recording_url(self, field: Field) -> None:
        """Refuse what is no safe address."""
        if field.data and not is_secure_address(field.data):
            raise StopValidation(gettext("Enter a full address that begins with https://."))

    def details(self, slug: str, position: int, status: WebinarStatus) -> WebinarDetails:
        """Return the details that were entered."""
        language = self.series.language
        minutes = self.minutes.data or 0
        return WebinarDetails(
            slug=slug,
            position=position,
            title=self.title.data.led_by(language),
            description=self.description.data.led_by(language),
            starts_at=self.starts_at,
            ends_at=self.starts_at and self.starts_at + minutes * MINUTE,
            time_zone=self.time_zone.data or None,
            capacity=self.capacity.data,
            join_url=self.join_url.data or None,
            recording_url=self.recording_url.data or None,
            status=status,
            offers_captions=self.offers_captions.data,
            offers_sign_language=self.offers_sign_language.data,
            interpretation=tuple(self.interpretation.data),
            is_recorded=self.is_recorded.data,
        )


class TurnForm(EditForm):
    """A button, and the state of the webinar in which its page was seen."""

    revision = HiddenField(lazy_gettext("How often the webinar was changed"))


def held(series: Series, webinar: Webinar | None) -> Mapping[str, Any]:
    """Return what the fields of the form hold for *webinar*, or for a new one."""
    if webinar is None:
        return {"minutes": USUAL_MINUTES, **typed(None, series.time_zone, "starts")}
    return {
        "title": in_order(webinar.title),
        "description": in_order(webinar.description),
        **typed(webinar.starts_at, webinar.zone, "starts"),
        "minutes": _minutes(webinar),
        "time_zone": webinar.time_zone or "",
        "capacity": webinar.capacity,
        "join_url": webinar.join_url or "",
        "recording_url": webinar.recording_url or "",
        "offers_captions": webinar.offers_captions,
        "offers_sign_language": webinar.offers_sign_language,
        "is_recorded": webinar.is_recorded,
        "interpretation": list(webinar.interpretation),
        "slug": webinar.slug,
    }


def _minutes(webinar: Webinar) -> int | None:
    if webinar.starts_at is None or webinar.ends_at is None:
        return None
    return (webinar.ends_at - webinar.starts_at) // MINUTE
