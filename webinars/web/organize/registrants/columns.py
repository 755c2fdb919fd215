"""The columns of the list of registrants: which there are, and which are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from webinars.domain.registrant_filters import SortKey
from webinars.i18n import lazy_gettext


@dataclass(frozen=True)
class Column:
    """One column beside the name; *key* names it in addresses, as in exports."""

    key: str
    label: str
    sort: SortKey | None = None
    is_usual: bool = False


COLUMNS: Sequence[Column] = (
    Column("email", lazy_gettext("E-mail address"), is_usual=True),
    Column("organization", lazy_gettext("Organization"), SortKey.ORGANIZATION, is_usual=True),
    Column("role", lazy_gettext("Role")),
    Column("state", lazy_gettext("State or territory")),
    Column("webinars", lazy_gettext("Webinars"), SortKey.STATUS, is_usual=True),
    Column("calendar", lazy_gettext("Answers of the calendar")),
    Column("registered_at", lazy_gettext("Registered at"), SortKey.REGISTERED, is_usual=True),
    Column("language", lazy_gettext("Language")),
    Column("time_zone", lazy_gettext("Time zone")),
    Column("ref", lazy_gettext("Came through")),
    Column("access", lazy_gettext("What would help to take part")),
)
USUAL = tuple(column.key for column in COLUMNS if column.is_usual)


def chosen_columns(args: MultiDict[str, str]) -> list[Column]:
    """Return the columns that an address asks for; without any that exist, the usual ones."""
    asked = args.getlist("columns")
    chosen = [column for column in COLUMNS if column.key in asked]
    return chosen or [column for column in COLUMNS if column.is_usual]


def columns_args(columns: Sequence[Column]) -> Mapping[str, list[str]]:
    """Return what an address says to show *columns* again; nothing for the usual ones."""
    keys = [column.key for column in columns]
    return {} if keys == list(USUAL) else {"columns": keys}
