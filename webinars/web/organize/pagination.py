"""Long lists, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request, url_for
from sqlalchemy import Select, func, select

from webinars.extensions import db

Row = TypeVar("Row")
PER_PAGE = 50
# Beyond it no database could count.
MOST_PAGES = 1_000_000


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list, and where in it they stand; *number* counts from 1."""

    rows: Sequence[Row]
    number: int
    per_page: int
    total: int

    @property
    def count(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.per_page))

    @property
    def first(self) -> int:
        """The place of the first row in the whole list, from 1; 0 in an empty one."""
        return min(self.total, (self.number - 1) * self.per_page + 1)

    @property
    def last(self) -> int:
        """The place of the last row in the whole list."""
        return min(self.total, self.number * self.per_page)

    def address(self, number: int) -> str:
        """Return the address of another page of the same list, with the same filters."""
        values: dict[str, Any] = request.args.to_dict(flat=False)
        values.pop("page", None)
        if number > 1:
            values["page"] = str(number)
        return url_for(str(request.endpoint), **(request.view_args or {}), **values)


def page_asked_for() -> int:
    """Return the number in ``?page=``; 1 where there is none that makes sense."""
    asked = request.args.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 1
    return min(max(1, number), MOST_PAGES)


def paginated(
    statement: Select[Any], *, total: int | None = None, per_page: int = PER_PAGE
) -> Page[Any]:
    """Return the asked-for page of what *statement* selects, the last one beyond the end.

    Of a statement for one entity the rows are its objects. *total* spares the counting.
    """
    if total is None:
        counted = select(func.count()).select_from(statement.order_by(None).subquery())
        total = db.session.scalar(counted) or 0
    number = min(page_asked_for(), max(1, -(-total // per_page)))
    result = db.session.execute(statement.limit(per_page).offset((number - 1) * per_page))
    single = len(statement.selected_columns) > 0 and len(statement.column_descriptions) == 1
    rows = result.scalars().all() if single else result.all()
    return Page(rows, number, per_page, total)


def page_of(rows: Sequence[Row], *, per_page: int = PER_PAGE) -> Page[Row]:
    """Return the asked-for page of *rows*, which are all there; the last one beyond the end."""
    number = min(page_asked_for(), max(1, -(-len(rows) // per_page)))
    first = (number - 1) * per_page
    return Page(rows[first : first + per_page], number, per_page, len(rows))
