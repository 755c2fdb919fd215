"""Mappings and lists of a series file: which keys there are, and what stands under them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar, cast

from webinars.i18n import gettext
from webinars.services.bundles.problems import Wrong
from webinars.services.bundles.spots import Check, Spot, attempt, is_null, nearest
from webinars.services.bundles.tree import Items, Scalar, Table

V = TypeVar("V", bound=Mapping[str, Any])
T = TypeVar("T")

# What people write instead of the right key, where the spelling does not tell.
MEANT = {
    "end": "minutes",
    "ends": "minutes",
    "ends_at": "minutes",
    "duration": "minutes",
    "date": "starts",
    "published": "status",
}


@dataclass(frozen=True)
class Shape(Generic[V]):
    """The keys of a mapping, each with the check of its value."""

    required: Mapping[str, Check[Any]]
    optional: Mapping[str, Check[Any]] = field(default_factory=dict)

    def read(self, spot: Spot) -> V:
        """Return the values given, noting every problem; a wrong one is left out."""
        if not isinstance(spot.node, Table):
            keys = ", ".join([*self.required, *self.optional])
            raise Wrong(gettext("must be a mapping with these keys: %(keys)s.", keys=keys))
        checks = {**self.required, **self.optional}
        values: dict[str, Any] = {}
        for key, (line, node) in spot.node.entries.items():
            at = spot.within(node, f".{key}" if spot.field else key)
            if key in checks:
                values.update((key, value) for value in attempt(checks[key], at))
            else:
                at.note(_unknown(key, list(checks)), line=line)
        for key in self.required.keys() - spot.node.entries.keys():
            absent = Scalar(spot.node.line, "")
            at = spot.within(absent, f".{key}" if spot.field else key)
            values.update((key, value) for value in attempt(checks[key], at))
        return cast(V, values)


@dataclass(frozen=True)
class Entry(Generic[V]):
    """One thing of a section: its values, and where it stands."""

    spot: Spot
    values: V


def entries_of(check: Check[V], *, name: str) -> Check[list[Entry[V]]]:
    """Take a list of things, each called in messages by what stands under the key *name*."""

    def read(spot: Spot) -> list[Entry[V]]:
        if is_null(spot.node):
            return []
        if not isinstance(spot.node, Items):
            raise Wrong(gettext("must be a list; begin every item with a hyphen."))
        found: list[Entry[V]] = []
        for index, node in enumerate(spot.node.nodes, start=1):
            label = node.get(name) if isinstance(node, Table) else None
            words = label.text if isinstance(label, Scalar) and label.text else f"#{index}"
            at = spot.within(node, f"[{words}]")
            found.extend(Entry(at, values) for values in attempt(check, at))
        _refuse_twins(found, name)
        return found

    return read


def list_of(check: Check[T]) -> Check[list[T]]:
    """Take a list of values, none of them twice; null is an empty list."""

    def read(spot: Spot) -> list[T]:
        if is_null(spot.node):
            return []
        if not isinstance(spot.node, Items):
            raise Wrong(gettext("must be a list, such as [one, two]."))
        found: list[T] = []
        for node in spot.node.nodes:
            for value in attempt(check, replace(spot, node=node)):
                if value in found:
                    spot.note(gettext("holds the same twice; take one out."), line=node.line)
                else:
                    found.append(value)
        return found

    return read


def at_most(limit: int, check: Check[list[T]]) -> Check[list[T]]:
    """Take a list that *check* takes, when it has *limit* values or fewer."""

    def read(spot: Spot) -> list[T]:
        found = check(spot)
        if len(found) > limit:
            raise Wrong(
                gettext(
                    "has %(length)d entries; %(limit)d are the most.",
                    length=len(found),
                    limit=limit,
                )
            )
        return found

    return read


def _unknown(key: str, keys: list[str]) -> str:
    near = nearest(key, keys) or MEANT.get(key)
    if near in keys:
        return gettext("is no key here; did you mean %(near)s?", near=near)
    return gettext("is no key here; the keys are: %(keys)s.", keys=", ".join(keys))


def _refuse_twins(found: list[Entry[V]], name: str) -> None:
    lines: dict[str, int] = {}
    for entry in found:
        word = entry.values.get(name)
        if word in lines:
            entry.spot.within(entry.spot.node, f".{name}").note(
                gettext(
                    "%(word)s is taken by the one on line %(line)d; give each its own.",
                    word=repr(word),
                    line=lines[word],
                )
            )
        elif word is not None:
            lines[word] = entry.spot.node.line
