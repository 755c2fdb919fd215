"""Signs of life of the workers."""

from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import delete

from webinars.domain.mail_server import ServerNews
from webinars.extensions import db
from webinars.models import Heartbeat

KEPT = timedelta(days=1)
NO_NEWS = ServerNews()


def beat(worker: str, *, now: datetime, news: ServerNews = NO_NEWS) -> None:
    """Note that *worker* is at work and knows the *news*; forget those not seen for a day."""
    db.session.merge(Heartbeat(worker=worker, beat_at=now, **asdict(news)))
    db.session.execute(delete(Heartbeat).where(Heartbeat.beat_at < now - KEPT))
