"""Writing tables: CSV piece by piece, and workbooks into a file."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

import xlsxwriter  # type: ignore[import-untyped]  # it has no types

from webinars.spreadsheets.formulas import defused

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


def write_workbook(rows: Iterable[Cells], file: IO[bytes], *, sheet: str) -> None:
    """Write a workbook with one sheet into *file*, row by row; everything in it is text."""
    workbook = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    heading = workbook.add_format({"bold": True})
    page = workbook.add_worksheet(sheet)
    page.freeze_panes(1, 0)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell:
                page.write_string(number, column, defused(cell), heading if number == 0 else None)
    workbook.close()


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
