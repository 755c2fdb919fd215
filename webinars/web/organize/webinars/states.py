"""Cancelling a webinar, letting it take place after all, removing one nobody asked for."""

from dataclasses import replace

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.change_preview import ChangePreview
from webinars.domain.permissions import Permission
from webinars.errors import WebinarsError
from webinars.extensions import transaction
from webinars.i18n import gettext
from webinars.models import Series, Webinar, WebinarStatus
from webinars.queries.audiences import is_asked_for
from webinars.services import change_previews
from webinars.services import webinars as services
from webinars.web.forms import Confirmation, shown_again
from webinars.web.organize.access import for_series, the_user
from webinars.web.organize.messages.rule_forms import rule_words
from webinars.web.organize.webinars.blueprint import bp, webinar_of
from webinars.web.organize.webinars.forms import TurnForm


@bp.route("/<webinar>/cancel", methods=["GET", "POST"])
@for_series(Permission.EDIT_SERIES)
@shown_again
def cancel(series: Series, webinar: str) -> ResponseReturnValue:
    """Call a webinar off, after saying who is told."""
    return _turned(series, webinar, WebinarStatus.CANCELLED, gettext("The webinar is cancelled."))


@bp.route("/<webinar>/revive", methods=["GET", "POST"])
@for_series(Permission.EDIT_SERIES)
@shown_again
def revive(series: Series, webinar: str) -> ResponseReturnValue:
    """Let a cancelled webinar take place after all, after saying who is invited again."""
    return _turned(series, webinar, WebinarStatus.SCHEDULED, gettext("The webinar takes place."))


@bp.route("/<webinar>/remove", methods=["GET", "POST"])
@for_series(Permission.EDIT_SERIES)
@shown_again
def remove(series: Series, webinar: str) -> ResponseReturnValue:
    """Remove a webinar that nobody has registered for."""
    found = webinar_of(series, webinar)
    form = Confirmation()
    if form.accepted():
        try:
            with transaction():
                services.remove(webinar_of(series, webinar), now=utcnow(), actor=the_user())
        except WebinarsError as error:
            form.refuse(error)
        else:
            flash(gettext("The webinar is removed."))
            return redirect(url_for("organize.series.show", series=series.slug), 303)
    return form.page(
        "organize/webinars/remove.html",
        series=series,
        webinar=found,
        is_asked_for=is_asked_for(found),
    )


def _turned(series: Series, slug: str, status: WebinarStatus, done: str) -> ResponseReturnValue:
    webinar = webinar_of(series, slug)
    if webinar.status is status:
        return redirect(url_for(".show", series=series.slug, webinar=slug), 303)
    form, now = TurnForm(data={"revision": str(webinar.revision)}), utcnow()
    if form.accepted():
        try:
            with transaction():
                webinar = webinar_of(series, slug)
                form.refuse_overwriting({"revision": str(webinar.revision)})
                details = replace(services.details_of(webinar), status=status)
                services.change(webinar, details, now=now, actor=the_user())
        except WebinarsError as error:
            form.refuse(error)
            form.revision.data = str(webinar.revision)
        else:
            flash(done)
            address = url_for(".mails", series=series.slug, webinar=slug, since=now.isoformat())
            return redirect(address, 303)
    webinar = webinar_of(series, slug)
    name = "cancel" if status is WebinarStatus.CANCELLED else "revive"
    change = _foretold(webinar, status)
    return form.page(
        f"organize/webinars/{name}.html",
        series=series,
        webinar=webinar,
        change=change,
        rule_words=rule_words,
    )


def _foretold(webinar: Webinar, status: WebinarStatus) -> ChangePreview | None:
    """Return what the turn would do, or None when it cannot be."""
    details = replace(services.details_of(webinar), status=status)
    try:
        return change_previews.of_change(webinar, details, now=utcnow())
    except WebinarsError:
        return None
