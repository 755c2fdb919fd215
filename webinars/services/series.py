"""Creating and changing a series, its questions and its reminders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from webinars.extensions import db
from webinars.models import (
    Choice,
    Question,
    QuestionKind,
    ReminderRule,
    Series,
    SeriesStatus,
    Sponsor,
)
from webinars.queries.webinars import locked_webinars_of_series
from webinars.services import registrations, ties, webinars
from webinars.services.details import Details
from webinars.texts import Texts

# What a calendar bears as its own, and what its events say of the series.
ON_CALENDARS = {"title", "language"}
IN_EVENTS = {"language", "time_zone"}


@dataclass(frozen=True)
class SeriesDetails(Details):
    """What an organizer sets of a series; moments are aware, in UTC."""

    slug: str
    title: Texts
    description: Texts
    language: str
    time_zone: str
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    choice: Choice
    status: SeriesStatus
    is_demonstration: bool
    organizer: Sponsor | None
    # Access requests that come this many days before a webinar can be promised.
    access_days: int = 10


@dataclass(frozen=True)
class QuestionDetails(Details):
    """What an organizer sets of a question; an option is a text by language."""

    slug: str
    label: Texts
    kind: QuestionKind
    options: list[dict[str, Any]]
    is_required: bool


def create(details: SeriesDetails, *, now: datetime) -> Series:
    """Add a series without webinars, questions or reminders."""
    series = Series(**details.columns(), created_at=now, updated_at=now, links_changed_at=now)
    ties.mark([details.organizer], now=now)
    db.session.add(series)
    return series


def change(series: Series, details: SeriesDetails, *, now: datetime) -> None:
    """Give *series* the new details.

    When it becomes public, standing registrations are enrolled in all its webinars.
    """
    former_organizer = series.organizer
    changed = details.put_into(series)
    if not changed:
        return
    series.updated_at = now
    if "organizer" in changed:
        ties.mark([former_organizer, details.organizer], now=now)
    if changed & ON_CALENDARS:
        series.links_changed_at = now
    if changed & IN_EVENTS:
        for webinar in series.webinars:
            webinars.touch(webinar, now=now)
    if "language" in changed:
        _put_own_language_first(series)
    if "status" in changed:
        ties.mark_owners(series, now=now)
        _enroll_standing(series, now=now)


def set_reminders(series: Series, times_before: Iterable[timedelta]) -> None:
    """Remind the attendees of *series* so long before each start, and never else."""
    # A rule that stays is the same row: what it has already sent is known by it.
    present = {rule.before: rule for rule in series.reminder_rules}
    series.reminder_rules = [
        present.get(before) or ReminderRule(seconds_before=int(before.total_seconds()))
        for before in sorted(times_before, reverse=True)
    ]


def add_question(series: Series, details: QuestionDetails) -> Question:
    """Add a question to the registration form; ``catalog.reorder`` gives it its place."""
    question = Question(series=series, **details.columns(), position=0)
    db.session.add(question)
    return question


def _put_own_language_first(series: Series) -> None:
    """Let what lacks a translation fall back to the language that the series has now."""
    language = series.language
    series.title, series.description = (
        texts.led_by(language) for texts in (series.title, series.description)
    )
    for question in series.questions:
        question.label = question.label.led_by(language)
        question.options = [dict(option.led_by(language)) for option in question.choices]
    for webinar in series.webinars:
        webinar.title = webinar.title.led_by(language)
        webinar.description = webinar.description.led_by(language)
        for appearance in webinar.appearances:
            appearance.role = appearance.role.led_by(language)


def _enroll_standing(series: Series, *, now: datetime) -> None:
    if not series.is_published:
        return
    db.session.flush()
    for webinar in locked_webinars_of_series(series.id):
        if not webinar.is_cancelled and not webinar.is_over(now):
            registrations.enroll_standing(webinar, now=now)
