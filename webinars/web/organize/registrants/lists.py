"""The list of a series' registrants: searched, filtered, sorted, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars.domain.permissions import Permission
from webinars.domain.registrant_filters import (
    ANY,
    Attendance,
    Reach,
    RegistrantFilters,
    SortKey,
)
from webinars.i18n import gettext, language_name_here, languages
from webinars.models import EnrollmentStatus, PartStat, Registration, Series
from webinars.queries.enrollments import seats
from webinars.queries.registrant_lists import (
    answers_of,
    filtered_ids,
    matching_count,
    refs_of,
    registrations_by_ids,
    registrations_count,
)
from webinars.queries.series_lists import series_of
from webinars.queries.suppressions import in_force
from webinars.web.labels import ACCESS_KINDS
from webinars.web.organize.access import allowed, for_series, for_signed_in, the_user
from webinars.web.organize.pagination import paginated
from webinars.web.organize.registrants.blueprint import bp
from webinars.web.organize.registrants.columns import COLUMNS, Column, chosen_columns, columns_args
from webinars.web.organize.registrants.words import (
    CALENDAR_ANSWERS,
    address_words,
    answers_words,
    standing_words,
    statuses,
)


@dataclass(frozen=True)
class Filter:
    """One list of values to choose from, above the list of people."""

    name: str
    label: str
    options: Mapping[str, str]
    chosen: str


@bp.get("/")
@for_signed_in
def choose() -> ResponseReturnValue:
    """Lead to the registrants of the one series somebody works on, or let them choose."""
    page = paginated(series_of(the_user(), search="", status=None))
    if page.total == 1:
        return redirect(url_for(".index", series=page.rows[0].slug))
    return render_template("organize/registrants/choose.html", page=page)


@bp.get("/<series>/")
@for_series(Permission.SEE_SERIES)
def index(series: Series) -> ResponseReturnValue:
    """Show who is registered; whoever may see no names sees how many there are."""
    counted = seats(series.webinars)
    everybody = registrations_count(series.id)
    if not allowed(Permission.SEE_REGISTRANTS, series):
        return render_template(
            "organize/registrants/counts.html", series=series, seats=counted, everybody=everybody
        )
    filters = RegistrantFilters.read(request.args)
    total = everybody if filters.is_empty else matching_count(series.id, filters)
    page = paginated(filtered_ids(series.id, filters), total=total)
    page = replace(page, rows=registrations_by_ids(page.rows))
    columns = chosen_columns(request.args)
    again = {**filters.args(), **columns_args(columns)}
    return render_template(
        "organize/registrants/index.html",
        series=series,
        seats=counted,
        everybody=everybody,
        filters=filters,
        lists=_lists(series, filters),
        page=page,
        columns=columns,
        all_columns=COLUMNS,
        again=again,
        sorting={key: _sorting(series, filters, key, again) for key in SortKey},
        standing={row.id: standing_words(row, _webinar_id(series, filters)) for row in page.rows},
        answers=_answers(page.rows, columns),
        asks={row.id: _access_words(row) for row in page.rows},
        marks=_marks(page.rows),
    )


@dataclass(frozen=True)
class Sorting:
    """The head of a column that can be sorted by: where it leads, and how it is sorted now."""

    address: str
    # As aria-sort says it; empty where the list is sorted by something else.
    direction: str


def _sorting(
    series: Series, filters: RegistrantFilters, key: SortKey, again: Mapping[str, Any]
) -> Sorting:
    values = {**again, "sort": filters.sorted_by(key).order}
    direction = "descending" if filters.is_descending else "ascending"
    return Sorting(
        url_for(".index", series=series.slug, **values), direction if key is filters.sort else ""
    )


def _marks(rows: Sequence[Registration]) -> dict[int, str]:
    """Return in a word why somebody gets no mail, by registration."""
    held_back = in_force({row.registrant.email_key for row in rows})
    return {
        row.id: address_words(held_back[row.registrant.email_key])
        for row in rows
        if row.registrant.email_key in held_back
    }


def _webinar_id(series: Series, filters: RegistrantFilters) -> int | None:
    return next((one.id for one in series.webinars if one.slug == filters.webinar), None)


def _answers(rows: Sequence[Registration], columns: Sequence[Column]) -> Mapping[int, str]:
    if not any(column.key == "calendar" for column in columns):
        return {}
    found = answers_of([row.id for row in rows])
    return {registration_id: answers_words(counts) for registration_id, counts in found.items()}


def _access_words(registration: Registration) -> str:
    kinds = {one.kind: None for one in registration.access_requests if one.status != "withdrawn"}
    return ", ".join(str(ACCESS_KINDS[kind]) for kind in kinds)


def _lists(series: Series, filters: RegistrantFilters) -> list[Filter]:
    webinars = {one.slug: str(one.title.pick(the_user().language)) for one in series.webinars}
    refs = {ref: ref for ref in refs_of(series.id)}
    found = [
        Filter("webinar", gettext("Webinar"), webinars, filters.webinar),
        Filter("status", gettext("Status"), statuses(), _value(filters.status)),
        Filter("ref", gettext("Came through"), refs, filters.ref),
        Filter(
            "language",
            gettext("Language"),
            {code: language_name_here(code) for code in languages()},
            filters.language,
        ),
        Filter(
            "access",
            gettext("Access request"),
            {ANY: gettext("Any"), **{kind: str(words) for kind, words in ACCESS_KINDS.items()}},
            filters.access,
        ),
        Filter(
            "attendance",
            gettext("Attendance"),
            {
                Attendance.JOINED: gettext("Joined"),
                Attendance.NOT_JOINED: gettext("Had a seat, did not join"),
            },
            _value(filters.attendance),
        ),
        Filter(
            "mail", gettext("Mail"), {Reach.COMES_BACK: gettext("Comes back")}, filters.reach or ""
        ),
        Filter(
            "answer",
            gettext("Answer of the calendar"),
            {answer: str(words) for answer, words in CALENDAR_ANSWERS.items()},
            _value(filters.answer),
        ),
    ]
    return [one for one in found if one.options]


def _value(chosen: EnrollmentStatus | Attendance | PartStat | None) -> str:
    return "" if chosen is None else chosen.value
