"""Mails to many: whom they find, and how far they have come."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, exists, func, select

from webinars.domain.audiences import Audience
from webinars.extensions import db
from webinars.models import (
    Answer,
    Broadcast,
    BroadcastState,
    Delivery,
    DeliveryState,
    Question,
    Registrant,
    Registration,
    Series,
    SuppressionScope,
)
from webinars.queries.registrant_lists import conditions
from webinars.queries.suppressions import is_suppressed

SAMPLE = 5


def readers(series_id: int, audience: Audience, *columns: Any) -> Select[Any]:
    """Select *columns* of everybody who gets a mail to *audience*."""
    return _found(series_id, audience, *columns).where(
        Registrant.announcements_stopped_at.is_(None),
        ~is_suppressed(SuppressionScope.ANNOUNCEMENTS),
    )


def readers_count(series_id: int, audience: Audience) -> int:
    """Return how many people get a mail to *audience*."""
    return db.session.scalar(readers(series_id, audience, func.count())) or 0


def unsubscribed_count(series_id: int, audience: Audience) -> int:
    """Return how many of *audience* want no such mails."""
    stopped = Registrant.announcements_stopped_at.is_not(None)
    return db.session.scalar(_found(series_id, audience, func.count()).where(stopped)) or 0


def unreachable_count(series_id: int, audience: Audience) -> int:
    """Return how many of *audience* would have it, but their address gets no such mails."""
    held_back = _found(series_id, audience, func.count()).where(
        Registrant.announcements_stopped_at.is_(None),
        is_suppressed(SuppressionScope.ANNOUNCEMENTS),
    )
    return db.session.scalar(held_back) or 0


def sample_readers(series_id: int, audience: Audience) -> Sequence[Registrant]:
    """Return a few who get a mail to *audience*, those who registered last."""
    statement = readers(series_id, audience, Registrant).order_by(Registration.id.desc())
    return db.session.scalars(statement.limit(SAMPLE)).all()


def broadcasts_of(series: Series) -> Select[Any]:
    """Select the broadcasts of *series*, the newest first."""
    return select(Broadcast).where(Broadcast.series_id == series.id).order_by(Broadcast.id.desc())


def progress(ids: Sequence[int]) -> dict[int, Mapping[DeliveryState, int]]:
    """Return how many mails of each of these broadcasts are in which state."""
    rows = db.session.execute(
        select(Delivery.broadcast_id, Delivery.state, func.count())
        .where(Delivery.broadcast_id.in_(ids))
        .group_by(Delivery.broadcast_id, Delivery.state)
    )
    found: dict[int, dict[DeliveryState, int]] = {number: {} for number in ids}
    for number, state, count in rows:
        found[number or 0][state] = count
    return dict(found)


def next_due(now: datetime) -> Broadcast | None:
    """Return a broadcast whose time has come and which no other worker holds, locked."""
    return db.session.scalar(
        select(Broadcast)
        .where(Broadcast.state == BroadcastState.SCHEDULED, Broadcast.send_at <= now)
        .order_by(Broadcast.send_at, Broadcast.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def locked(broadcast: Broadcast) -> Broadcast:
    """Return *broadcast* as it is stored now, locked until the transaction ends."""
    return db.session.scalars(
        select(Broadcast)
        .where(Broadcast.id == broadcast.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _found(series_id: int, audience: Audience, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Registration)
        .join(Registration.registrant)
        .where(
            Registration.series_id == series_id,
            Registrant.erased_at.is_(None),
            *conditions(audience.filters),
            *(_answered(series_id, slug, value) for slug, value in audience.answers.items()),
        )
    )


def _answered(series_id: int, slug: str, value: str) -> ColumnElement[bool]:
    # An answer is a JSON list of texts; this one is among them as it is written there.
    written = json.dumps(value)
    return exists().where(
        Answer.registration_id == Registration.id,
        Answer.question_id == Question.id,
        Question.series_id == series_id,
        Question.slug == slug,
        cast(Answer.values, String).contains(written, autoescape=True),
    )
