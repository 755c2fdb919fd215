"""Questions about the outbox and the workers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, literal_column, select

from webinars.domain.mail_server import ServerNews, Trouble, trouble
from webinars.extensions import db
from webinars.models import Delivery, DeliveryState, Heartbeat

# In the text of the statement, not beside it: only so is the partial index used.
DUE = literal_column("'due'", Delivery.__table__.c.state.type)
FAILED = literal_column("'failed'", Delivery.__table__.c.state.type)


def oldest_due_at(now: datetime) -> datetime | None:
    """Return since when the mail that waits longest has been due; None when none waits."""
    return db.session.scalar(
        select(func.min(Delivery.due_at)).where(Delivery.state == DUE, Delivery.due_at <= now)
    )


def last_heartbeat_at() -> datetime | None:
    """Return when a worker was last seen at work."""
    return db.session.scalar(select(func.max(Heartbeat.beat_at)))


def mail_trouble(now: datetime) -> Trouble | None:
    """Return since when the mail server is away and what it said; None while it answers."""
    columns = (Heartbeat.away_since, Heartbeat.away_at, Heartbeat.away_words, Heartbeat.answered_at)
    return trouble((ServerNews(*row) for row in db.session.execute(select(*columns))), now)


def deliveries_by_state() -> dict[DeliveryState, int]:
    """Return how many mails stand where; states without any are left out."""
    counted = db.session.execute(select(Delivery.state, func.count()).group_by(Delivery.state))
    return dict(counted.all())


def latest_deliveries(states: Sequence[DeliveryState], most: int) -> list[Delivery]:
    """Return up to *most* mails that stand in one of *states*, the last queued first."""
    return list(
        db.session.scalars(
            select(Delivery)
            .where(Delivery.state.in_(states))
            .order_by(Delivery.id.desc())
            .limit(most)
        )
    )


def failed_delivery_ids() -> list[int]:
    """Return the ids of all mails that failed and were not given up."""
    return list(
        db.session.scalars(
            select(Delivery.id).where(Delivery.state == FAILED, Delivery.given_up_at.is_(None))
        )
    )
