"""Signs of life of the workers."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from webinars.extensions import db
from webinars.models import Heartbeat

KEPT = timedelta(days=1)


def beat(worker: str, *, now: datetime) -> None:
    """Note that *worker* is at work, and forget those not seen for a day."""
    db.session.merge(Heartbeat(worker=worker, beat_at=now))
    db.session.execute(delete(Heartbeat).where(Heartbeat.beat_at < now - KEPT))
