"""Creating and changing a series, its questions and its reminders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from webinars.errors import Conflict
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.links import Purpose, new_nonce
from webinars.models import (
    Action,
    Choice,
    MemberRole,
    Membership,
    Question,
    QuestionKind,
    ReminderRule,
    RevokedToken,
    RuleAnchor,
    RuleAudience,
    Series,
    SeriesStatus,
    Sponsor,
    User,
)
from webinars.queries.webinars import locked_webinars_of_series
from webinars.services import audit, registrations, ties, webinars
from webinars.services.details import Details
from webinars.texts import Texts

# What a calendar bears as its own, and what its events say of the series.
ON_CALENDARS = {"title", "language"}
IN_EVENTS = {"slug", "language", "time_zone"}


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
    # Origins, as ``domain.web_addresses.normal_origin`` writes them.
    embed_on: list[str]
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


def create(details: SeriesDetails, *, now: datetime, actor: User | None = None) -> Series:
    """Add a series without webinars, questions or reminders; *actor* organizes it."""
    series = Series(**details.columns(), created_at=now, updated_at=now, links_changed_at=now)
    ties.mark([details.organizer], now=now)
    db.session.add(series)
    db.session.flush()
    if actor is not None and not actor.is_owner:
        actor.memberships.append(Membership(series_id=series.id, role=MemberRole.ORGANIZER))
    audit.record(actor, Action.SERIES_CREATED, series, now=now, after=details.columns())
    return series


def change(
    series: Series, details: SeriesDetails, *, now: datetime, actor: User | None = None
) -> None:
    """Give *series* the new details.

    When it becomes public, standing registrations are enrolled in all its webinars.
    """
    before, former_organizer = SeriesDetails.of(series), series.organizer
    changed = details.put_into(series)
    if not changed:
        return
    series.updated_at = now
    audit.record(
        actor,
        _action(before.status, details.status),
        series,
        now=now,
        before=before.columns(),
        after=details.columns(),
    )
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


def open_preview(series: Series) -> str:
    """Return the nonce of the link that shows the draft of *series*, the same each time.

    Raises Conflict when the series is public: nobody needs such a link then.
    """
    if series.is_public:
        raise Conflict(gettext("The series %(slug)s is public already.", slug=series.slug))
    if series.preview_nonce is None:
        series.preview_nonce = new_nonce()
    return series.preview_nonce


def renew_preview(series: Series, *, now: datetime) -> str:
    """Take the preview link of *series* back and return the nonce of a new one."""
    former, series.preview_nonce = series.preview_nonce, None
    if former is not None:
        db.session.add(RevokedToken(nonce=former, purpose=Purpose.PREVIEW, revoked_at=now))
    return open_preview(series)


def set_reminders(series: Series, times_before: Iterable[timedelta]) -> None:
    """Remind the attendees of *series* so long before each start, and never else.

    Reminders that are switched off stay so unless they are named, and follow-ups stay as they are.
    """
    # A rule that stays is the same row: what it has already sent is known by it.
    present = {rule.before: rule for rule in series.reminder_rules if rule.is_reminder}
    wanted = set(times_before)
    others = [
        rule
        for rule in series.reminder_rules
        if not rule.is_reminder or (rule.before not in wanted and not rule.is_active)
    ]
    named = [present.get(before) or _reminder(before) for before in sorted(wanted, reverse=True)]
    for rule in named:
        rule.is_active = True
    series.reminder_rules = [*named, *others]


def _reminder(before: timedelta) -> ReminderRule:
    return ReminderRule(
        anchor=RuleAnchor.START,
        seconds_before=int(before.total_seconds()),
        audience=RuleAudience.SEATED,
    )


def add_question(
    series: Series, details: QuestionDetails, *, now: datetime, actor: User | None = None
) -> Question:
    """Add a question to the registration form; ``catalog.reorder`` gives it its place."""
    question = Question(series=series, **details.columns(), position=0)
    db.session.add(question)
    audit.record(actor, Action.QUESTION_CREATED, question, now=now, after=details.columns())
    return question


def _action(before: SeriesStatus, after: SeriesStatus) -> Action:
    if before is after:
        return Action.SERIES_CHANGED
    if after is SeriesStatus.ARCHIVED:
        return Action.SERIES_ARCHIVED
    if after is SeriesStatus.DRAFT:
        return Action.SERIES_UNPUBLISHED
    is_restored = before is SeriesStatus.ARCHIVED
    return Action.SERIES_RESTORED if is_restored else Action.SERIES_PUBLISHED


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
