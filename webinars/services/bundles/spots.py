"""A value in its place, and what it takes to judge it."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from webinars.i18n import gettext
from webinars.services.bundles.problems import Problems, Wrong
from webinars.services.bundles.tree import Items, Node, Scalar, Unusable

T = TypeVar("T")
SHOWN_LENGTH = 60


@dataclass(frozen=True)
class Context:
    """What it takes to judge a value beside the value itself."""

    problems: Problems
    # The series' own: what is not said in another language or zone is in these.
    language: str
    time_zone: str
    # The slugs that may be referred to, by the section that defines them.
    defined: Mapping[str, frozenset[str]]
    # Where files named in it lie; None when there is no such place.
    folder: Path | None
    now: datetime


@dataclass(frozen=True)
class Spot:
    """A value, its field's name, and what it takes to judge it."""

    node: Node
    field: str
    context: Context

    def within(self, node: Node, name: str) -> "Spot":
        """Return the spot of *node*, which stands below this one."""
        return replace(self, node=node, field=f"{self.field}{name}")

    def note(self, words: str, *, line: int | None = None) -> None:
        """Note a problem with this value."""
        self.context.problems.add(line or self.node.line, self.field, words)


# A check returns the value it stands for, or raises Wrong.
Check = Callable[[Spot], T]


def attempt(check: Check[T], spot: Spot) -> Iterator[T]:
    """Yield what *check* makes of the value; or nothing, having noted what is wrong."""
    if isinstance(spot.node, Unusable):
        return
    try:
        yield check(spot)
    except Wrong as wrong:
        spot.note(wrong.words, line=wrong.line)


def typed(spot: Spot, wanted: str) -> str:
    """Return the text that was typed; *wanted* says what to give where there is none."""
    if isinstance(spot.node, Scalar):
        if spot.node.is_null:
            raise Wrong(gettext("is missing; give %(wanted)s.", wanted=wanted))
        return spot.node.text.strip()
    kind = gettext("a list") if isinstance(spot.node, Items) else gettext("a mapping")
    raise Wrong(gettext("is %(kind)s; give %(wanted)s.", kind=kind, wanted=wanted))


def not_wanted(text: str, wanted: str) -> Wrong:
    """Return the complaint that *text* is not what is *wanted*."""
    return Wrong(gettext("is %(text)s; give %(wanted)s.", text=quoted(text), wanted=wanted))


def or_null(check: Check[T]) -> Check[T | None]:
    """Also take null, for None."""

    def read(spot: Spot) -> T | None:
        return None if is_null(spot.node) else check(spot)

    return read


def is_null(node: Node) -> bool:
    """Whether *node* says "nothing"."""
    return isinstance(node, Scalar) and node.is_null


def quoted(text: str) -> str:
    """Return *text* as a message shows it: in quotes, on one line, cut short."""
    line = " ".join(text.split())
    return repr(line if len(line) <= SHOWN_LENGTH else line[:SHOWN_LENGTH] + "…")


def nearest(word: str, others: Iterable[str]) -> str | None:
    """Return the one of *others* that was probably meant by *word*."""
    return next(iter(difflib.get_close_matches(word, sorted(others), n=1)), None)
