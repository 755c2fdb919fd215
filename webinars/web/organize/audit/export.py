"""The audit as a table for other programs: exactly what the filters show."""

from collections.abc import Iterator

from flask import Response, stream_with_context
from flask.typing import ResponseReturnValue

from webinars.domain.audit_filters import AuditFilters
from webinars.domain.permissions import Permission
from webinars.i18n import gettext
from webinars.models import Series
from webinars.queries.audit import all_entries
from webinars.spreadsheets.writing import csv_pieces
from webinars.web.organize.access import for_installation, for_series, the_user
from webinars.web.organize.audit.asked import filters_asked_for
from webinars.web.organize.audit.lines import Change, lines


@for_installation(Permission.SEE_WHOLE_AUDIT)
def download() -> ResponseReturnValue:
    """Send what was done anywhere."""
    return _answer(None)


@for_series(Permission.SEE_AUDIT)
def download_of_series(series: Series) -> ResponseReturnValue:
    """Send what was done in one series."""
    return _answer(series)


def _answer(series: Series | None) -> ResponseReturnValue:
    zone = the_user().time_zone
    filters = filters_asked_for(series, zone)
    pieces = stream_with_context(csv_pieces(_rows(filters, zone)))
    response = Response(pieces, content_type="text/csv; charset=utf-8")
    name = f"audit-{series.slug}.csv" if series is not None else "audit.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _rows(filters: AuditFilters, zone: str) -> Iterator[list[str]]:
    yield [
        gettext("When"),
        gettext("Who"),
        gettext("Address"),
        gettext("What was done"),
        gettext("Kind"),
        gettext("To what"),
        gettext("Series"),
        gettext("Fields"),
        gettext("Before and after"),
    ]
    for entries in all_entries(filters):
        for line in lines(entries, zone):
            yield [
                line.at.isoformat(timespec="seconds"),
                line.who,
                line.address,
                line.what,
                line.kind,
                line.subject,
                line.series.slug if line.series else "",
                ", ".join(change.field for change in line.changes),
                "\n".join(_in_words(change) for change in line.changes if change.has_values),
            ]


def _in_words(change: Change) -> str:
    return f"{change.field}: {change.before} → {change.after}"
