"""Where new things come among those that are there."""

from collections.abc import Sequence


def merged_order(stored: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Return all names of both, those of *wanted* in its order.

    Who is stored but not wanted keeps its place. A new name comes before the next wanted one
    that is stored, or at the end.
    """
    moved = iter([name for name in wanted if name in set(stored)])
    merged = [next(moved) if name in set(wanted) else name for name in stored]
    waiting: list[str] = []
    for name in wanted:
        if name not in set(stored):
            waiting.append(name)
        else:
            place = merged.index(name)
            merged[place:place] = waiting
            waiting = []
    return merged + waiting
