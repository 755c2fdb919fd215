"""The rows of the charts: what was counted, named in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from babel.dates import format_skeleton

from webinars import i18n
from webinars.domain.attention import Seats
from webinars.domain.charts import BarChart, LineChart, Row, bar_chart, line_chart
from webinars.domain.organization_types import OrganizationType
from webinars.i18n import gettext, lazy_gettext
from webinars.models import Question, Webinar
from webinars.texts import Texts
from webinars.web.filters import wording
from webinars.web.labels import state_name

# Beyond so many points the line is of weeks, then of months.
MOST_POINTS = 120
# So many bars are drawn; the table has all.
MOST_BARS = 10
TYPES: Mapping[OrganizationType, str] = {
    OrganizationType.LOCAL_HEALTH: lazy_gettext("Local health department"),
    OrganizationType.STATE_HEALTH: lazy_gettext("State health department"),
    OrganizationType.TRIBE: lazy_gettext("Tribe or tribal organization"),
    OrganizationType.CARE: lazy_gettext("Hospital, clinic or other care"),
    OrganizationType.EDUCATION: lazy_gettext("School or university"),
    OrganizationType.GOVERNMENT: lazy_gettext("Other government"),
    OrganizationType.NONPROFIT: lazy_gettext("Nonprofit or association"),
    OrganizationType.BUSINESS: lazy_gettext("Company"),
    OrganizationType.OTHER: lazy_gettext("Something else"),
    OrganizationType.NOT_SAID: lazy_gettext("Not said"),
}


@dataclass(frozen=True)
class Bars:
    """A chart of bars: all rows for the table, and the shapes of those that are drawn."""

    rows: Sequence[Row]
    chart: BarChart


@dataclass(frozen=True)
class Line:
    """A chart over time: rows of what came new and what there was together."""

    step: str
    rows: Sequence[Row]
    chart: LineChart


def over_time(days: Mapping[date, int]) -> Line:
    """Return how registrations grew, by days, or by weeks or months where it took long."""
    step, counts = _steps(days)
    rows, together = [], 0
    for start, new in counts.items():
        together += new
        rows.append(Row(_date_label(start, step), (new, together)))
    chart = line_chart([row.values[1] for row in rows], [row.label for row in rows])
    return Line(step, rows, chart)


def seats(webinars: Sequence[Webinar], counts: Mapping[int, Seats]) -> Bars:
    """Return the seats of each webinar: held, waited for, given up."""
    rows = []
    for webinar in webinars:
        found = counts.get(webinar.id, Seats())
        name = str(wording(webinar.title))
        rows.append(Row(name, (found.confirmed, found.waiting, found.cancelled)))
    return Bars(rows, bar_chart(rows))


def of_types(counts: Mapping[OrganizationType, int]) -> Bars:
    """Return the kinds of organizations, as their names tell."""
    return _ranked({str(TYPES[kind]): count for kind, count in counts.items()})


def of_question(question: Question, counts: Mapping[str, int]) -> Bars:
    """Return the answers to the series' own question; an option is kept in its own language."""
    names = {next(iter(one.values()), ""): str(wording(one)) for one in question.choices}
    return _ranked({names.get(option, option): count for option, count in counts.items()})


def of_states(counts: Mapping[str, int]) -> Bars:
    """Return the states that people wrote."""
    return _ranked(
        {state_name(kept) or gettext("Not said"): count for kept, count in counts.items()}
    )


def of_refs(counts: Mapping[str, int], names: Mapping[str, Texts]) -> Bars:
    """Return whose links brought people."""
    named = {slug: str(wording(names[slug])) if slug in names else slug for slug in counts}
    return _ranked(
        {named[slug] or gettext("No link of a sponsor"): count for slug, count in counts.items()}
    )


def _ranked(counts: Mapping[str, int]) -> Bars:
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    rows = [Row(name, (count,)) for name, count in ranked]
    shown = rows
    if len(rows) > MOST_BARS:
        rest = sum(row.total for row in rows[MOST_BARS - 1 :])
        shown = [*rows[: MOST_BARS - 1], Row(gettext("All others"), (rest,))]
    return Bars(rows, bar_chart(shown))


def _steps(days: Mapping[date, int]) -> tuple[str, dict[date, int]]:
    """Return days, or the weeks or months they lie in, without gaps."""
    if not days:
        return "day", {}
    first, last = min(days), max(days)
    step = "day"
    if (last - first).days >= MOST_POINTS:
        step = "week" if (last - first).days < MOST_POINTS * 7 else "month"
    counts: dict[date, int] = {}
    day = first
    while day <= last:
        counts.setdefault(_start(day, step), 0)
        counts[_start(day, step)] += days.get(day, 0)
        day += timedelta(days=1)
    return step, counts


def _start(day: date, step: str) -> date:
    if step == "day":
        return day
    return day.replace(day=1) if step == "month" else day - timedelta(days=day.weekday())


def _date_label(day: date, step: str) -> str:
    skeleton = "yMMM" if step == "month" else "yMMMd"
    moment = datetime.combine(day, time(12), UTC)
    locale = i18n.locale_of(i18n.current_language())
    return str(format_skeleton(skeleton, moment, tzinfo=UTC, locale=locale))
