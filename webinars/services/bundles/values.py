"""What a single value of a series file may be."""

import enum
import re
import unicodedata
from dataclasses import replace
from typing import TypeVar

from webinars.domain import markdown, scheduling
from webinars.domain.slugs import is_slug
from webinars.domain.web_addresses import is_secure_address, is_web_address, normal_origin
from webinars.i18n import gettext, is_language
from webinars.services.bundles.problems import Wrong
from webinars.services.bundles.spots import (
    Check,
    Spot,
    attempt,
    is_null,
    nearest,
    not_wanted,
    or_null,
    quoted,
    typed,
)
from webinars.services.bundles.tree import Scalar, Table

W = TypeVar("W", bound=enum.StrEnum)
LINE_LIMIT = 300
NUMBER = re.compile(r"-?\d{1,9}", re.ASCII)
TRUTHS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
UNPRINTABLE = {"Cc", "Cs", "Zl", "Zp"}


def one_line(spot: Spot) -> str:
    """Take a text of one line."""
    text = typed(spot, gettext("a text of one line"))
    if "\n" in text:
        raise Wrong(gettext("has several lines; put it on one."))
    return _checked(text, LINE_LIMIT, allowed="")


def prose(spot: Spot) -> str:
    """Take a text in Markdown, without HTML."""
    text = _checked(
        typed(spot, gettext("a text in Markdown")), markdown.LENGTH_LIMIT, allowed="\n\t"
    )
    node = spot.node
    if isinstance(node, Scalar) and (line := markdown.line_of_html(node.text)):
        is_block = node.text_line > node.line
        raise Wrong(
            gettext("holds HTML; write it in Markdown, and a sign < as &lt;."),
            line=node.text_line + line - 1 if is_block else node.line,
        )
    return text


def filled(check: Check[str]) -> Check[str]:
    """Do not take an empty text."""

    def read(spot: Spot) -> str:
        text = check(spot)
        if not text:
            raise Wrong(gettext("is empty; give a text."))
        return text

    return read


def texts(check: Check[str]) -> Check[dict[str, str] | None]:
    """Take a text, or a mapping of texts by language; null gives None: no text at all.

    A language whose text is null or empty stays with an empty one: it is to be taken out.
    """

    def read(spot: Spot) -> dict[str, str] | None:
        if is_null(spot.node):
            return None
        if not isinstance(spot.node, Table):
            return {spot.context.language: check(spot)}
        found: dict[str, str] = {}
        for code, (line, node) in spot.node.entries.items():
            at = spot.within(node, f".{code}")
            for _ in attempt(language, replace(at, node=Scalar(line, code))):
                found.update((code, text or "") for text in attempt(or_null(check), at))
        return found

    return read


def needed(check: Check[str]) -> Check[dict[str, str]]:
    """Take texts of which at least one says something."""
    checked = texts(check)

    def read(spot: Spot) -> dict[str, str]:
        noted = len(spot.context.problems.found)
        found = checked(spot)
        if found is None:
            check(spot)
        if not any((found or {}).values()) and len(spot.context.problems.found) == noted:
            raise Wrong(gettext("is empty; give a text."))
        return found or {}

    return read


def slug(spot: Spot) -> str:
    """Take the part of an address that names a thing."""
    wanted = gettext("a slug: at most 80 small letters a to z, digits and hyphens")
    text = typed(spot, wanted)
    if not is_slug(text):
        raise not_wanted(text, wanted)
    return text


def reference(section: str) -> Check[str]:
    """Take the slug of something that *section* or the installation defines."""

    def read(spot: Spot) -> str:
        text = slug(spot)
        defined = spot.context.defined[section]
        if text in defined:
            return text
        near = nearest(text, defined)
        if near:
            raise Wrong(
                gettext(
                    "%(text)s is not defined under %(section)s; did you mean %(near)s?",
                    text=quoted(text),
                    section=section,
                    near=near,
                )
            )
        raise Wrong(
            gettext(
                "%(text)s is not defined under %(section)s; define it there, or take it out.",
                text=quoted(text),
                section=section,
            )
        )

    return read


def number(least: int, most: int) -> Check[int]:
    """Take a whole number."""

    def read(spot: Spot) -> int:
        wanted = gettext("a whole number from %(least)d to %(most)d", least=least, most=most)
        text = typed(spot, wanted)
        if not NUMBER.fullmatch(text) or not least <= int(text) <= most:
            raise not_wanted(text, wanted)
        return int(text)

    return read


def boolean(spot: Spot) -> bool:
    """Take true or false."""
    wanted = gettext("true or false")
    text = typed(spot, wanted)
    if text.lower() not in TRUTHS:
        raise not_wanted(text, wanted)
    return TRUTHS[text.lower()]


def one_of(kind: type[W]) -> Check[W]:
    """Take one of the words of an enumeration."""

    def read(spot: Spot) -> W:
        wanted = gettext("one of these words: %(words)s", words=", ".join(kind))
        text = typed(spot, wanted)
        if text not in set(kind):
            raise not_wanted(text, wanted)
        return kind(text)

    return read


def language(spot: Spot) -> str:
    """Take the code of a language."""
    wanted = gettext("the code of a language, such as en or es")
    text = typed(spot, wanted)
    if not is_language(text):
        raise not_wanted(text, wanted)
    return text


def zone(spot: Spot) -> str:
    """Take the name of a time zone."""
    text = typed(spot, gettext("an IANA time zone, such as America/New_York"))
    if text not in scheduling.zones():
        near = nearest(text.replace(" ", "_"), scheduling.zones()) or "America/New_York"
        raise not_wanted(text, gettext("an IANA time zone, such as %(near)s", near=near))
    return text


def web_address(spot: Spot) -> str:
    """Take the address of a page elsewhere."""
    wanted = gettext("a web address that begins with https:// or http://")
    text = typed(spot, wanted)
    if not is_web_address(text):
        raise not_wanted(text, wanted)
    return text


def secure_address(spot: Spot) -> str:
    """Take the address of a page elsewhere that everyone is sent to."""
    wanted = gettext("a web address that begins with https://")
    text = typed(spot, wanted)
    if not is_secure_address(text):
        raise not_wanted(text, wanted)
    return text


def origin(spot: Spot) -> str:
    """Take the origin of a site: scheme and host, and nothing behind."""
    wanted = gettext("scheme and host of a site without a path, such as https://www.example.org")
    text = typed(spot, wanted)
    found = normal_origin(text)
    if found is None:
        raise not_wanted(text, wanted)
    return found


def _checked(text: str, limit: int, *, allowed: str) -> str:
    """Return *text* when it is short enough and free of control characters but *allowed*."""
    if len(text) > limit:
        raise Wrong(
            gettext(
                "has %(length)d characters; %(limit)d are the most.",
                length=len(text),
                limit=limit,
            )
        )
    for character in text:
        if character not in allowed and unicodedata.category(character) in UNPRINTABLE:
            code = f"U+{ord(character):04X}"
            raise Wrong(gettext("holds the control character %(code)s; take it out.", code=code))
    return text
