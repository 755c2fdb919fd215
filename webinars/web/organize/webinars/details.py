"""Adding and changing a webinar: the form, what it would do, and only then the change."""

from datetime import datetime

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.domain.slugs import free_slug, slug_of
from webinars.errors import Conflict, WebinarsError
from webinars.extensions import transaction
from webinars.i18n import gettext
from webinars.models import Series, Webinar, WebinarStatus
from webinars.services import change_previews
from webinars.services import webinars as services
from webinars.services.webinars import WebinarDetails
from webinars.web.forms import shown_again
from webinars.web.organize.access import for_series, the_user
from webinars.web.organize.confirming import is_confirmed, posted, wants_back
from webinars.web.organize.messages.rule_forms import rule_words
from webinars.web.organize.webinars.blueprint import bp, webinar_of
from webinars.web.organize.webinars.differences import differences
from webinars.web.organize.webinars.forms import WebinarForm, held
from webinars.web.organize.zone_search import offered

CONFIRM = "organize/webinars/confirm.html"


@bp.route("/new", methods=["GET", "POST"])
@for_series(Permission.EDIT_SERIES)
@shown_again
def new(series: Series) -> ResponseReturnValue:
    """Add a webinar, after saying who would be invited to it."""
    form = WebinarForm(series)
    if not wants_back() and form.accepted():
        now = utcnow()
        try:
            if is_confirmed():
                webinar = _create(form, series, now)
                flash(gettext("The webinar is added."))
                return _to_mails(webinar, now)
            change = change_previews.of_new(series, _new_details(form, series), now=now)
            return form.page(
                CONFIRM,
                series=series,
                webinar=None,
                change=change,
                posted=posted(),
                changes=[],
                rule_words=rule_words,
            )
        except WebinarsError as error:
            form.refuse(error)
    return form.page("organize/webinars/edit.html", series=series, webinar=None, zones=offered())


@bp.route("/<webinar>/edit", methods=["GET", "POST"])
@for_series(Permission.EDIT_SERIES)
@shown_again
def edit(series: Series, webinar: str) -> ResponseReturnValue:
    """Change a webinar, after saying who would be told of what."""
    found = webinar_of(series, webinar)
    form = WebinarForm(series, found)
    if not wants_back() and form.accepted():
        now = utcnow()
        try:
            if is_confirmed():
                _save(form, series, webinar, now)
                flash(gettext("The webinar is saved."))
                return _to_mails(found, now)
            return _confirmation(form, found, now)
        except WebinarsError as error:
            form.refuse(error)
            found = webinar_of(series, webinar)
    return form.page("organize/webinars/edit.html", series=series, webinar=found, zones=offered())


def _confirmation(form: WebinarForm, webinar: Webinar, now: datetime) -> ResponseReturnValue:
    series = webinar.series
    form.refuse_overwriting(held(series, webinar))
    details = _changed_details(form, webinar)
    change = change_previews.of_change(webinar, details, now=now)
    changes = differences(webinar, details)
    if not changes:
        flash(gettext("Nothing was changed: all is as it was."))
        return redirect(url_for(".show", series=series.slug, webinar=webinar.slug), 303)
    return form.page(
        CONFIRM,
        series=series,
        webinar=webinar,
        change=change,
        posted=posted(),
        changes=changes,
        rule_words=rule_words,
    )


def _create(form: WebinarForm, series: Series, now: datetime) -> Webinar:
    with transaction():
        details = _new_details(form, series)
        return services.create(series, details, now=now, actor=the_user())


def _save(form: WebinarForm, series: Series, slug: str, now: datetime) -> None:
    with transaction():
        webinar = webinar_of(series, slug)
        form.refuse_overwriting(held(series, webinar))
        details = _changed_details(form, webinar)
        services.change(webinar, details, now=now, actor=the_user())


def _new_details(form: WebinarForm, series: Series) -> WebinarDetails:
    taken = {webinar.slug for webinar in series.webinars}
    title = next(iter(form.title.data.values()))
    slug = form.slug.data or free_slug(slug_of(title, otherwise="webinar"), taken)
    _refuse_taken(slug, taken)
    position = max((webinar.position for webinar in series.webinars), default=0) + 1
    return form.details(slug, position, WebinarStatus.SCHEDULED)


def _changed_details(form: WebinarForm, webinar: Webinar) -> WebinarDetails:
    slug = form.slug.data or webinar.slug
    _refuse_taken(slug, {one.slug for one in webinar.series.webinars if one is not webinar})
    return form.details(slug, webinar.position, webinar.status)


def _refuse_taken(slug: str, taken: set[str]) -> None:
    if slug in taken:
        words = gettext("Another webinar of the series has this short name already.")
        raise Conflict(words, fields={"slug": words})


def _to_mails(webinar: Webinar, now: datetime) -> ResponseReturnValue:
    address = url_for(
        ".mails", series=webinar.series.slug, webinar=webinar.slug, since=now.isoformat()
    )
    return redirect(address, 303)
