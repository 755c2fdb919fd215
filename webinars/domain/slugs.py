"""The short names in addresses: made from titles, and free ones found."""

import re
import unicodedata
from collections.abc import Collection

LONGEST = 80
PATTERN = re.compile(r"[a-z0-9-]{1,80}", re.ASCII)
# Below the address of a series these are pages of its own.
RESERVED = frozenset({"register", "registered", "poster", "calendar", "feed"})


def is_slug(text: str) -> bool:
    """Whether *text* can stand in an address as it is."""
    return PATTERN.fullmatch(text) is not None


def slug_of(title: str, *, otherwise: str) -> str:
    """Return a slug made from *title*, or *otherwise* when no letter of it can be kept."""
    letters = unicodedata.normalize("NFKD", title.casefold())
    plain = "".join(letter for letter in letters if letter.isascii())
    made = "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST].strip("-")
    return made or otherwise


def free_slug(wanted: str, taken: Collection[str]) -> str:
    """Return *wanted*, with the first number behind it that makes it another than those *taken*."""
    found, number = wanted, 1
    while found in taken or found in RESERVED:
        number += 1
        ending = f"-{number}"
        found = wanted[: LONGEST - len(ending)].rstrip("-") + ending
    return found
