"""Feeds already rendered, each kept until its rows or the day change."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

from webinars.queries.feeds import Feed

MEBIBYTE = 1024 * 1024
DEFAULT_LIMIT = 8 * MEBIBYTE
# What a kept feed takes beside its bytes.
OVERHEAD = 2048


@dataclass(frozen=True)
class Rendered:
    """The bytes of a feed, and their digest for the ETag."""

    feed: Feed
    body: bytes
    digest: str


class RenderedFeeds:
    """As many rendered feeds as fit into *limit* bytes; the longest unused leaves first."""

    def __init__(self, limit: int = DEFAULT_LIMIT) -> None:
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[Hashable, Rendered] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, feed: Feed) -> Rendered | None:
        """Return what was rendered for *key*, if the feed still stands as it did."""
        with self._lock:
            rendered = self._kept.get(key)
            if rendered is None or rendered.feed != feed:
                return None
            self._kept.move_to_end(key)
            return rendered

    def put(self, key: Hashable, rendered: Rendered) -> None:
        """Keep *rendered* in place of what was kept for *key*."""
        with self._lock:
            self._drop(key)
            self._kept[key] = rendered
            self._size += len(rendered.body) + OVERHEAD
            while self._size > self._limit:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: Hashable) -> None:
        dropped = self._kept.pop(key, None)
        if dropped is not None:
            self._size -= len(dropped.body) + OVERHEAD
