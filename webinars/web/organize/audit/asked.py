"""What the address of the page asks the audit for."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import request

from webinars.domain.audit_filters import COMMAND_LINE, ActionGroup, AuditFilters
from webinars.models import Series
from webinars.web.fields import LINE_LENGTH, one_line
from webinars.web.organize.audit.words import KINDS

NAMES = ("who", "series", "kind", "group", "since", "until", "words")
LONGEST_NUMBER = 9


def filters_asked_for(series: Series | None, zone: str) -> AuditFilters:
    """Return the filters of the present address; what makes no sense is left out.

    Days are those of *zone*, and the last one counts whole.
    """
    who = request.args.get("who", "")
    kind, group = request.args.get("kind", ""), request.args.get("group", "")
    since, until = _day("since"), _day("until")
    return AuditFilters(
        series_id=_number("series") if series is None else series.id,
        actor=who if who == COMMAND_LINE or _is_number(who) else "",
        kind=kind if kind in KINDS else "",
        group=ActionGroup(group) if group in set(ActionGroup) else None,
        since=_midnight(since, zone) if since else None,
        until=_midnight(until + timedelta(days=1), zone) if until else None,
        words=one_line(request.args.get("words"))[:LINE_LENGTH],
    )


def as_typed() -> dict[str, str]:
    """Return what stands in the fields of the filter."""
    return {name: request.args.get(name, "") for name in NAMES}


def same_filters(**more: Any) -> dict[str, Any]:
    """Return the values of another address with the same filters."""
    kept = {name: value for name, value in as_typed().items() if value}
    return {**kept, **{name: value for name, value in more.items() if value is not None}}


def entry_number(name: str) -> int | None:
    """Return the number of an entry that the address names."""
    return _number(name)


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if _is_number(text) else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER


def _day(name: str) -> date | None:
    try:
        found = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return found if 1970 < found.year < 9999 else None


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(zone))
