"""Keeping when feeds were last asked for."""

from datetime import timedelta

from sqlalchemy import select

from tests.factories import NOW
from webinars.domain.feed_health import Asked, FeedKey
from webinars.extensions import transaction
from webinars.models import FeedFamily, FeedFetch, FeedKind
from webinars.services import feed_health

MINUTE = timedelta(minutes=1)
WHOLE = FeedKey(FeedKind.EVERYTHING, 0)
GUIDE = FeedKey(FeedKind.SERIES, 7)


def note(asked, *, now=NOW):
    with transaction():
        feed_health.note(asked, now=now)


def rows(db):
    db.session.rollback()
    return {
        (row.kind, row.owner_id, row.family): (row.asked_at, row.seen_at)
        for row in db.session.scalars(select(FeedFetch))
    }


def test_each_feed_and_family_has_one_row_with_the_last_time(db):
    note({(WHOLE, FeedFamily.GOOGLE): Asked(NOW, NOW), (GUIDE, FeedFamily.APPLE): Asked(NOW, None)})
    note({(WHOLE, FeedFamily.GOOGLE): Asked(NOW + MINUTE, NOW + MINUTE)})
    note({})

    assert rows(db) == {
        ("everything", 0, "google"): (NOW + MINUTE, NOW + MINUTE),
        ("series", 7, "apple"): (NOW, None),
    }


def test_what_another_process_saw_later_stays(db):
    note({(WHOLE, FeedFamily.GOOGLE): Asked(NOW + MINUTE, NOW)})
    note({(WHOLE, FeedFamily.GOOGLE): Asked(NOW, NOW - MINUTE)})

    assert rows(db) == {("everything", 0, "google"): (NOW + MINUTE, NOW)}


def test_what_nobody_asks_for_any_more_is_forgotten(db):
    note({(GUIDE, FeedFamily.GOOGLE): Asked(NOW, NOW)})
    later = NOW + timedelta(days=91)

    note({(WHOLE, FeedFamily.OTHER): Asked(later, later)}, now=later)

    assert list(rows(db)) == [("everything", 0, "other")]
