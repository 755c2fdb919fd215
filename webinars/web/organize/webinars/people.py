"""Who and what belongs to a webinar: speakers, practices, co-sponsors of the catalog."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import FieldList, FormField, SelectField
from wtforms import Form as PlainForm

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.errors import WebinarsError
from webinars.extensions import transaction
from webinars.i18n import gettext, lazy_gettext
from webinars.models import Series, Speaker, Webinar
from webinars.queries.offers import practices_offered, speakers_offered, sponsors_offered
from webinars.services import ties
from webinars.texts import Texts
from webinars.web.fields import NOT_OFFERED, choices, choices_field
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

    speaker = SelectField(lazy_gettext("Speaker"), default="", validate_choice=False)
    role = TextsField(lazy_gettext("Role"), own=own_language)


class PeopleForm(EditForm):
    """What a webinar is tied to."""

    practices = choices_field(lazy_gettext("Practices it is about"), {})
    co_sponsors = choices_field(lazy_gettext("Co-sponsors of this webinar alone"), {})
    speakers = FieldList(FormField(AppearanceForm), lazy_gettext("Speakers"))

    def __init__(self, webinar: Webinar) -> None:
        """Offer all that the catalog has."""
        write_in(webinar.series.language)
        self.offered = {one.slug: one for one in speakers_offered()}
        super().__init__(data=_filled(webinar))
        self.practices.choices = choices(
            {one.slug: str(wording(one.name)) for one in practices_offered()}
        )
        self.co_sponsors.choices = choices(
            {one.slug: one.acronym or str(wording(one.name)) for one in sponsors_offered()}
        )
        names = {one.slug: one.name for one in self.offered.values()}
        for row in self.speakers:
            row.speaker.choices = choices({"": gettext("Nobody"), **names})
        self.remember()

    def validate_speakers(self, field: FieldList) -> None:
        """Refuse a speaker who is not offered, or is there twice."""
        chosen = [row.speaker.data for row in field if row.speaker.data]
        for row in field:
            if row.speaker.data and row.speaker.data not in self.offered:
                row.speaker.errors = [str(NOT_OFFERED)]
            elif chosen.count(row.speaker.data) > 1:
                row.speaker.errors = [gettext("Each speaker can be there once only.")]

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
