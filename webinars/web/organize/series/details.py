"""Creating a series, and changing what is set of it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.domain.slugs import free_slug, slug_of
from webinars.errors import Conflict, WebinarsError
from webinars.extensions import transaction
from webinars.i18n import current_language, gettext
from webinars.models import Series, SeriesStatus, Sponsor
from webinars.queries.offers import sponsors_offered
from webinars.queries.series_lists import taken_slugs
from webinars.services import series as services
from webinars.services import ties
from webinars.web.filters import wording
from webinars.web.forms import shown_again
from webinars.web.organize.access import for_installation, for_series, the_user
from webinars.web.organize.series.blueprint import bp, write_in
from webinars.web.organize.series.forms import SeriesForm, held
from webinars.web.organize.zone_search import offered


@bp.route("/new", methods=["GET", "POST"])
@for_installation(Permission.CREATE_SERIES)
@shown_again
def new() -> ResponseReturnValue:
    """Create a draft."""
    form = _form(language=current_language(), time_zone=the_user().time_zone)
    if form.accepted():
        try:
            slug = _create(form)
        except WebinarsError as error:
            form.refuse(error)
        else:
            flash(gettext("The draft is there. Nobody else sees it yet: now add its webinars."))
            return redirect(url_for(".show", series=slug), 303)
    return form.page("organize/series/new.html", zones=offered())


@bp.route("/<series>/edit", methods=["GET", "POST"])
@for_series(Permission.EDIT_SERIES)
@shown_again
def edit(series: Series) -> ResponseReturnValue:
    """Change what is set of a series."""
    write_in(series.language)
    form = _form(**held(series))
    if form.accepted():
        try:
            _save(form, series)
        except WebinarsError as error:
            form.refuse(error)
        else:
            flash(gettext("The series is saved."))
            return redirect(url_for(".show", series=form.slug.data or series.slug), 303)
    return form.page("organize/series/edit.html", series=series, zones=offered())


def _form(**values: object) -> SeriesForm:
    sponsors = sponsors_offered()
    names = {one.slug: one.acronym or str(wording(one.name)) for one in sponsors}
    return SeriesForm(sponsors, names, data=values)


def _create(form: SeriesForm) -> str:
    now = utcnow()
    with transaction():
        title = next(iter(form.title.data.values()), "")
        slug = form.slug.data or free_slug(slug_of(title, otherwise="series"), taken_slugs())
        _refuse_taken(slug)
        again = _reread(form)
        details = form.details(slug, SeriesStatus.DRAFT)
        series = services.create(details, now=now, actor=the_user())
        ties.set_co_sponsors(series, again, now=now, actor=the_user())
        return series.slug


def _save(form: SeriesForm, series: Series) -> None:
    now = utcnow()
    with transaction():
        form.refuse_overwriting(held(series))
        slug = form.slug.data or series.slug
        if slug != series.slug:
            _refuse_taken(slug)
        sponsors = _reread(form)
        details = form.details(slug, series.status)
        services.change(series, details, now=now, actor=the_user())
        ties.set_co_sponsors(series, sponsors, now=now, actor=the_user())


def _reread(form: SeriesForm) -> list[Sponsor]:
    """Take the organizations as they are in this transaction; return the chosen co-sponsors."""
    form.sponsors = {one.slug: one for one in sponsors_offered()}
    return form.chosen_sponsors()


def _refuse_taken(slug: str) -> None:
    if slug in taken_slugs():
        words = gettext("Another series has this short name already.")
        raise Conflict(words, fields={"slug": words})
