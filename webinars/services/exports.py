"""Exports of registrants: which columns there are, what stands in them, and who took one."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from webinars.domain.registrant_filters import RegistrantFilters
from webinars.i18n import current_language, gettext, language_name_here
from webinars.models import (
    Action,
    ConsentStatus,
    EnrollmentStatus,
    PartStat,
    Question,
    Series,
    Sponsor,
    User,
    Webinar,
)
from webinars.queries.registrant_exports import Exported, exported
from webinars.services import audit
from webinars.texts import Texts

Value = Callable[[Exported], str]


@dataclass(frozen=True)
class Column:
    """One column of an export; *key* names it in addresses and at the command line."""

    key: str
    name: str
    value: Value
    # Whether it is there unless somebody takes it out.
    is_usual: bool = True


def columns_of(series: Series) -> list[Column]:
    """Return every column that an export of *series* may have, in their order.

    Those that an import reads bear the names by which it finds them. They hold plain values:
    a file is still being written when the request, and all rows it has read, are gone.
    """
    return [
        Column("name", gettext("Name"), lambda one: one.name),
        Column("email", gettext("E-mail address"), lambda one: one.email),
        Column("organization", gettext("Organization"), lambda one: one.organization),
        Column("role", gettext("Role"), lambda one: one.role),
        Column("state", gettext("State or territory"), lambda one: one.state),
        Column("language", gettext("Language"), lambda one: language_name_here(one.language)),
        Column("time_zone", gettext("Time zone"), lambda one: one.time_zone),
        Column("registered_at", gettext("Registered at"), _moment_in(series.time_zone)),
        Column("ref", gettext("Came through"), lambda one: one.ref),
        Column("webinars", gettext("Webinars"), _webinars_of(series)),
        *map(_seat_column, series.webinars),
        *map(_consent_column, series.co_sponsors),
        *map(_answer_column, series.questions),
        Column("joined", gettext("Joined"), _joined(series), is_usual=False),
        Column("calendar", gettext("Answers of the calendar"), _calendar(series), is_usual=False),
        Column("access", gettext("What would help to take part"), _access, is_usual=False),
    ]


def chosen_columns(series: Series, keys: Collection[str]) -> list[Column]:
    """Return the columns with these *keys*, in their usual order; without any the usual ones."""
    columns = columns_of(series)
    return [one for one in columns if one.key in keys] or [one for one in columns if one.is_usual]


def rows(ids: Sequence[int], columns: Sequence[Column]) -> Iterator[list[str]]:
    """Yield the names of the columns, then a row for each of the registrations *ids*."""
    yield [column.name for column in columns]
    for one in exported(ids):
        yield [column.value(one) for column in columns]


def note(
    series: Series,
    *,
    count: int,
    file_format: str,
    columns: Sequence[Column],
    filters: RegistrantFilters,
    actor: User | None,
    now: datetime,
) -> None:
    """Record who took how many registrants away, and by which filter; no values of anybody."""
    audit.record(
        actor,
        Action.REGISTRANTS_EXPORTED,
        series,
        now=now,
        after={
            "registrants": count,
            "format": file_format,
            "columns": [column.key for column in columns],
            # What was searched for may be a name.
            "filters": sorted(name for name, asked in filters.narrowing().items() if asked),
        },
    )


def _seat_column(webinar: Webinar) -> Column:
    words = {
        EnrollmentStatus.CONFIRMED: gettext("confirmed"),
        EnrollmentStatus.WAITLISTED: gettext("waiting"),
        EnrollmentStatus.CANCELLED: gettext("given up"),
    }

    number = webinar.id

    def value(one: Exported) -> str:
        status = one.seats.get(number)
        return words[status] if status else ""

    title = _spoken(webinar.title)
    return Column(f"seat:{webinar.slug}", gettext("Seat: %(webinar)s", webinar=title), value)


def _consent_column(sponsor: Sponsor) -> Column:
    words = {
        ConsentStatus.GIVEN: gettext("yes"),
        ConsentStatus.TO_BE_CONFIRMED: gettext("not confirmed"),
        ConsentStatus.WITHDRAWN: gettext("withdrawn"),
    }

    number = sponsor.id

    def value(one: Exported) -> str:
        status = one.consents.get(number)
        return words[status] if status else gettext("no")

    name = gettext("May be shared with %(sponsor)s", sponsor=_spoken(sponsor.name))
    return Column(f"share:{sponsor.slug}", name, value)


def _answer_column(question: Question) -> Column:
    number = question.id

    def value(one: Exported) -> str:
        return "; ".join(one.answers.get(number, ()))

    return Column(f"question:{question.slug}", _spoken(question.label), value)


def _webinars_of(series: Series) -> Value:
    """Return what names the webinars somebody has or waits for, in a way an import can read."""
    slugs = {webinar.id: webinar.slug for webinar in series.webinars}

    def value(one: Exported) -> str:
        given_up = EnrollmentStatus.CANCELLED
        held = (slug for id_, slug in slugs.items() if one.seats.get(id_, given_up) != given_up)
        return "; ".join(held)

    return value


def _joined(series: Series) -> Value:
    slugs = {webinar.id: webinar.slug for webinar in series.webinars}

    def value(one: Exported) -> str:
        return "; ".join(slug for id_, slug in slugs.items() if id_ in one.joined)

    return value


def _calendar(series: Series) -> Value:
    """Return what the calendar of somebody has answered, by the webinars of their seats."""
    slugs = {webinar.id: webinar.slug for webinar in series.webinars}
    words = {
        PartStat.ACCEPTED: gettext("Accepted"),
        PartStat.TENTATIVE: gettext("Perhaps"),
        PartStat.DECLINED: gettext("Declined"),
    }

    def value(one: Exported) -> str:
        given = ((slug, one.calendar.get(id_)) for id_, slug in slugs.items())
        return "; ".join(f"{slug}: {words[answer]}" for slug, answer in given if answer in words)

    return value


def _access(one: Exported) -> str:
    return "; ".join(f"{kind.value}: {note}" if note else kind.value for kind, note in one.access)


def _moment_in(zone: str) -> Value:
    there = ZoneInfo(zone)

    def value(one: Exported) -> str:
        return one.created_at.astimezone(there).strftime("%Y-%m-%d %H:%M")

    return value


def _spoken(texts: Texts) -> str:
    return texts.pick(current_language()).text
