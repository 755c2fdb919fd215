"""A series as a file: to keep, to change by hand, to load elsewhere."""

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.errors import Conflict, Invalid, NotAllowed, WebinarsError
from webinars.extensions import transaction
from webinars.i18n import gettext
from webinars.models import Series
from webinars.queries.series import series_for_organizers
from webinars.services import bundles
from webinars.services.bundles.reading import open_draft
from webinars.services.bundles.report import Report
from webinars.services.bundles.tree import SIZE_LIMIT
from webinars.web.forms import Form, shown_again
from webinars.web.organize.access import allowed, for_installation, for_series, the_user
from webinars.web.organize.series.blueprint import bp
from webinars.web.organize.uploads import takes_file, uploaded


@bp.get("/<series>/export.yaml")
@for_series(Permission.EDIT_SERIES)
def export(series: Series) -> ResponseReturnValue:
    """Hand out the series as the file that would load it again."""
    response = Response(bundles.export(series.slug), mimetype="application/yaml")
    response.headers.set("Content-Disposition", "attachment", filename=f"{series.slug}.yaml")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@bp.route("/load", methods=["GET", "POST"])
@takes_file(SIZE_LIMIT + 1)
@for_installation(Permission.CREATE_SERIES)
@shown_again
def load() -> ResponseReturnValue:
    """Create a series from a file: all of it, or nothing."""
    form = Form()
    problems: list[str] = []
    if form.accepted():
        try:
            slug, report = _load()
        except WebinarsError as error:
            form.status = 422
            problems = error.message.splitlines()
        else:
            for line in [*report.changes[:1], *report.kept[:1]]:
                flash(line)
            return redirect(url_for(".show", series=slug), 303)
    return form.page("organize/series/load.html", problems=problems)


def _load() -> tuple[str, Report]:
    file = uploaded("file")
    if file is None:
        raise Invalid(gettext("Choose a file."))
    slug = open_draft(file.content).series_slug
    try:
        with transaction():
            _refuse_others_series(slug)
            report = bundles.load(file.content, folder=None, now=utcnow(), actor=the_user())
    except IntegrityError:
        words = gettext("Somebody else was changing the same at that moment; try again.")
        raise Conflict(words) from None
    return slug, report


def _refuse_others_series(slug: str) -> None:
    stored = series_for_organizers(slug)
    if stored is not None and not allowed(Permission.EDIT_SERIES, stored):
        raise NotAllowed(gettext("There is a series with this short name that is not yours."))
    if stored is not None:
        raise Conflict(
            gettext(
                "There is a series %(slug)s already. Change it on its pages, where you see what "
                "is sent to whom; or give the one in the file another slug.",
                slug=slug,
            )
        )
