"""Text files of rows: CSV with whatever stands between the cells."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from webinars.errors import Invalid
from webinars.i18n import gettext
from webinars.spreadsheets.encodings import encoding_of
from webinars.spreadsheets.limits import MOST_LETTERS
from webinars.spreadsheets.rows import Row, Table, checked

DELIMITERS = (",", ";", "\t", "|")
LOOKED_AT = 64 * 1024
RECORDS_LOOKED_AT = 50
# Excel's own first line that names the delimiter.
NAMED = "sep="


@dataclass(frozen=True)
class Dialect:
    """How one file is to be read."""

    encoding: str
    delimiter: str
    # Whether the first line names the delimiter, and is no row.
    is_named: bool
    is_strict: bool = True


def read_delimited(content: bytes, *, encoding: str = "") -> Table:
    """Return the rows of a text file; raise Invalid, in words, when it cannot be one.

    All of it is looked through first: walking through the rows raises nothing any more.
    """
    found = encoding_of(content, encoding)
    remarks = []
    if found.is_guess:
        remarks.append(
            gettext(
                "This file is in no Unicode encoding. We read it as Windows-1252: check that "
                "letters such as é and ñ are right."
            )
        )
    dialect = _dialect(content, found.name)
    if not _is_strict(content, dialect):
        dialect = Dialect(dialect.encoding, dialect.delimiter, dialect.is_named, is_strict=False)
        remarks.append(
            gettext(
                "Some quotation marks in this file stand where they should not. Check that no "
                "columns are mixed up."
            )
        )
        for _ in _rows(content, dialect):
            pass
    return Table(_rows(content, dialect), remarks)


def _dialect(content: bytes, encoding: str) -> Dialect:
    beginning = _text(content, encoding).read(LOOKED_AT)
    first, _, _ = beginning.partition("\n")
    named = first.strip().strip('"')
    if named.casefold().startswith(NAMED) and named[len(NAMED) :] in DELIMITERS:
        return Dialect(encoding, named[len(NAMED) :], is_named=True)
    if first.startswith(NAMED) and first.rstrip("\r\n").endswith("\t"):
        return Dialect(encoding, "\t", is_named=True)
    return Dialect(encoding, max(DELIMITERS, key=lambda one: _fitness(beginning, one)), False)


def _fitness(beginning: str, delimiter: str) -> tuple[int, int]:
    """Return how many rows agree on how many cells; several cells each, or nothing counts."""
    lines = io.StringIO(beginning, newline="")
    try:
        records = list(islice(csv.reader(lines, delimiter=delimiter), RECORDS_LOOKED_AT))
    except csv.Error:
        return (0, 0)
    widths = Counter(len(record) for record in records if len(record) > 1)
    if not widths:
        return (0, 0)
    width, agreeing = max(widths.items(), key=lambda found: (found[1], found[0]))
    return (agreeing, width)


def _is_strict(content: bytes, dialect: Dialect) -> bool:
    """Whether all quotes stand where they should; raises Invalid for what no reader can mend."""
    rows = _rows(content, dialect)
    number = 0
    try:
        for row in rows:
            number = row.number
    except csv.Error as error:
        if "unexpected end" in str(error) or "limit" in str(error):
            raise Invalid(
                gettext(
                    "In row %(row)s a quotation mark begins a text that never ends. Close it, "
                    "or take it out.",
                    row=number + 1,
                )
            ) from None
        return False
    return True


def _rows(content: bytes, dialect: Dialect) -> Iterator[Row]:
    csv.field_size_limit(MOST_LETTERS * 4)
    lines = _without_nul(_text(content, dialect.encoding))
    skipped = 1 if dialect.is_named else 0
    for _ in range(skipped):
        next(lines, None)
    reader = csv.reader(lines, delimiter=dialect.delimiter, strict=dialect.is_strict)
    for number, cells in enumerate(reader, start=1 + skipped):
        yield checked(number, cells)


def _text(content: bytes, encoding: str) -> io.TextIOWrapper:
    # Line ends are left to the CSV reader, which knows those inside of quotes.
    return io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")


def _without_nul(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if "\0" in line:
            raise Invalid(
                gettext("This is no text file. Choose a CSV file or an Excel workbook (.xlsx).")
            )
        yield line
