"""Duplicating a series: choose what comes along, see the new dates, then make the draft."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField
from wtforms.validators import StopValidation

from webinars.clock import utcnow
from webinars.domain import scheduling
from webinars.domain.permissions import Permission
from webinars.domain.slugs import free_slug, slug_of
from webinars.errors import NotAllowed
from webinars.extensions import transaction
from webinars.i18n import gettext, lazy_gettext
from webinars.models import Series
from webinars.queries.series_lists import taken_slugs
from webinars.services import duplicates
from webinars.services.duplicates import Part, Wanted
from webinars.web.fields import choices_field, one_line
from webinars.web.forms import Form, shown_again
from webinars.web.organize.access import allowed, for_series, the_user
from webinars.web.organize.confirming import is_confirmed, posted
from webinars.web.organize.series.blueprint import bp, own_language, write_in
from webinars.web.organize.series.forms import in_order
from webinars.web.organize.texts_fields import TextsField
from webinars.web.organize.wall_times import DateInput

PARTS: Mapping[str, str] = {
    Part.WEBINARS: lazy_gettext("Its webinars, with texts, seats and hours"),
    Part.SPEAKERS: lazy_gettext("The speakers of the webinars"),
    Part.PRACTICES: lazy_gettext("The practices of the webinars"),
    Part.CO_SPONSORS: lazy_gettext("Co-sponsors"),
    Part.QUESTIONS: lazy_gettext("The questions of the registration form"),
    Part.REMINDERS: lazy_gettext("The rules for reminders and follow-ups"),
    Part.WORDING: lazy_gettext("The wording of its mails"),
    Part.MEMBERS: lazy_gettext("The colleagues who work on it"),
}


class CopyForm(Form):
    """How the copy is to be."""

    title = TextsField(
        lazy_gettext("Title of the copy"),
        required=lazy_gettext("Enter a title."),
        own=own_language,
    )
    first_date = StringField(
        lazy_gettext("The first webinar takes place on this day or soon after"),
        widget=DateInput(),
        filters=[one_line],
    )
    parts = choices_field(lazy_gettext("What comes along"), PARTS)

    def validate_first_date(self, field: StringField) -> None:
        """Refuse what is no date; nothing keeps the dates as they are."""
        if field.data and self.first_day() is None:
            raise StopValidation(gettext("Enter a date such as 2026-12-01."))

    def first_day(self) -> date | None:
        """Return the day that was entered."""
        noon = scheduling.parse_wall_time(f"{self.first_date.data} 12:00")
        return noon.date() if isinstance(noon, datetime) else None


@bp.route("/<series>/duplicate", methods=["GET", "POST"])
@for_series(Permission.EDIT_SERIES)
@shown_again
def duplicate(series: Series) -> ResponseReturnValue:
    """Copy a series; the dates are shown before anything is made."""
    write_in(series.language)
    form = CopyForm(data=_proposed(series))
    if not allowed(Permission.CREATE_SERIES):
        raise NotAllowed(gettext("Only organizers and owners can create a series."))
    is_accepted = form.accepted()
    if is_accepted and is_confirmed():
        with transaction():
            copy = _copy(series, form)
        flash(gettext("The copy is there, as a draft. Check its dates, then publish it."))
        return redirect(url_for(".show", series=copy), 303)
    weeks = _weeks(series, form)
    return form.page(
        "organize/series/duplicate.html",
        series=series,
        weeks=weeks,
        shifted=duplicates.shifted(series, weeks) if is_accepted else [],
        posted=posted() if is_accepted else [],
    )


def _proposed(series: Series) -> dict[str, Any]:
    return {"title": in_order(series.title), "first_date": "", "parts": list(PARTS)}


def _weeks(series: Series, form: CopyForm) -> int:
    first = form.first_day()
    return duplicates.weeks_until(series, first) if first else 0


def _copy(series: Series, form: CopyForm) -> str:
    title = form.title.data
    slug = free_slug(slug_of(next(iter(title.values())), otherwise=series.slug), taken_slugs())
    parts = frozenset(Part(name) for name in form.parts.data)
    wanted = Wanted(title, slug, _weeks(series, form), parts)
    return duplicates.duplicate(series, wanted, now=utcnow(), actor=the_user()).slug
