"""Writing tables piece by piece, so that a download begins at once however long it is."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from zipfile import ZIP_DEFLATED, ZipFile

from webinars.spreadsheets.formulas import defused
from webinars.spreadsheets.sheets import Outlet, row_xml, split_workbook

# Excel takes a CSV file for Unicode only with this mark.
MARK = "\ufeff"
ROWS_AT_ONCE = 500
Cells = Sequence[str]


def csv_pieces(rows: Iterable[Cells]) -> Iterator[bytes]:
    """Yield a CSV file as it is made; no cell of it is a formula."""
    buffer = io.StringIO(newline="")
    buffer.write(MARK)
    writer = csv.writer(buffer)
    for number, row in enumerate(rows):
        writer.writerow([defused(cell) for cell in row])
        if number % ROWS_AT_ONCE == 0:
            # The first row goes out at once: the download begins.
            yield _taken(buffer)
    yield _taken(buffer)


def workbook_pieces(rows: Iterable[Cells], *, sheet: str) -> Iterator[bytes]:
    """Yield a workbook with one sheet as it is made; everything in it is text.

    The first of *rows* is its heading. XlsxWriter makes the workbook with that row alone; the
    others are put into its sheet on the way out, since it could only pack them at the end.
    """
    rows = iter(rows)
    shell = split_workbook(next(rows), sheet)
    outlet = Outlet()
    with ZipFile(outlet, "w", ZIP_DEFLATED) as packed:
        for name, content in shell.files.items():
            packed.writestr(name, content)
        with packed.open(shell.sheet_name, "w") as page:
            page.write(shell.before)
            number = 1
            yield outlet.taken()
            while batch := list(islice(rows, ROWS_AT_ONCE)):
                lines = (row_xml(number + place, row) for place, row in enumerate(batch, 1))
                page.write("".join(lines).encode())
                number += len(batch)
                yield outlet.taken()
            page.write(shell.after)
    yield outlet.taken()


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
