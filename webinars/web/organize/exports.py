"""Taking registrants away as a file: exactly those that the list's filter shows."""

from collections.abc import Iterator

from flask import Blueprint, Response, request, stream_with_context
from flask.typing import ResponseReturnValue
from wtforms import RadioField

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.domain.registrant_filters import RegistrantFilters
from webinars.extensions import transaction
from webinars.i18n import gettext, lazy_gettext
from webinars.models import Series
from webinars.queries.registrant_lists import matching_ids
from webinars.services import exports
from webinars.spreadsheets.writing import csv_pieces, workbook_pieces
from webinars.web.fields import MultiCheckboxField, Required, choices
from webinars.web.forms import Form, shown_again
from webinars.web.organize.access import for_series, the_user

bp = Blueprint("exports", __name__, url_prefix="/registrants/<series>/export")

CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ExportForm(Form):
    """Which columns, in which kind of file."""

    columns = MultiCheckboxField(
        lazy_gettext("Columns"),
        validators=[Required(lazy_gettext("Choose at least one column."))],
    )
    format = RadioField(
        lazy_gettext("Kind of file"),
        choices=choices(
            {
                XLSX: lazy_gettext("Excel workbook (.xlsx)"),
                CSV: lazy_gettext("CSV file, for any program (.csv)"),
            }
        ),
        default=XLSX,
        validators=[Required(lazy_gettext("Choose the kind of file."))],
    )

    def __init__(self, series: Series) -> None:
        """Offer every column; those are ticked that the list showed, or the usual ones."""
        offered = exports.columns_of(series)
        asked = request.args.getlist("columns")
        # The list shows names always, and does not ask for them.
        ticked = [one.key for one in exports.chosen_columns(series, asked and ["name", *asked])]
        super().__init__(columns=ticked)
        self.columns.choices = choices({one.key: one.name for one in offered})


@bp.route("/", methods=["GET", "POST"])
@for_series(Permission.EXPORT_REGISTRANTS)
@shown_again
def show(series: Series) -> ResponseReturnValue:
    """Say how many registrants the file will hold; then hand it out, and note who took it."""
    form = ExportForm(series)
    filters = RegistrantFilters.read(request.args)
    ids = matching_ids(series.id, filters)
    if not form.accepted():
        return form.page(
            "organize/exports/show.html",
            series=series,
            count=len(ids),
            is_filtered=not filters.is_empty,
        )
    columns = exports.chosen_columns(series, form.columns.data)
    with transaction():
        exports.note(
            series,
            count=len(ids),
            file_format=form.format.data,
            columns=columns,
            filters=filters,
            actor=the_user(),
            now=utcnow(),
        )
    return _file(series, exports.rows(ids, columns), form.format.data)


def _file(series: Series, rows: Iterator[list[str]], kind: str) -> Response:
    pieces = csv_pieces(rows)
    if kind == XLSX:
        pieces = workbook_pieces(rows, sheet=gettext("Registrants"))
    response = Response(stream_with_context(pieces), content_type=TYPES[kind])
    name = f"{series.slug}-registrants-{utcnow():%Y-%m-%d}.{kind}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
