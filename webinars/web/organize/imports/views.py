"""Sending a file, matching its columns, and looking at where an import stands."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.errors import Conflict, Invalid
from webinars.extensions import transaction
from webinars.models import ImportState, RegistrantImport, Series
from webinars.queries.enrollments import seats
from webinars.queries.imports import import_in, imports_of
from webinars.services.imports import checking, keeping
from webinars.services.imports.contents import Contents, read_contents, sample
from webinars.services.imports.keeping import UNDER_WAY
from webinars.spreadsheets.limits import MOST_BYTES
from webinars.web.forms import shown_again
from webinars.web.organize.access import for_series, the_user
from webinars.web.organize.imports.blueprint import KINDS, STATES, bp
from webinars.web.organize.imports.forms import (
    LOOK,
    ColumnsForm,
    StepForm,
    UploadForm,
    columns_form,
)
from webinars.web.organize.imports.problems import page_of_problems
from webinars.web.organize.uploads import Upload, takes_file

ROWS_SHOWN = 3
SECONDS_TO_LOOK_AGAIN = 4


@bp.route("/", methods=["GET", "POST"])
@takes_file(MOST_BYTES)
@for_series(Permission.MANAGE_REGISTRANTS)
@shown_again
def index(series: Series) -> ResponseReturnValue:
    """Take a file, and list those that came before."""
    form = UploadForm()
    file = form.file.data
    if form.accepted() and file is not None:
        contents = _read(form, file)
        if contents is not None:
            with transaction():
                found = keeping.keep(
                    series,
                    contents,
                    file_name=file.name.replace("\\", "/").rpartition("/")[2],
                    user=the_user(),
                    now=utcnow(),
                )
            return redirect(url_for(".columns", series=series.slug, number=found.id), 303)
    return form.page(
        "organize/imports/index.html",
        series=series,
        imports=imports_of(series),
        states=STATES,
        kinds=KINDS,
        most_megabytes=MOST_BYTES // (1024 * 1024),
    )


@bp.route("/<int:number>/columns", methods=["GET", "POST"])
@for_series(Permission.MANAGE_REGISTRANTS)
@shown_again
def columns(series: Series, number: int) -> ResponseReturnValue:
    """Say what the columns mean and what is to happen; then the list is looked through."""
    found = import_in(series, number)
    if found.state not in (ImportState.KEPT, ImportState.CHECKED):
        return redirect(url_for(".show", series=series.slug, number=number))
    rows = sample(found, ROWS_SHOWN)
    form = columns_form(found, rows, now=utcnow())
    is_look = LOOK in request.form
    if form.accepted() or (is_look and form.is_submitted() and not form.header_row.errors):
        try:
            act = _name_columns if is_look else _look_through
            act(form, series, number)
        except (Conflict, Invalid) as error:
            form.refuse(error)
        else:
            endpoint = ".columns" if is_look else ".show"
            return redirect(url_for(endpoint, series=series.slug, number=number), 303)
    return form.page(
        "organize/imports/columns.html", series=series, found=found, rows=rows, look=LOOK
    )


@bp.get("/<int:number>")
@for_series(Permission.MANAGE_REGISTRANTS)
def show(series: Series, number: int) -> ResponseReturnValue:
    """Show what would happen, what is happening, or what happened."""
    found = import_in(series, number)
    if found.state is ImportState.KEPT:
        return redirect(url_for(".columns", series=series.slug, number=number))
    response = make_response(
        render_template(
            f"organize/imports/{_template(found)}.html",
            series=series,
            found=found,
            form=StepForm(found),
            state=STATES[found.state],
            kind=KINDS.get(found.state, ""),
            seats=_seats(found),
            problems=page_of_problems(found),
            is_watched="still" not in request.args,
        )
    )
    return _looked_at_again(response, found)


def _read(form: UploadForm, file: Upload) -> Contents | None:
    try:
        return read_contents(file.content, encoding=form.encoding.data)
    except Invalid as error:
        form.refuse(Invalid(error.message, fields={"file": error.message}))
        return None


def _name_columns(form: ColumnsForm, series: Series, number: int) -> None:
    with transaction():
        keeping.name_columns(import_in(series, number), form.header_row.data)


def _look_through(form: ColumnsForm, series: Series, number: int) -> None:
    found = import_in(series, number)
    examination = checking.look_through(
        found, form.columns(), form.options(), header_row=found.header_row, now=utcnow()
    )
    with transaction():
        checking.settle(import_in(series, number), examination)


def _template(found: RegistrantImport) -> str:
    if found.state is ImportState.CHECKED:
        return "plan"
    return "progress" if found.state in UNDER_WAY else "result"


def _seats(found: RegistrantImport) -> list[dict[str, object]]:
    """Return for each webinar of the plan how many ask, and how many of them will wait."""
    wanted = found.plan.get("seats", {})
    webinars = [webinar for webinar in found.series.webinars if webinar.slug in wanted]
    counted = seats(webinars)
    rows: list[dict[str, object]] = []
    for webinar in webinars:
        asked, one = wanted[webinar.slug], counted[webinar.id]
        left = None if one.free is None else (0 if one.waiting else one.free)
        waiting = 0 if left is None else max(0, asked - left)
        rows.append({"webinar": webinar, "asked": asked, "free": left, "waiting": waiting})
    return rows


def _looked_at_again(response: Response, found: RegistrantImport) -> Response:
    """Let the browser load the page of something under way again, unless asked not to."""
    if found.state in UNDER_WAY and "still" not in request.args:
        response.headers["Refresh"] = str(SECONDS_TO_LOOK_AGAIN)
    response.headers["Cache-Control"] = "private, no-store"
    return response
