"""What is wrong with a series file: line, field, and what to write instead."""

from dataclasses import dataclass, field

from webinars.errors import Invalid
from webinars.i18n import gettext


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend; lines count from 1."""

    line: int
    field: str
    words: str

    def __str__(self) -> str:
        return gettext(
            "line %(line)d, %(field)s: %(words)s",
            line=self.line,
            field=self.field,
            words=self.words,
        )


class BadFile(Invalid):
    """A series file with problems; the message has a line for each."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the problems in the order of the file."""
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


class Wrong(Exception):
    """A value is not what its key asks for; the words say what to write instead."""

    def __init__(self, words: str, *, line: int | None = None) -> None:
        """Keep the words; *line* is given when it is not the value's first."""
        super().__init__(words)
        self.words = words
        self.line = line


@dataclass
class Problems:
    """Gathers everything that is wrong, so that it can be said at once."""

    found: list[Problem] = field(default_factory=list)

    def add(self, line: int, name: str, words: str) -> None:
        """Note that the field *name* on *line* is wrong."""
        self.found.append(Problem(line, name, words))

    def stop_if_any(self) -> None:
        """Raise BadFile when something was noted."""
        if self.found:
            raise BadFile(self.found)
