"""Who and what belongs to a webinar: speakers, practices, co-sponsors of the catalog."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import FieldList, FormField, SelectField
from wtforms import Form as PlainForm
from wtforms.validators import StopValidation

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.errors import WebinarsError
from webinars.extensions import transaction
from webinars.i18n import gettext, lazy_gettext
from webinars.models import Series, Speaker, Webinar
from webinars.queries.offers import practices_offered, speakers_offered, sponsors_offered
from webinars.services import ties
from webinars.texts import Texts
from webinars.web.fields import NOT_OFFERED, MultiCheckboxField, choices
from webinars.web.filters import wording
from webinars.web.forms import shown_again
from webinars.web.organize.access import for_series, the_user
from webinars.web.organize.editing import EditForm
from webinars.web.organize.series.blueprint import own_language, write_in
from webinars.web.organize.series.forms import in_order
from webinars.web.organize.texts_fields import TextsField
from webinars.web.organize.webinars.blueprint import bp, webinar_of

EMPTY_ROWS = 2


class AppearanceForm(PlainForm):
    """One speaker and what they do in the webinar."""

    speaker = SelectField(
        lazy_gettext("Speaker"),
        choices=lambda _form, _field: choices(
            {"": gettext("Nobody"), **{one.slug: one.name for one in speakers_offered()}}
        ),
        default="",
        validate_choice=False,
    )
    role = TextsField(lazy_gettext("Role"), own=own_language)


class PeopleForm(EditForm):
    """What a webinar is tied to."""

    practices = MultiCheckboxField(
        lazy_gettext("Practices it is about"),
        choices=lambda _form, _field: choices(
            {one.slug: str(wording(one.name)) for one in practices_offered()}
        ),
    )
    co_sponsors = MultiCheckboxField(
        lazy_gettext("Co-sponsors of this webinar alone"),
        choices=lambda _form, _field: choices(
            {one.slug: one.acronym or str(wording(one.name)) for one in sponsors_offered()}
        ),
    )
    speakers = FieldList(FormField(AppearanceForm), lazy_gettext("Speakers"))

    def __init__(self, webinar: Webinar) -> None:
        """Begin with what is chosen, and rows for more."""
        write_in(webinar.series.language)
        super().__init__(data=_filled(webinar))

    def validate_speakers(self, field: FieldList) -> None:
        """Refuse a speaker who is not offered, or is there twice."""
        chosen = [row.speaker.data for row in field if row.speaker.data]
        offered = {one.slug for one in speakers_offered()}
        for row in field:
            if row.speaker.data and row.speaker.data not in offered:
                row.speaker.errors = [str(NOT_OFFERED)]
            elif chosen.count(row.speaker.data) > 1:
                row.speaker.errors = [gettext("Each speaker can be there once only.")]
        wrong = [words for row in field for words in row.speaker.errors]
        if wrong:
            raise StopValidation(wrong[0])

    def appearances(self) -> list[tuple[str, Texts]]:
        """Return the chosen speakers' slugs and roles, in order."""
        return [(row.speaker.data, row.role.data) for row in self.speakers if row.speaker.data]


@bp.route("/<webinar>/people", methods=["GET", "POST"])
@for_series(Permission.EDIT_SERIES)
@shown_again
def people(series: Series, webinar: str) -> ResponseReturnValue:
    """Choose speakers, practices and co-sponsors."""
    form = PeopleForm(webinar_of(series, webinar))
    if form.accepted():
        try:
            with transaction():
                _save(form, webinar_of(series, webinar))
        except WebinarsError as error:
            form.refuse(error)
        else:
            flash(gettext("The webinar is saved."))
            return redirect(url_for(".show", series=series.slug, webinar=webinar), 303)
    found = webinar_of(series, webinar)
    return form.page("organize/webinars/people.html", series=series, webinar=found)


def _save(form: PeopleForm, webinar: Webinar) -> None:
    form.refuse_overwriting(_filled(webinar))
    now, actor = utcnow(), the_user()
    speakers: dict[str, Speaker] = {one.slug: one for one in speakers_offered()}
    practices = [one for one in practices_offered() if one.slug in form.practices.data]
    sponsors = [one for one in sponsors_offered() if one.slug in form.co_sponsors.data]
    parts = [(speakers[slug], role) for slug, role in form.appearances() if slug in speakers]
    ties.set_appearances(webinar, parts, now=now, actor=actor)
    ties.set_practices(webinar, practices, now=now, actor=actor)
    ties.set_co_sponsors(webinar, sponsors, now=now, actor=actor)


def _filled(webinar: Webinar) -> dict[str, Any]:
    """Return what is chosen, and rows for more."""
    held = _held(webinar)
    return held | {"speakers": held["speakers"] + [{"speaker": "", "role": Texts()}] * EMPTY_ROWS}


def _held(webinar: Webinar) -> dict[str, Any]:
    return {
        "practices": [practice.slug for practice in webinar.practices],
        "co_sponsors": [sponsor.slug for sponsor in webinar.co_sponsors],
        "speakers": [
            {"speaker": part.speaker.slug, "role": in_order(part.role)}
            for part in webinar.appearances
        ],
    }
