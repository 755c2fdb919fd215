"""The inside of a workbook (ECMA-376): what XlsxWriter makes, cut open where rows go in."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from zipfile import ZipFile

import xlsxwriter  # type: ignore[import-untyped]  # it has no types
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

from webinars.spreadsheets.formulas import defused

SHEET = "xl/worksheets/sheet1.xml"
END_OF_ROWS = b"</sheetData>"
# It says which cells are filled: not known before the last row, and not required.
DIMENSION = re.compile(rb"<dimension [^>]*/>")
# What XML cannot hold is written by its number, and so is what would be read as such a number.
BY_NUMBER = re.compile("[\0-\b\v\f\x0e-\x1f\ud800-\udfff\ufffe\uffff\r]|_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True)
class Shell:
    """A workbook without the rows of its sheet, whose file is in two parts around them."""

    files: dict[str, bytes]
    sheet_name: str
    before: bytes
    after: bytes


class Outlet(io.RawIOBase):
    """A file that is only written to, and emptied from the front."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        """Yes; and it cannot be sought in, so that nobody comes back to what has left."""
        return True

    def write(self, piece: bytes, /) -> int:  # type: ignore[override]  # ZipFile gives bytes
        """Keep *piece* until it is taken."""
        self.pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        """Return all that was written since the last time."""
        pieces, self.pieces = self.pieces, []
        return b"".join(pieces)


def split_workbook(heading: Sequence[str], sheet: str) -> Shell:
    """Return a workbook whose only sheet is called *sheet* and has a fixed, bold *heading*."""
    file = io.BytesIO()
    # In this mode the text of a cell stands in the cell.
    workbook = xlsxwriter.Workbook(file, {"constant_memory": True})
    bold = workbook.add_format({"bold": True})
    page = workbook.add_worksheet(sheet)
    page.freeze_panes(1, 0)
    for column, cell in enumerate(heading):
        page.write_string(0, column, defused(cell), bold)
    workbook.close()
    with ZipFile(file) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    before, end, after = DIMENSION.sub(b"", files.pop(SHEET)).partition(END_OF_ROWS)
    return Shell(files, SHEET, before, end + after)


def row_xml(number: int, cells: Sequence[str]) -> str:
    """Return the row with this *number*, counted from 1, as it stands in a sheet."""
    filled = (
        f'<c r="{_letters(column)}{number}" t="inlineStr">'
        f'<is><t xml:space="preserve">{_text(cell)}</t></is></c>'
        for column, cell in enumerate(cells)
        if cell
    )
    return f'<row r="{number}">{"".join(filled)}</row>'


def _text(cell: str) -> str:
    written = BY_NUMBER.sub(lambda found: f"_x{ord(found[0]):04X}_", defused(cell))
    return escape(written, quote=False)


@cache
def _letters(column: int) -> str:
    letters: str = xl_col_to_name(column)
    return letters
