"""A row of a table, as it was read."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from webinars.errors import Invalid
from webinars.i18n import gettext
from webinars.spreadsheets.limits import MOST_COLUMNS, MOST_LETTERS, MOST_ROWS


@dataclass(frozen=True)
class Row:
    """The cells of one row, and its number as a spreadsheet program shows it."""

    number: int
    cells: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """What a file holds; its rows can be walked through once."""

    rows: Iterator[Row]
    # What the person should know about how it was read.
    remarks: list[str] = field(default_factory=list)


def checked(number: int, cells: list[str]) -> Row:
    """Return the row; raise Invalid when it is beyond a limit."""
    if number > MOST_ROWS:
        raise Invalid(
            gettext(
                "This file has more than %(most)s rows. Split it into several files.",
                most=f"{MOST_ROWS:,}",
            )
        )
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise Invalid(
            gettext(
                "Row %(row)s has more than %(most)s columns. Take out those that are not needed.",
                row=number,
                most=MOST_COLUMNS,
            )
        )
    if any(len(cell) > MOST_LETTERS for cell in cells):
        raise Invalid(
            gettext(
                "A cell in row %(row)s has more than %(most)s characters.",
                row=number,
                most=f"{MOST_LETTERS:,}",
            )
        )
    return Row(number, tuple(cells))
