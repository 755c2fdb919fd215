"""Who follows the calendars."""

from datetime import timedelta

from sqlalchemy import select

from tests.factories import saved
from tests.support.places import Place
from webinars.clock import utcnow
from webinars.extensions import db
from webinars.models import FeedFamily, FeedFetch, FeedKind, Series

PLACES = (
    Place("feeds", "/organize/feeds/"),
    Place("feeds of a series", "/organize/feeds/guide/"),
    Place("feeds of a series, nobody asked", "/organize/feeds/empty/"),
    Place("feeds, nobody asked", "/organize/feeds/", is_empty=True),
)
EXAMPLES: dict[str, object] = {}
NOT_PAGES: dict[str, str] = {}


def furnish() -> dict[str, str]:
    """Let all families ask for the guide: newest, behind, and long ago."""
    now = utcnow()
    guide = db.session.scalars(select(Series).where(Series.slug == "guide")).one()
    webinar = guide.webinars[0]
    days = timedelta(days=400)
    seen = {FeedFamily.GOOGLE: now + days, FeedFamily.OUTLOOK: now - days}
    for number, family in enumerate(FeedFamily):
        asked_at = now - timedelta(days=4 * number, minutes=5)
        seen_at = seen.get(family, now - days)
        for kind, owner in ((FeedKind.SERIES, guide.id), (FeedKind.WEBINAR, webinar.id)):
            saved(
                FeedFetch(
                    kind=kind, owner_id=owner, family=family, asked_at=asked_at, seen_at=seen_at
                )
            )
    whole = {"owner_id": 0, "family": FeedFamily.GOOGLE, "asked_at": now}
    saved(
        FeedFetch(kind=FeedKind.EVERYTHING, seen_at=now, **whole),
        FeedFetch(kind=FeedKind.PERSONAL, seen_at=None, **whole),
    )
    return {}
