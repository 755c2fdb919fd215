"""Many at once: threads that begin at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

T = TypeVar("T")


def run_at_once(
    count: int, work: Callable[[int], T], *, seconds: float = 120
) -> list[T | Exception]:
    """Call `work(0)` … `work(count - 1)`, each in a thread, all released together.

    Returns what each returned or raised, in the order of the numbers. A thread has no
    application context: the work opens its own.
    """
    start = Barrier(count)

    def one(number: int) -> T | Exception:
        start.wait(timeout=seconds)
        try:
            return work(number)
        except Exception as error:  # noqa: BLE001  the test decides which are right
            return error

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count), timeout=seconds))
