"""The steps of an import: start, stop, go on, undo, and let go."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.errors import Conflict, WebinarsError
from webinars.extensions import transaction
from webinars.i18n import gettext
from webinars.models import ImportState, RegistrantImport, Series
from webinars.queries.imports import import_in
from webinars.services.imports import keeping
from webinars.web.forms import shown_again
from webinars.web.organize.access import for_series, the_user
from webinars.web.organize.imports.blueprint import bp
from webinars.web.organize.imports.forms import StepForm

Step = Callable[[RegistrantImport, datetime], None]


@bp.post("/<int:number>/start")
@for_series(Permission.MANAGE_REGISTRANTS)
def start(series: Series, number: int) -> ResponseReturnValue:
    """Begin: the worker registers the people."""
    return _go(series, number, lambda found, now: keeping.start(found, actor=the_user(), now=now))


@bp.post("/<int:number>/stop")
@for_series(Permission.MANAGE_REGISTRANTS)
def stop(series: Series, number: int) -> ResponseReturnValue:
    """Register nobody else."""
    words = gettext("The import is stopped. Who is registered already stays registered.")
    return _go(
        series,
        number,
        lambda found, now: keeping.stop(found, actor=the_user(), now=now),
        words=words,
        # It goes on while somebody reads the page: a step later it is the same import.
        must_be_seen=False,
    )


@bp.post("/<int:number>/resume")
@for_series(Permission.MANAGE_REGISTRANTS)
def resume(series: Series, number: int) -> ResponseReturnValue:
    """Go on where it was stopped."""
    return _go(series, number, lambda found, now: keeping.resume(found, actor=the_user(), now=now))


@bp.route("/<int:number>/invite", methods=["GET", "POST"])
@for_series(Permission.MANAGE_REGISTRANTS)
@shown_again
def invite(series: Series, number: int) -> ResponseReturnValue:
    """Ask once whether those who were registered without a word are to be written to."""
    found = import_in(series, number)
    if found.state not in (ImportState.DONE,):
        return redirect(url_for(".show", series=series.slug, number=number))
    form = StepForm(found)
    if form.accepted():
        return _go(
            series, number, lambda found, now: keeping.invite(found, actor=the_user(), now=now)
        )
    return form.page("organize/imports/invite.html", series=series, found=found)


@bp.route("/<int:number>/undo", methods=["GET", "POST"])
@for_series(Permission.MANAGE_REGISTRANTS)
@shown_again
def undo(series: Series, number: int) -> ResponseReturnValue:
    """Ask once whether the seats that the import made are to be given up."""
    found = import_in(series, number)
    if found.state not in (ImportState.DONE, ImportState.STOPPED):
        return redirect(url_for(".show", series=series.slug, number=number))
    form = StepForm(found)
    if form.accepted():
        return _go(
            series, number, lambda found, now: keeping.undo(found, actor=the_user(), now=now)
        )
    return form.page("organize/imports/undo.html", series=series, found=found)


@bp.route("/<int:number>/discard", methods=["GET", "POST"])
@for_series(Permission.MANAGE_REGISTRANTS)
@shown_again
def discard(series: Series, number: int) -> ResponseReturnValue:
    """Ask once whether the file is to be deleted; nobody was registered from it."""
    found = import_in(series, number)
    if found.state not in (ImportState.KEPT, ImportState.CHECKED):
        return redirect(url_for(".show", series=series.slug, number=number))
    form = StepForm(found)
    if form.accepted():
        with transaction():
            keeping.discard(import_in(series, number))
        flash(gettext("The file is deleted. Nobody was registered from it."))
        return redirect(url_for(".index", series=series.slug), 303)
    return form.page("organize/imports/discard.html", series=series, found=found)


def _go(
    series: Series, number: int, step: Step, *, words: str = "", must_be_seen: bool = True
) -> ResponseReturnValue:
    """Do one step, or say why not, and show how the import stands now."""
    try:
        with transaction():
            found = import_in(series, number)
            if must_be_seen and not StepForm(found).is_of(found):
                raise Conflict(_has_moved())
            step(found, utcnow())
    except WebinarsError as error:
        flash(error.message, "error")
    else:
        if words:
            flash(words)
    return redirect(url_for(".show", series=series.slug, number=number), 303)


def _has_moved() -> str:
    return gettext(
        "This import has changed since you opened the page. Nothing was done: look at it again."
    )
