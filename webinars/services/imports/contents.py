"""The rows of a file, as they are kept: in parts, compressed."""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from webinars.domain.registrant_files.columns import LOOKED_AT
from webinars.errors import Invalid
from webinars.i18n import gettext
from webinars.models import RegistrantImport
from webinars.queries.imports import parts_of
from webinars.spreadsheets.formulas import restored
from webinars.spreadsheets.reading import read
from webinars.spreadsheets.rows import Row

# Few enough that nobody who registers meanwhile waits long for the locks of one part.
ROWS_IN_A_PART = 25


@dataclass(frozen=True)
class Contents:
    """A file that was read, ready to be kept."""

    parts: list[bytes]
    row_count: int
    beginning: list[Row]
    remarks: list[str]

    @property
    def width(self) -> int:
        """How many columns it has, as far as its beginning shows."""
        return max(len(row.cells) for row in self.beginning)


def read_contents(content: bytes, *, encoding: str = "") -> Contents:
    """Return what a file holds, empty rows left out; raise Invalid when it is no list."""
    table = read(content, encoding=encoding)
    rows = (_restored(row) for row in table.rows if not row.is_empty)
    contents = Contents([], 0, [], table.remarks)
    count = 0
    while some := list(islice(rows, ROWS_IN_A_PART)):
        contents.parts.append(packed(some))
        count += len(some)
        if len(contents.beginning) < LOOKED_AT:
            contents.beginning.extend(some)
    if not count:
        raise Invalid(gettext("This file is empty."))
    return Contents(contents.parts, count, contents.beginning, table.remarks)


def packed(rows: Iterable[Row]) -> bytes:
    """Return *rows* as they are kept."""
    text = json.dumps([[row.number, list(row.cells)] for row in rows], ensure_ascii=False)
    return zlib.compress(text.encode())


def unpacked(kept: bytes | None) -> Iterator[Row]:
    """Yield the rows of one part; none once they were deleted."""
    if kept is not None:
        for number, cells in json.loads(zlib.decompress(kept)):
            yield Row(number, tuple(cells))


def all_rows(found: RegistrantImport) -> Iterator[tuple[int, Row]]:
    """Yield every row that is kept of an import, with the number of its part."""
    for part in parts_of(found, with_rows=True):
        for row in unpacked(part.rows):
            yield part.number, row


def row_of(found: RegistrantImport, number: int) -> Row | None:
    """Return the row with that number, as a spreadsheet program shows it."""
    return next((row for _, row in all_rows(found) if row.number == number), None)


def sample(found: RegistrantImport, most: int) -> list[Row]:
    """Return the first rows below the names of the columns."""
    rows = (row for _, row in all_rows(found) if row.number > (found.header_row or 0))
    return list(islice(rows, most))


def _restored(row: Row) -> Row:
    cells: Sequence[str] = [restored(cell) if cell[:1] == "'" else cell for cell in row.cells]
    return Row(row.number, tuple(cells))
