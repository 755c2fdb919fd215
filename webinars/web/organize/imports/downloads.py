"""Rows of a list to take home: those that were left out, with the reasons."""

from collections.abc import Iterator

from flask import Response
from flask.typing import ResponseReturnValue

from webinars.domain.permissions import Permission
from webinars.i18n import gettext
from webinars.models import RegistrantImport, Series
from webinars.queries.imports import import_in
from webinars.services.imports.contents import all_rows
from webinars.spreadsheets.writing import csv_pieces
from webinars.web.organize.access import for_series
from webinars.web.organize.imports.blueprint import bp
from webinars.web.organize.imports.problems import problems_by_row


@bp.get("/<int:number>/problems.csv")
@for_series(Permission.MANAGE_REGISTRANTS)
def problems(series: Series, number: int) -> ResponseReturnValue:
    """Hand out everything that is wrong, with the rows as they were as long as they are kept."""
    found = import_in(series, number)
    response = Response(b"".join(csv_pieces(_rows(found))), mimetype="text/csv")
    response.headers.set(
        "Content-Disposition", "attachment", filename=f"{series.slug}-import-{number}-problems.csv"
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _rows(found: RegistrantImport) -> Iterator[list[str]]:
    yield [gettext("Row"), gettext("Left out"), gettext("What is wrong"), *found.header]
    kept = {row.number: row.cells for _, row in all_rows(found)}
    for number, wrong in problems_by_row(found):
        is_left_out = any(not one.is_warning for one in wrong)
        reasons = " ".join(f"{one.column}: {one.words}" for one in wrong)
        yes = gettext("yes") if is_left_out else ""
        yield [str(number), yes, reasons, *kept.get(number, ())]
