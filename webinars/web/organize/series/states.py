"""Publishing, hiding, archiving, restoring and deleting a series: each says first what it does."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.errors import WebinarsError
from webinars.extensions import transaction
from webinars.i18n import gettext, lazy_gettext
from webinars.models import Series
from webinars.queries.series_lists import registration_counts, seat_count
from webinars.services import series_states
from webinars.services.series_states import to_come
from webinars.web.forms import Confirmation, shown_again
from webinars.web.organize.access import for_series, the_user
from webinars.web.organize.flashing import flash_undo
from webinars.web.organize.series.blueprint import bp


@dataclass(frozen=True)
class Turn:
    """A step from one state to another, and the one that takes it back."""

    act: Callable[..., None]
    template: str
    done: str
    undo: str


PUBLISH = Turn(
    series_states.publish,
    "organize/series/publish.html",
    lazy_gettext("The series is public."),
    "organize.series.unpublish",
)
UNPUBLISH = Turn(
    series_states.unpublish,
    "organize/series/unpublish.html",
    lazy_gettext("The series is a draft again: the public does not see it."),
    "organize.series.publish",
)
ARCHIVE = Turn(
    series_states.archive,
    "organize/series/archive.html",
    lazy_gettext("The series is archived."),
    "organize.series.restore",
)
RESTORE = Turn(
    series_states.restore,
    "organize/series/restore.html",
    lazy_gettext("The series is no longer archived."),
    "organize.series.archive",
)


@bp.route("/<series>/publish", methods=["GET", "POST"])
@for_series(Permission.EDIT_SERIES)
@shown_again
def publish(series: Series) -> ResponseReturnValue:
    """Let the public see a draft."""
    return _turned(series, PUBLISH)


@bp.route("/<series>/unpublish", methods=["GET", "POST"])
@for_series(Permission.EDIT_SERIES)
@shown_again
def unpublish(series: Series) -> ResponseReturnValue:
    """Make a public series a draft again."""
    return _turned(series, UNPUBLISH)


@bp.route("/<series>/archive", methods=["GET", "POST"])
@for_series(Permission.EDIT_SERIES)
@shown_again
def archive(series: Series) -> ResponseReturnValue:
    """Put a series away that is over."""
    return _turned(series, ARCHIVE)


@bp.route("/<series>/restore", methods=["GET", "POST"])
@for_series(Permission.EDIT_SERIES)
@shown_again
def restore(series: Series) -> ResponseReturnValue:
    """Bring an archived series back."""
    return _turned(series, RESTORE)


@bp.route("/<series>/delete", methods=["GET", "POST"])
@for_series(Permission.EDIT_SERIES)
@shown_again
def delete(series: Series) -> ResponseReturnValue:
    """Delete a draft that nobody has registered for."""
    form = Confirmation()
    if form.accepted():
        try:
            with transaction():
                series_states.remove(series, now=utcnow(), actor=the_user())
        except WebinarsError as error:
            form.refuse(error)
        else:
            flash(gettext("The draft is deleted."))
            return redirect(url_for(".index"), 303)
    return form.page(
        "organize/series/delete.html",
        series=series,
        registrations=registration_counts([series]).get(series.id, 0),
    )


def _turned(series: Series, turn: Turn) -> ResponseReturnValue:
    form = Confirmation()
    if form.accepted():
        try:
            with transaction():
                turn.act(series, now=utcnow(), actor=the_user())
        except WebinarsError as error:
            form.refuse(error)
        else:
            flash_undo(str(turn.done), turn.undo, series=series.slug)
            return redirect(url_for(".show", series=series.slug), 303)
    now = utcnow()
    return form.page(
        turn.template,
        series=series,
        ahead=to_come(series, now),
        registrations=registration_counts([series]).get(series.id, 0),
        seated=seat_count(series),
        publishing=series_states.foretell_publishing(series, now=now),
    )
