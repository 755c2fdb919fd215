"""Copying a series, with its dates moved by whole weeks; nothing of registrants is copied."""

import enum
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from webinars.domain import scheduling
from webinars.domain.scheduling import TimeFault
from webinars.extensions import db
from webinars.models import (
    Action,
    Membership,
    MessageWording,
    ReminderRule,
    Series,
    SeriesStatus,
    User,
    Webinar,
    WebinarStatus,
)
from webinars.queries.wordings import wordings_of
from webinars.services import audit, series, ties, webinars
from webinars.services.series import QuestionDetails, SeriesDetails
from webinars.texts import Texts


class Part(enum.StrEnum):
    """What may be copied beside the series itself."""

    WEBINARS = "webinars"
    SPEAKERS = "speakers"
    PRACTICES = "practices"
    CO_SPONSORS = "co_sponsors"
    QUESTIONS = "questions"
    REMINDERS = "reminders"
    WORDING = "wording"
    MEMBERS = "members"


# What only comes along with the webinars.
OF_WEBINARS = {Part.SPEAKERS, Part.PRACTICES}


@dataclass(frozen=True)
class Wanted:
    """How the copy is to be: its name, how many weeks later it takes place, what comes along."""

    title: Texts
    slug: str
    weeks: int
    parts: frozenset[Part]


@dataclass(frozen=True)
class Shifted:
    """When the copy of a webinar takes place; a *fault* leaves it without a date."""

    webinar: Webinar
    starts_at: datetime | None
    fault: TimeFault | None

    @property
    def ends_at(self) -> datetime | None:
        """The end: the copy is as long as its model."""
        webinar = self.webinar
        if self.starts_at is None or webinar.starts_at is None or webinar.ends_at is None:
            return None
        return self.starts_at + (webinar.ends_at - webinar.starts_at)


def weeks_until(model: Series, earliest: date) -> int:
    """Return how many weeks later a copy is whose first webinar is on *earliest*, or soon after."""
    dated = [one.starts_at for one in _copied(model) if one.starts_at is not None]
    first = min(dated, default=None)
    return 0 if first is None else scheduling.weeks_until(first, model.time_zone, earliest)


def shifted(model: Series, weeks: int) -> list[Shifted]:
    """Return when the webinars of a copy so many *weeks* later take place; cancelled ones do not.

    A wall time that the clocks skip or repeat on the new day is not guessed: it stays open.
    """
    return [_shifted(webinar, weeks) for webinar in _copied(model)]


def duplicate(model: Series, wanted: Wanted, *, now: datetime, actor: User | None = None) -> Series:
    """Add a draft that is like *model*, with the parts that are *wanted*."""
    copy = series.create(_details(model, wanted), now=now, actor=actor)
    audit.record(actor, Action.SERIES_DUPLICATED, copy, now=now, after={"copy_of": model.slug})
    if Part.WEBINARS in wanted.parts:
        _copy_webinars(model, copy, wanted, now=now, actor=actor)
    for part, copier in COPIERS.items():
        if part in wanted.parts:
            copier(model, copy, now)
    db.session.flush()
    return copy


def _copied(model: Series) -> list[Webinar]:
    return [webinar for webinar in model.webinars if not webinar.is_cancelled]


def _shifted(webinar: Webinar, weeks: int) -> Shifted:
    if webinar.starts_at is None:
        return Shifted(webinar, None, None)
    at = scheduling.weeks_later(webinar.starts_at, webinar.zone, weeks)
    if isinstance(at, TimeFault):
        return Shifted(webinar, None, at)
    return Shifted(webinar, at, None)


def _details(model: Series, wanted: Wanted) -> SeriesDetails:
    return replace(
        SeriesDetails.of(model),
        slug=wanted.slug,
        title=wanted.title.led_by(model.language),
        status=SeriesStatus.DRAFT,
        registration_opens_at=_window(model.registration_opens_at, model, wanted),
        registration_closes_at=_window(model.registration_closes_at, model, wanted),
    )


def _window(at: datetime | None, model: Series, wanted: Wanted) -> datetime | None:
    moved = at and scheduling.weeks_later(at, model.time_zone, wanted.weeks)
    return None if isinstance(moved, TimeFault) else moved


def _copy_webinars(
    model: Series, copy: Series, wanted: Wanted, *, now: datetime, actor: User | None
) -> None:
    for new in shifted(model, wanted.weeks):
        old = new.webinar
        details = replace(
            webinars.details_of(old),
            starts_at=new.starts_at,
            ends_at=new.ends_at,
            status=WebinarStatus.SCHEDULED,
            # A meeting's address and recording belong to that one date.
            join_url=None,
            recording_url=None,
        )
        webinar = webinars.create(copy, details, now=now, actor=actor)
        _copy_ties(old, webinar, wanted.parts, now=now)


def _copy_ties(old: Webinar, new: Webinar, parts: Collection[Part], *, now: datetime) -> None:
    if Part.SPEAKERS in parts:
        speakers = [(part.speaker, part.role) for part in old.appearances]
        ties.set_appearances(new, speakers, now=now)
    if Part.PRACTICES in parts:
        ties.set_practices(new, old.practices, now=now)
    if Part.CO_SPONSORS in parts:
        ties.set_co_sponsors(new, old.co_sponsors, now=now)


def _copy_co_sponsors(model: Series, copy: Series, now: datetime) -> None:
    ties.set_co_sponsors(copy, model.co_sponsors, now=now)


def _copy_questions(model: Series, copy: Series, now: datetime) -> None:
    for position, question in enumerate(model.questions, start=1):
        added = series.add_question(copy, QuestionDetails.of(question), now=now)
        added.position = position


def _copy_reminders(model: Series, copy: Series, _now: datetime) -> None:
    copy.reminder_rules = [
        ReminderRule(
            anchor=rule.anchor,
            seconds_before=rule.seconds_before,
            audience=rule.audience,
            is_active=rule.is_active,
            subject=rule.subject,
            body=rule.body,
        )
        for rule in model.reminder_rules
    ]


def _copy_wording(model: Series, copy: Series, now: datetime) -> None:
    for wording in wordings_of(model):
        db.session.add(
            MessageWording(
                series_id=copy.id,
                kind=wording.kind,
                language=wording.language,
                subject=wording.subject,
                body=wording.body,
                updated_at=now,
            )
        )


def _copy_members(model: Series, copy: Series, _now: datetime) -> None:
    there = {member.user_id for member in copy.memberships}
    for member in model.memberships:
        if member.user_id not in there:
            db.session.add(Membership(user_id=member.user_id, series_id=copy.id, role=member.role))


# What else belongs to a series is copied by one more line here, with its member of `Part`.
COPIERS: Mapping[Part, Callable[[Series, Series, datetime], None]] = {
    Part.CO_SPONSORS: _copy_co_sponsors,
    Part.QUESTIONS: _copy_questions,
    Part.REMINDERS: _copy_reminders,
    Part.WORDING: _copy_wording,
    Part.MEMBERS: _copy_members,
}
