"""The figures of one series: counted by the database, so that a hundred thousand take no time."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Integer, String, and_, cast, extract, func, select

from webinars.domain.attention import Seats
from webinars.domain.organization_types import OrganizationType, counted_types
from webinars.extensions import db
from webinars.models import (
    Answer,
    Delivery,
    DeliveryState,
    Enrollment,
    EnrollmentStatus,
    Invitation,
    PartStat,
    Question,
    QuestionKind,
    Registrant,
    Registration,
    Series,
    Sponsor,
    Webinar,
)
from webinars.queries.deliveries import DUE, FAILED
from webinars.queries.delivery_lists import of_series
from webinars.texts import Texts, folded

# Every zone's offset from UTC is a multiple of it.
QUARTER = 900
KINDS_OF_QUESTION = (QuestionKind.CHOICE, QuestionKind.SEVERAL)
ORGANIZATIONS = ("organization", "organisation", "organizacion", "employer")
TYPES = ("type", "kind", "tipo", "sort of", "clase")


def registrations_by_day(series: Series) -> dict[date, int]:
    """Return how many registered on each day of the series' zone; days without any are left out."""
    quarter = _quarter(Registration.created_at).label("quarter")
    counted = db.session.execute(
        select(quarter, func.count()).where(Registration.series_id == series.id).group_by(quarter)
    )
    zone, days = ZoneInfo(series.time_zone), Counter[date]()
    for number, count in counted:
        days[datetime.fromtimestamp(int(number) * QUARTER, UTC).astimezone(zone).date()] += count
    return dict(sorted(days.items()))


def seats_by_webinar(series_ids: Iterable[int]) -> dict[int, Seats]:
    """Return by the ids of webinars how many hold a seat, wait, or gave theirs up."""
    counted = db.session.execute(
        select(Enrollment.webinar_id, Enrollment.status, func.count())
        .where(
            Enrollment.webinar_id.in_(
                select(Webinar.id).where(Webinar.series_id.in_(list(series_ids)))
            )
        )
        .group_by(Enrollment.webinar_id, Enrollment.status)
    )
    found: dict[int, dict[EnrollmentStatus, int]] = {}
    for webinar_id, status, count in counted:
        found.setdefault(webinar_id, {})[status] = count
    return {webinar_id: _seats(counts) for webinar_id, counts in found.items()}


def answers_by_webinar(series: Series) -> dict[int, dict[PartStat, int]]:
    """Return by the ids of webinars how often the calendars of those with a seat answered what."""
    counted = db.session.execute(
        select(Enrollment.webinar_id, Invitation.partstat, func.count())
        .join(Enrollment.webinar)
        .join(Enrollment.invitations)
        .where(
            Webinar.series_id == series.id,
            Enrollment.status == EnrollmentStatus.CONFIRMED,
            Invitation.generation == Enrollment.generation,
            Invitation.withdrawn_at.is_(None),
        )
        .group_by(Enrollment.webinar_id, Invitation.partstat)
    )
    found: dict[int, dict[PartStat, int]] = {}
    for webinar_id, partstat, count in counted:
        found.setdefault(webinar_id, {})[partstat] = count
    return found


@dataclass(frozen=True)
class People:
    """Whom the registrants are, by what they wrote themselves."""

    by_state: Mapping[str, int]
    by_ref: Mapping[str, int]
    by_type: Mapping[OrganizationType, int]


def people(series: Series) -> People:
    """Return where the registrants come from, and what their organizations seem to be."""
    of_series = Registration.series_id == series.id
    by_state = db.session.execute(
        select(Registrant.state, func.count())
        .join(Registrant.registrations)
        .where(of_series)
        .group_by(Registrant.state)
    )
    by_ref = db.session.execute(
        select(Registration.ref, func.count()).where(of_series).group_by(Registration.ref)
    )
    by_name = db.session.execute(
        select(Registrant.organization, func.count())
        .join(Registrant.registrations)
        .where(of_series)
        .group_by(Registrant.organization)
    )
    return People(dict(by_state.all()), dict(by_ref.all()), counted_types(by_name.all()))


def question_about_organizations(series: Series) -> Question | None:
    """Return the series' own question about the kind of organization, if there is one."""
    asked = db.session.scalars(
        select(Question)
        .where(Question.series_id == series.id, Question.kind.in_(KINDS_OF_QUESTION))
        .order_by(Question.position, Question.id)
    )
    return next((question for question in asked if _asks_for_type(question)), None)


def answers_by_option(question: Question) -> dict[str, int]:
    """Return how often each option was chosen, by its text in the question's own language."""
    values = cast(Answer.__table__.c["values"], String)
    counted = db.session.execute(
        select(values, func.count()).where(Answer.question_id == question.id).group_by(values)
    )
    options = Counter[str]()
    for chosen, count in counted:
        for option in json.loads(chosen):
            options[option] += count
    return dict(options)


@dataclass(frozen=True)
class Mails:
    """How many mails of a series stand where; *delayed* are due, too, *given_up* not failed."""

    due: int = 0
    delayed: int = 0
    sent: int = 0
    failed: int = 0
    given_up: int = 0
    superseded: int = 0
    skipped: int = 0


def mails(series: Series) -> Mails:
    """Return how the mails of the series stand, in a statement for each index that knows."""
    states = _by_state(series)
    # The contents lie before these columns in a row: only the few rows of the partial
    # indexes are read as far as that.
    delayed, given_up = (
        db.session.scalar(select(func.count()).where(of_series(series), condition)) or 0
        for condition in (
            and_(Delivery.state == DUE, Delivery.last_error.is_not(None)),
            and_(Delivery.state == FAILED, Delivery.given_up_at.is_not(None)),
        )
    )
    return Mails(
        due=states[DeliveryState.DUE],
        delayed=delayed,
        sent=states[DeliveryState.SENT],
        failed=states[DeliveryState.FAILED] - given_up,
        given_up=given_up,
        superseded=states[DeliveryState.SUPERSEDED],
        skipped=states[DeliveryState.SKIPPED],
    )


def _by_state(series: Series) -> Counter[DeliveryState]:
    """Count the mails about registrations in an index alone, and the few about people as such."""
    ids = select(Registration.id).where(Registration.series_id == series.id)
    people = select(Registration.registrant_id).where(Registration.series_id == series.id)
    counted = Counter[DeliveryState]()
    for condition in (
        Delivery.registration_id.in_(ids),
        and_(Delivery.registration_id.is_(None), Delivery.registrant_id.in_(people)),
    ):
        rows = db.session.execute(
            select(Delivery.state, func.count()).where(condition).group_by(Delivery.state)
        )
        counted.update(dict(rows.all()))
    return counted


def _quarter(moment: Any) -> ColumnElement[int]:
    """Return the number of the quarter of an hour since 1970, on either database."""
    if db.engine.dialect.name == "sqlite":
        return cast(func.strftime("%s", moment), Integer) // QUARTER
    return cast(func.floor(extract("epoch", moment) / QUARTER), Integer)


def _seats(counts: Mapping[EnrollmentStatus, int]) -> Seats:
    return Seats(
        confirmed=counts.get(EnrollmentStatus.CONFIRMED, 0),
        waiting=counts.get(EnrollmentStatus.WAITLISTED, 0),
        cancelled=counts.get(EnrollmentStatus.CANCELLED, 0),
    )


def _asks_for_type(question: Question) -> bool:
    """Whether the name or any wording of it asks for the type of an organization."""
    words = folded(" ".join([question.slug.replace("-", " "), *question.label.values()]))
    return any(word in words for word in ORGANIZATIONS) and any(word in words for word in TYPES)


def sponsor_names(slugs: Iterable[str]) -> dict[str, Texts]:
    """Return the names of the sponsors whose links are meant by *slugs*."""
    found = db.session.execute(
        select(Sponsor.slug, Sponsor.name).where(Sponsor.slug.in_(list(slugs)))
    )
    return dict(found.all())
