"""Who still follows which feed, and what they have seen of it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, or_, select

from webinars.domain.feed_health import Asked, FeedKey, FeedLine, stand
from webinars.extensions import db
from webinars.models import FeedFetch, FeedKind, Practice, Series, Sponsor, Webinar
from webinars.queries.feeds import everything_feed, newest_versions
from webinars.texts import Texts

OWNED = {
    FeedKind.SERIES: (Series.id, Series.title),
    FeedKind.WEBINAR: (Webinar.id, Webinar.title),
    FeedKind.PRACTICE: (Practice.id, Practice.name),
    FeedKind.SPONSOR: (Sponsor.id, Sponsor.name),
}


def feeds_of_series(series: Series, now: datetime) -> dict[FeedKey, list[FeedLine]]:
    """Return who asked for the feed of a series and those of its webinars, by feed.

    The series' own comes first, also when nobody asked for it.
    """
    webinars = [webinar.id for webinar in series.webinars]
    rows = db.session.scalars(
        select(FeedFetch).where(
            or_(
                and_(FeedFetch.kind == FeedKind.SERIES, FeedFetch.owner_id == series.id),
                and_(FeedFetch.kind == FeedKind.WEBINAR, FeedFetch.owner_id.in_(webinars)),
            )
        )
    )
    found = _by_feed(rows, now)
    own = FeedKey(FeedKind.SERIES, series.id)
    parts = (FeedKey(FeedKind.WEBINAR, number) for number in webinars)
    return {own: found.get(own, [])} | {key: found[key] for key in parts if key in found}


def all_feeds(now: datetime) -> dict[FeedKey, list[FeedLine]]:
    """Return who asked for which feed, without those of single webinars: by kind, then owner."""
    rows = db.session.scalars(select(FeedFetch).where(FeedFetch.kind != FeedKind.WEBINAR))
    found = _by_feed(rows, now)
    order = list(FeedKind)
    return dict(sorted(found.items(), key=lambda one: (order.index(one[0].kind), one[0].owner_id)))


def names_of(keys: Iterable[FeedKey]) -> dict[FeedKey, Texts]:
    """Return what the owners of feeds are called; those that are gone are left out."""
    ids = _ids_by_kind(keys)
    return {
        FeedKey(kind, number): name
        for kind, (identity, title) in OWNED.items()
        if ids[kind]
        for number, name in db.session.execute(
            select(identity, title).where(identity.in_(ids[kind]))
        )
    }


def _by_feed(rows: Iterable[FeedFetch], now: datetime) -> dict[FeedKey, list[FeedLine]]:
    fetches = sorted(rows, key=lambda row: (row.asked_at, row.id), reverse=True)
    newest = _newest({FeedKey(row.kind, row.owner_id) for row in fetches}, now)
    found: dict[FeedKey, list[FeedLine]] = {}
    for row in fetches:
        key, asked = FeedKey(row.kind, row.owner_id), Asked(row.asked_at, row.seen_at)
        line = FeedLine(row.family, asked, stand(asked, newest.get(key), now=now))
        found.setdefault(key, []).append(line)
    return found


def _newest(keys: set[FeedKey], now: datetime) -> dict[FeedKey, datetime]:
    ids = _ids_by_kind(keys)
    found = {
        FeedKey(kind, number): moment
        for kind in OWNED
        if ids[kind]
        for number, moment in newest_versions(kind, ids[kind], now).items()
    }
    whole = FeedKey(FeedKind.EVERYTHING, 0)
    return found | ({whole: everything_feed(now).last_modified} if whole in keys else {})


def _ids_by_kind(keys: Iterable[FeedKey]) -> dict[FeedKind, list[int]]:
    ids: dict[FeedKind, list[int]] = defaultdict(list)
    for key in keys:
        ids[key.kind].append(key.owner_id)
    return ids
