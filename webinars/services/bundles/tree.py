"""A series file as a tree of texts, lists and mappings, each with its line.

Read from YAML's events, not its values: so every scalar stays the text that was typed (``yes``
and ``2026`` are words here), every line is known, and aliases and tags are refused before they
can grow or do anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.reader import ReaderError

from webinars.i18n import gettext
from webinars.services.bundles.problems import Problems

SIZE_LIMIT = 1_000_000
DEPTH_LIMIT = 12
FILE = "file"
NULLS = {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True)
class Scalar:
    """One text; *is_plain* when it was typed without quotes or block sign."""

    line: int
    text: str
    is_plain: bool = True
    # Where the text itself begins: a block's begins below its sign.
    text_line: int = 1

    @property
    def is_null(self) -> bool:
        """Whether it says "nothing"."""
        return self.is_plain and self.text in NULLS


@dataclass(frozen=True)
class Items:
    """A list."""

    line: int
    nodes: "tuple[Node, ...]"


@dataclass(frozen=True)
class Table:
    """A mapping; no key comes twice."""

    line: int
    entries: "dict[str, tuple[int, Node]]"

    def get(self, key: str) -> "Node | None":
        """Return what stands under *key*."""
        return self.entries[key][1] if key in self.entries else None


@dataclass(frozen=True)
class Unusable:
    """Something refused; it has been said already."""

    line: int


Node = Scalar | Items | Table | Unusable


def compose(content: bytes, problems: Problems) -> Node:
    """Return the tree of the one YAML document in *content*; what is wrong goes to *problems*."""
    text = _decoded(content, problems)
    if text is None:
        return Unusable(1)
    try:
        return _Composer(yaml.parse(text, Loader=yaml.SafeLoader), problems).document()
    except yaml.MarkedYAMLError as error:
        words = gettext(
            "this is not YAML (%(reason)s); mend the indentation, or put the text in quotes.",
            reason=error.problem or error.context or "",
        )
        problems.add(_line(error.problem_mark or error.context_mark), FILE, words)
    except _TooDeep as error:
        problems.add(error.line, FILE, gettext("has too many levels here; take some out."))
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        character: Any = error.character  # a number, whatever its type says
        code = f"U+{character:04X}"
        words = gettext("the character %(code)s cannot stand in a file; take it out.", code=code)
        problems.add(line, FILE, words)
    return Unusable(1)


def _decoded(content: bytes, problems: Problems) -> str | None:
    if len(content) >= SIZE_LIMIT:
        problems.add(1, FILE, gettext("is too large; keep it below 1 MB."))
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problems.add(line, FILE, gettext("is not UTF-8; save it with the encoding UTF-8."))
        return None


class _TooDeep(Exception):
    """Levels within levels: a file made to tire us out."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class _Composer:
    """Builds nodes from events."""

    def __init__(self, events: Iterator[yaml.Event], problems: Problems) -> None:
        self.events = events
        self.problems = problems

    def document(self) -> Node:
        """Return the only document; more than one is a problem."""
        root: Node = Unusable(1)
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                root = self.node(next(self.events), depth=0)
        if documents != 1:
            words = gettext("holds %(number)d documents; give one series.", number=documents)
            self.problems.add(1, FILE, words)
        return root

    def node(self, event: yaml.Event, *, depth: int) -> Node:
        """Return the node that begins with *event*."""
        line = _line(event.start_mark)
        tag = getattr(event, "tag", None)
        if tag is not None:
            words = gettext("tags such as %(tag)s are not read; take it out.", tag=tag)
            self.problems.add(line, FILE, words)
        if isinstance(event, yaml.AliasEvent):
            words = gettext("*%(name)s refers to another place; write it out.", name=event.anchor)
            self.problems.add(line, FILE, words)
            return Unusable(line)
        if depth > DEPTH_LIMIT:
            raise _TooDeep(line)
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(line, tuple(self.items(depth=depth + 1)))
        if isinstance(event, yaml.MappingStartEvent):
            return Table(line, self.entries(depth=depth + 1))
        return _scalar(event, line)

    def items(self, *, depth: int) -> Iterator[Node]:
        """Yield the nodes up to the end of a list."""
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self.node(event, depth=depth)

    def entries(self, *, depth: int) -> dict[str, tuple[int, Node]]:
        """Return keys, with line and node, up to the end of a mapping."""
        entries: dict[str, tuple[int, Node]] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.node(event, depth=depth)
            value = self.node(next(self.events), depth=depth)
            if not isinstance(key, Scalar):
                self.problems.add(key.line, FILE, gettext("a key must be a word."))
            elif key.text in entries:
                words = gettext(
                    "stands here twice, first on line %(line)d; take one out.",
                    line=entries[key.text][0],
                )
                self.problems.add(key.line, key.text, words)
            else:
                entries[key.text] = (key.line, value)
        return entries


def _line(mark: Any) -> int:
    return mark.line + 1 if mark else 1


def _scalar(event: yaml.Event, line: int) -> Scalar:
    if not isinstance(event, yaml.ScalarEvent):
        raise TypeError(f"no node begins with {event!r}")
    text_line = line + 1 if event.style == "|" else line
    return Scalar(line, event.value, is_plain=event.style is None, text_line=text_line)
