"""Named placeholders, ((name)), in what organizers write for our mails.

They are an allow-list and replaced in one pass: what stands in their place is never looked at
again, so nothing in a registrant's name is ever evaluated. Everything else that looks like a
template language is plain text.
"""

import enum
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from difflib import get_close_matches

from webinars.domain import markdown


class Placeholder(enum.StrEnum):
    """What a mail can say about its reader and the webinar."""

    NAME = "name"
    ORGANIZATION = "organization"
    SERIES = "series"
    WEBINAR = "webinar"
    WHEN = "when"
    WEBINAR_PAGE = "webinar_page"
    OWN_PAGE = "own_page"
    JOIN_LINK = "join_link"
    RECORDING = "recording"


class Fault(enum.StrEnum):
    """Why a placeholder is refused."""

    UNKNOWN = "unknown"
    MALFORMED = "malformed"
    # A subject shows no link.
    LINK_IN_SUBJECT = "link in subject"
    # The address of a link must not depend on what a registrant wrote.
    TEXT_IN_LINK = "text in link"


@dataclass(frozen=True)
class Problem:
    """One placeholder that is refused, as it was *written*; perhaps what was meant."""

    fault: Fault
    written: str
    suggestion: Placeholder | None = None


LINKS = frozenset(
    {
        Placeholder.WEBINAR_PAGE,
        Placeholder.OWN_PAGE,
        Placeholder.JOIN_LINK,
        Placeholder.RECORDING,
    }
)
WRITTEN = re.compile(r"\(\(([^()\n]{1,60})\)\)")
# Stands for a text, and for an address, while we look where they end up.
PROBE = "placeholder0probe"
IN_TAG = re.compile(rf"<[^>]*{PROBE}([a-z]+){PROBE}")


def filled(text: str, value: Callable[[Placeholder], str]) -> str:
    """Return *text* with each placeholder replaced by its *value*, in one pass."""
    return WRITTEN.sub(lambda found: _replaced(found, value), text)


def used(text: str) -> set[Placeholder]:
    """Return the placeholders in *text*."""
    named = (meant(found[1]) for found in WRITTEN.finditer(text))
    return {placeholder for placeholder in named if placeholder is not None}


def meant(written: str) -> Placeholder | None:
    """Return the placeholder of that name; case, blanks and hyphens do not matter."""
    name = _plain(written)
    return Placeholder(name) if name in set(Placeholder) else None


def subject_problems(text: str, known: Collection[Placeholder]) -> list[Problem]:
    """Return what is wrong with the placeholders of a subject."""
    links = [
        Problem(Fault.LINK_IN_SUBJECT, found[0])
        for found in WRITTEN.finditer(text)
        if meant(found[1]) in LINKS
    ]
    return [*_problems(text, known), *links]


def body_problems(text: str, known: Collection[Placeholder]) -> list[Problem]:
    """Return what is wrong with the placeholders of a text in Markdown."""
    return [*_problems(text, known), *_texts_in_links(text)]


def _problems(text: str, known: Collection[Placeholder]) -> list[Problem]:
    found = [_unknown(written[1], known) for written in WRITTEN.finditer(text)]
    return [*(problem for problem in found if problem is not None), *_malformed(text)]


def _unknown(written: str, known: Collection[Placeholder]) -> Problem | None:
    if meant(written) in known:
        return None
    nearest = get_close_matches(_plain(written), list(known), n=1, cutoff=0.5)
    suggestion = Placeholder(nearest[0]) if nearest else None
    return Problem(Fault.UNKNOWN, f"(({written}))", suggestion)


def _malformed(text: str) -> list[Problem]:
    """Return where brackets are doubled on one side only."""
    faults = []
    for line in WRITTEN.sub("", text).splitlines():
        start = line.find("((")
        if start >= 0:
            faults.append(Problem(Fault.MALFORMED, line[start : start + 30].strip()))
        elif "))" in line and line.count(")") > line.count("("):
            end = line.find("))") + 2
            faults.append(Problem(Fault.MALFORMED, line[max(0, end - 30) : end].strip()))
    return faults


def _texts_in_links(text: str) -> list[Problem]:
    def probe(placeholder: Placeholder) -> str:
        name = placeholder.replace("_", "")
        return "https://a.invalid" if placeholder in LINKS else f"{PROBE}{name}{PROBE}"

    shown = markdown.to_html(filled(text, probe))
    names = dict.fromkeys(found[1] for found in IN_TAG.finditer(shown))
    return [Problem(Fault.TEXT_IN_LINK, f"(({name}))") for name in names]


def _replaced(found: re.Match[str], value: Callable[[Placeholder], str]) -> str:
    placeholder = meant(found[1])
    return found[0] if placeholder is None else value(placeholder)


def _plain(written: str) -> str:
    return re.sub(r"[\s_-]+", "_", written.strip().casefold())
