"""Is it alive, and can it work?"""

from datetime import datetime, timedelta
from functools import cache

from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from config import ROOT
from webinars.clock import utcnow
from webinars.extensions import db
from webinars.queries.deliveries import last_heartbeat_at, oldest_due_at

bp = Blueprint("health", __name__)

SILENT_AFTER = timedelta(seconds=60)


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Say that the process answers."""
    return {"status": "ok"}


@bp.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Say whether the database can be used (else 503), and how worker and outbox are.

    ``oldest_due_seconds`` is how long the mail that waits longest has been due; 0 when
    none waits.
    """
    try:
        revision = _revision()
    except SQLAlchemyError:
        db.session.rollback()
        return {"status": "unavailable", "database": "unreachable"}, 503
    if revision != _newest_revision():
        return {"status": "unavailable", "database": "not migrated"}, 503
    now = utcnow()
    return {
        "status": "ok",
        "database": "ok",
        "worker": "at work" if _is_recent(last_heartbeat_at(), now) else "silent",
        "oldest_due_seconds": _seconds_since(oldest_due_at(now), now),
    }


def _revision() -> str | None:
    """Return the revision the database is at; None when it has no tables yet."""
    return MigrationContext.configure(db.session.connection()).get_current_revision()


@cache
def _newest_revision() -> str | None:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(ROOT / "migrations"))
    return ScriptDirectory.from_config(settings).get_current_head()


def _is_recent(beat_at: datetime | None, now: datetime) -> bool:
    return beat_at is not None and now - beat_at <= SILENT_AFTER


def _seconds_since(moment: datetime | None, now: datetime) -> int:
    return 0 if moment is None else max(0, int((now - moment).total_seconds()))
