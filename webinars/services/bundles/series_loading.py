"""Loads a series: itself, its questions and its reminders."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from webinars.i18n import gettext
from webinars.models import Choice, Practice, Question, Series, SeriesStatus, Sponsor, User
from webinars.services import catalog, ties
from webinars.services import series as series_service
from webinars.services.bundles.given import Given
from webinars.services.bundles.report import Report
from webinars.services.bundles.schema import QuestionValues, SeriesValues
from webinars.services.bundles.shapes import Entry
from webinars.services.series import QuestionDetails, SeriesDetails
from webinars.texts import Texts

USUAL_REMINDERS = [timedelta(days=7), timedelta(days=1), timedelta(hours=1)]
USUAL_ACCESS_DAYS = 10


@dataclass(frozen=True)
class Defaults:
    """What a new series is when the file does not say."""

    language: str
    time_zone: str


def called(slug: str) -> str:
    """Return how reports call the series."""
    return gettext("series %(slug)s", slug=slug)


def series_details(
    given: Given, sponsors: Mapping[str, Sponsor], defaults: Defaults
) -> SeriesDetails:
    """Return what the series is to be."""
    language = given.value("language", defaults.language)
    return SeriesDetails(
        slug=given.values["slug"],
        title=given.texts("title").led_by(language),
        description=given.texts("description").led_by(language),
        language=language,
        time_zone=given.value("time_zone", defaults.time_zone),
        registration_opens_at=given.value("registration_opens_at", None),
        registration_closes_at=given.value("registration_closes_at", None),
        choice=given.value("choice", Choice.SOME),
        status=given.value("status", SeriesStatus.DRAFT),
        is_demonstration=given.value("demonstration", new=False),
        embed_on=given.value("embed_on", []),
        organizer=_organizer(given, sponsors),
        access_days=given.value("access_days", USUAL_ACCESS_DAYS),
    )


def _organizer(given: Given, sponsors: Mapping[str, Sponsor]) -> Sponsor | None:
    if "organizer" in given.values:
        slug = given.values["organizer"]
        return sponsors[slug] if slug else None
    stored = given.row.organizer if isinstance(given.row, Series) else None
    if stored:
        given.report.kept_key(given.thing, "organizer")
    return stored


def tie(
    given: Given,
    key: str,
    stored: Sequence[Practice | Sponsor],
    put: Callable[[list[str]], object],
) -> None:
    """Let *put* set the list *key*, when the file has it and it is other than *stored*."""
    before = [row.slug for row in stored]
    if key in given.values:
        after: list[str] = given.values[key]
        if set(after) != set(before):
            put(after)
            if given.row is not None:
                given.report.tied(given.thing, key, before, after)
    elif before:
        given.report.kept_key(given.thing, key)


def load_co_sponsors(
    series: Series,
    given: Given,
    sponsors: Mapping[str, Sponsor],
    *,
    now: datetime,
    actor: User | None,
) -> None:
    """Let the organizations that the file names co-sponsor the series."""
    tie(
        given,
        "co_sponsors",
        series.co_sponsors,
        lambda slugs: ties.set_co_sponsors(
            series, [sponsors[slug] for slug in slugs], now=now, actor=actor
        ),
    )


def load_reminders(series: Series, given: Given) -> None:
    """Remind as the file says; a new series that says nothing reminds as usual."""
    stored = [rule.before for rule in series.reminders]
    if "reminders" not in given.values and given.row is not None:
        if stored:
            given.report.kept_key(given.thing, "reminders")
        return
    wanted = given.values.get("reminders", USUAL_REMINDERS)
    if set(wanted) != set(stored):
        series_service.set_reminders(series, wanted)
        if given.row is not None:
            given.report.changed(given.thing, ["reminders"])


def load_questions(
    series: Series,
    values: SeriesValues,
    language: str,
    report: Report,
    *,
    now: datetime,
    actor: User | None,
) -> None:
    """Create and change the questions that the file names; the others stay."""
    stored = {question.slug: question for question in series.questions}
    found = dict(stored)
    entries = values.get("questions", [])
    for entry in entries:
        slug = entry.values["id"]
        details = _question_details(entry, stored.get(slug), language, report)
        found[slug] = _put_question(series, stored.get(slug), details, report, now, actor)
    slugs = [entry.values["id"] for entry in entries]
    report.kept_things("questions", [slug for slug in stored if slug not in slugs])
    if catalog.reorder(list(found.values()), slugs):
        report.reordered("questions")


def _question_details(
    entry: Entry[QuestionValues], stored: Question | None, language: str, report: Report
) -> QuestionDetails:
    given = Given(entry.values, stored, _question_called(entry.values["id"]), report)
    return QuestionDetails(
        slug=entry.values["id"],
        label=given.texts("label").led_by(language),
        kind=entry.values["kind"],
        options=[_option(option, language) for option in entry.values.get("options", [])],
        is_required=given.value("required", new=False),
    )


def _put_question(
    series: Series,
    stored: Question | None,
    details: QuestionDetails,
    report: Report,
    now: datetime,
    actor: User | None,
) -> Question:
    thing = _question_called(details.slug)
    if stored is None:
        report.created(thing)
        return series_service.add_question(series, details, now=now, actor=actor)
    report.changed(thing, details.put_into(stored))
    return stored


def _question_called(slug: str) -> str:
    return gettext("question %(slug)s", slug=slug)


def _option(by_language: dict[str, str], language: str) -> dict[str, Any]:
    return dict(Texts(by_language).led_by(language))
