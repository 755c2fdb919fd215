"""Entries of the audit as they are shown and exported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from flask import url_for

from webinars.i18n import clock_time, current_language, gettext, locale_of
from webinars.models import AuditEntry, Series
from webinars.queries.audit import names_of, people_behind, series_of
from webinars.services.audit import PERSONAL
from webinars.web.organize.audit.words import action_words, field_words, kind_words, value_words

ABOUT_PEOPLE = {model.__name__ for model in PERSONAL}
PERSONS_PAGE = "registrants.show"


@dataclass(frozen=True)
class Change:
    """One field: what it was called, was and became; of people's fields nothing but the name."""

    field: str
    before: str = ""
    after: str = ""
    has_values: bool = True


@dataclass(frozen=True)
class Line:
    """One entry in words."""

    id: int
    at: datetime
    when: str
    who: str
    address: str
    what: str
    kind: str
    subject: str
    subject_address: str
    series: Series | None
    changes: Sequence[Change]


def lines(entries: Sequence[AuditEntry], zone: str) -> list[Line]:
    """Return *entries* in words, times in *zone*; asks the same few questions for any number."""
    names, series, people = names_of(entries), series_of(entries), people_behind(entries)
    made = []
    for entry in entries:
        of_series = series.get(entry.series_id or 0)
        subject, address = _subject(entry, people, of_series)
        made.append(
            Line(
                id=entry.id,
                at=entry.at,
                when=_when(entry.at, zone),
                who=_who(entry, names),
                address=entry.actor_email or "",
                what=action_words(entry.action),
                kind=kind_words(entry.subject_kind),
                subject=subject,
                subject_address=address,
                series=of_series,
                changes=_changes(entry, zone),
            )
        )
    return made


def _when(moment: datetime, zone: str) -> str:
    """Return day and time, short, with the year: entries are kept for long."""
    there, locale = moment.astimezone(ZoneInfo(zone)), locale_of(current_language())
    date = format_skeleton("yMMMEd", there, tzinfo=there.tzinfo, locale=locale)
    return f"{date}, {clock_time(moment, zone)}"


def _who(entry: AuditEntry, names: dict[int, str]) -> str:
    if entry.actor_id is None:
        return gettext("command line")
    return names.get(entry.actor_id) or entry.actor_email or gettext("a removed account")


def _subject(
    entry: AuditEntry, people: dict[tuple[str, int], int], series: Series | None
) -> tuple[str, str]:
    """Return what the entry is about, and where that is found."""
    if entry.subject_kind not in ABOUT_PEOPLE:
        return entry.subject_name, ""
    person = people.get((entry.subject_kind, entry.subject_id or 0))
    if person is None:
        return gettext("erased registrant"), ""
    words = gettext("registrant %(number)s", number=person)
    if series is None:
        return words, ""
    return words, url_for(f"organize.{PERSONS_PAGE}", series=series.slug, registrant=person)


def _changes(entry: AuditEntry, zone: str) -> list[Change]:
    before, after = entry.before or {}, entry.after or {}
    return [
        Change(
            field_words(name),
            value_words(before.get(name), zone) if entry.before is not None else "",
            value_words(after.get(name), zone) if entry.after is not None else "",
            has_values=name in before or name in after,
        )
        for name in entry.fields
    ]
