"""What the first page of the console shows: every series somebody may see, and how it stands.

A handful of statements for all series together, however many there are.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from webinars.domain.attention import NEAR, Attention, Requests, Seats, attention
from webinars.extensions import db
from webinars.models import (
    AccessRequest,
    AccessRequestStatus,
    Delivery,
    DeliveryState,
    Enrollment,
    EnrollmentStatus,
    Registration,
    Series,
    SeriesStatus,
    User,
    Webinar,
    WebinarStatus,
)
from webinars.queries.deliveries import DUE, FAILED, last_heartbeat_at, oldest_due_at
from webinars.queries.figures import seats_by_webinar
from webinars.queries.suppressions import unreachable_counts

WEEK = timedelta(days=7)
SILENT_AFTER = timedelta(seconds=60)
LATE_AFTER = timedelta(minutes=5)


@dataclass(frozen=True)
class MailCounts:
    """How many mails of a series are due, were sent, and failed without being given up."""

    due: int = 0
    sent: int = 0
    failed: int = 0


@dataclass(frozen=True)
class SeriesToday:
    """One series: what comes, what needs somebody, and its figures in a line."""

    series: Series
    coming: Sequence[tuple[Webinar, Seats]]
    attention: Sequence[Attention]
    registrations: int = 0
    this_week: int = 0
    mails: MailCounts = MailCounts()


@dataclass(frozen=True)
class Post:
    """How sending goes in the whole installation."""

    worker_is_silent: bool = False
    last_seen_at: datetime | None = None
    oldest_due_at: datetime | None = None


@dataclass
class _Counts:
    registrations: dict[int, tuple[int, int]]
    mails: dict[int, MailCounts]
    requests: dict[int, Requests]
    seats: dict[int, Seats]
    unreachable: dict[int, int]
    coming: dict[int, list[Webinar]] = field(default_factory=dict)


def series_of(user: User) -> list[Series]:
    """Return the series that *user* may see, the latest first, those put away at the end."""
    is_archived = case((Series.status == SeriesStatus.ARCHIVED, 1), else_=0)
    wanted = select(Series).order_by(is_archived, Series.created_at.desc(), Series.id.desc())
    if not user.is_owner:
        ids = [membership.series_id for membership in user.memberships]
        wanted = wanted.where(Series.id.in_(ids))
    return list(db.session.scalars(wanted))


def today(series: Sequence[Series], now: datetime) -> list[SeriesToday]:
    """Return how each of *series* stands now: first what needs somebody, then what comes next."""
    ids = [one.id for one in series]
    counts = _Counts(
        registrations=_registrations(ids, now),
        mails=_mails(ids),
        requests=_requests(ids, now),
        seats=seats_by_webinar(ids),
        unreachable=unreachable_counts(ids),
        coming=_coming(ids, now),
    )
    found = [_today(one, counts, now) for one in series]
    return sorted(found, key=lambda one: _order(one, now))


def post(now: datetime) -> Post:
    """Return how sending goes: whether a worker is at work, and what waits for too long."""
    seen, oldest = last_heartbeat_at(), oldest_due_at(now)
    return Post(
        worker_is_silent=seen is None or now - seen > SILENT_AFTER,
        last_seen_at=seen,
        oldest_due_at=oldest if oldest is not None and now - oldest > LATE_AFTER else None,
    )


def _order(one: SeriesToday, now: datetime) -> tuple[bool, bool, bool, float]:
    starts = [webinar.starts_at for webinar, _ in one.coming if webinar.starts_at is not None]
    first = min(starts, default=None)
    return (
        not any(thing.is_urgent for thing in one.attention),
        not one.attention,
        first is None,
        (first or now).timestamp(),
    )


def _today(series: Series, counts: _Counts, now: datetime) -> SeriesToday:
    coming = [
        (webinar, counts.seats.get(webinar.id, Seats()))
        for webinar in counts.coming.get(series.id, [])
    ]
    total, this_week = counts.registrations.get(series.id, (0, 0))
    mails = counts.mails.get(series.id, MailCounts())
    requests = counts.requests.get(series.id, Requests())
    things = attention(
        series,
        coming,
        failed=mails.failed,
        requests=requests,
        unreachable=counts.unreachable.get(series.id, 0),
        now=now,
    )
    return SeriesToday(series, coming, things, total, this_week, mails)


def _registrations(ids: Sequence[int], now: datetime) -> dict[int, tuple[int, int]]:
    recent = func.sum(case((Registration.created_at > now - WEEK, 1), else_=0))
    rows = db.session.execute(
        select(Registration.series_id, func.count(), recent)
        .where(Registration.series_id.in_(ids))
        .group_by(Registration.series_id)
    )
    return {series_id: (total, this_week) for series_id, total, this_week in rows}


def _mails(ids: Sequence[int]) -> dict[int, MailCounts]:
    """Count what is due and what failed by the partial indexes, what was sent by that of states."""
    due = _mails_that(Delivery.state == DUE, ids)
    failed = _mails_that(and_(Delivery.state == FAILED, Delivery.given_up_at.is_(None)), ids)
    sent = _mails_that(Delivery.state == DeliveryState.SENT, ids)
    return {one: MailCounts(due[one], sent[one], failed[one]) for one in ids}


def _mails_that(condition: ColumnElement[bool], ids: Sequence[int]) -> Counter[int]:
    """Count mails about registrations, and those about people as such in all their series."""
    by_registration = Registration.id == Delivery.registration_id
    by_person = and_(
        Delivery.registration_id.is_(None), Registration.registrant_id == Delivery.registrant_id
    )
    found = Counter[int]()
    for tie in (by_registration, by_person):
        rows = db.session.execute(
            select(Registration.series_id, func.count())
            .select_from(Delivery)
            .join(Registration, tie)
            .where(condition, Registration.series_id.in_(ids))
            .group_by(Registration.series_id)
        )
        found.update(dict(rows.all()))
    return found


def _requests(ids: Sequence[int], now: datetime) -> dict[int, Requests]:
    """Return how many open requests are of people whose webinars are still to come."""

    def has_seat(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        return exists().where(
            Enrollment.registration_id == Registration.id,
            Enrollment.status != EnrollmentStatus.CANCELLED,
            Webinar.id == Enrollment.webinar_id,
            Webinar.status == WebinarStatus.SCHEDULED,
            *conditions,
        )

    to_come = has_seat(or_(Webinar.ends_at.is_(None), Webinar.ends_at > now))
    near = has_seat(Webinar.ends_at > now, Webinar.starts_at <= now + NEAR)
    rows = db.session.execute(
        select(Registration.series_id, func.count(), func.sum(case((near, 1), else_=0)))
        .select_from(AccessRequest)
        .join(AccessRequest.registration)
        .where(
            AccessRequest.status == AccessRequestStatus.OPEN,
            Registration.series_id.in_(ids),
            to_come,
        )
        .group_by(Registration.series_id)
    )
    return {series_id: Requests(total, near) for series_id, total, near in rows}


def _coming(ids: Sequence[int], now: datetime) -> dict[int, list[Webinar]]:
    """Return the webinars that are on and not over, those without a date at the end."""
    found = db.session.scalars(
        select(Webinar)
        .where(
            Webinar.series_id.in_(ids),
            Webinar.status == WebinarStatus.SCHEDULED,
            or_(Webinar.ends_at.is_(None), Webinar.ends_at > now),
        )
        .order_by(Webinar.starts_at.is_(None), Webinar.starts_at, Webinar.id)
    )
    by_series = defaultdict(list)
    for webinar in found:
        by_series[webinar.series_id].append(webinar)
    return by_series
