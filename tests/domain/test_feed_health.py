"""How far a family of programs is behind a feed."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from webinars.domain.feed_health import SILENCE, Asked, FeedStand, stand

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("asked_at", "seen_at", "newest", "expected"),
    [
        pytest.param(NOW, NOW, NOW, FeedStand.NEWEST, id="the newest"),
        pytest.param(NOW, NOW - SECOND, NOW, FeedStand.BEHIND, id="an older one"),
        pytest.param(NOW - SILENCE, NOW - SECOND, NOW, FeedStand.BEHIND, id="a week ago"),
        pytest.param(NOW - SILENCE - SECOND, NOW - SECOND, NOW, FeedStand.SILENT, id="longer ago"),
        pytest.param(
            NOW - SILENCE - SECOND, NOW, NOW, FeedStand.NEWEST, id="longer ago, nothing changed"
        ),
        pytest.param(NOW, None, NOW, FeedStand.UNKNOWN, id="not kept"),
        pytest.param(NOW, NOW, None, FeedStand.UNKNOWN, id="no feed any more"),
    ],
)
def test_what_a_family_has_follows_from_what_it_was_given(asked_at, seen_at, newest, expected):
    assert stand(Asked(asked_at, seen_at), newest, now=NOW) is expected
