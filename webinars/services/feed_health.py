"""Keeping when calendar programs last asked for which feed."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete

from webinars.domain.feed_health import Asked, FeedKey
from webinars.extensions import db
from webinars.models import FeedFamily, FeedFetch
from webinars.services.rows import INSERTS

KEPT = timedelta(days=90)


def note(asked: Mapping[tuple[FeedKey, FeedFamily], Asked], *, now: datetime) -> None:
    """Keep the last time of each feed and family; forget what nobody asked for in 90 days."""
    if not asked:
        return
    rows = [
        {
            "kind": key.kind,
            "owner_id": key.owner_id,
            "family": family,
            "asked_at": last.at,
            "seen_at": last.seen_at,
        }
        # One order for all: two processes never wait for each other.
        for (key, family), last in sorted(asked.items(), key=lambda pair: _order(*pair[0]))
    ]
    insert = INSERTS[db.engine.dialect.name](FeedFetch).values(rows)
    db.session.execute(
        insert.on_conflict_do_update(
            index_elements=["kind", "owner_id", "family"],
            set_={"asked_at": insert.excluded.asked_at, "seen_at": insert.excluded.seen_at},
            # Another process may have seen a later one, and written it before.
            where=FeedFetch.asked_at < insert.excluded.asked_at,
        )
    )
    db.session.execute(delete(FeedFetch).where(FeedFetch.asked_at < now - KEPT))


def _order(key: FeedKey, family: FeedFamily) -> tuple[str, int, str]:
    return key.kind, key.owner_id, family
