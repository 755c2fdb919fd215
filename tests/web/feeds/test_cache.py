from datetime import UTC, date, datetime

from webinars.models import FeedKind
from webinars.queries.feeds import Feed
from webinars.web.feeds.cache import OVERHEAD, Rendered, RenderedFeeds


def a_feed(revision: int) -> Feed:
    return Feed(
        kind=FeedKind.SERIES,
        owner_id=1,
        day=date(2026, 3, 2),
        name=None,
        language="en",
        last_modified=datetime(2026, 3, 1, tzinfo=UTC),
        facts=(revision,),
    )


def rendered(revision: int = 0, size: int = 100) -> Rendered:
    return Rendered(a_feed(revision), b"x" * size, "digest")


def test_what_was_rendered_is_found_while_the_feed_stands_as_it_did():
    cache = RenderedFeeds()
    cache.put("a", rendered(1))

    assert cache.get("a", a_feed(1)) == rendered(1)
    assert cache.get("a", a_feed(2)) is None
    assert cache.get("b", a_feed(1)) is None


def test_a_newer_rendering_takes_the_place_of_the_older():
    cache = RenderedFeeds(limit=OVERHEAD + 100)
    cache.put("a", rendered(1))
    cache.put("a", rendered(2))

    assert cache.get("a", a_feed(1)) is None
    assert cache.get("a", a_feed(2)) == rendered(2)


def test_the_longest_unused_leaves_when_there_is_no_room():
    cache = RenderedFeeds(limit=2 * (OVERHEAD + 100))
    cache.put("a", rendered())
    cache.put("b", rendered())
    cache.get("a", a_feed(0))
    cache.put("c", rendered())

    kept = {key: cache.get(key, a_feed(0)) is not None for key in "abc"}

    assert kept == {"a": True, "b": False, "c": True}


def test_what_is_larger_than_the_room_is_not_kept():
    cache = RenderedFeeds(limit=OVERHEAD)
    cache.put("a", rendered(size=1))

    assert cache.get("a", a_feed(0)) is None
