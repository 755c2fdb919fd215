"""Which family of calendar programs asks for a feed."""

import re
from functools import lru_cache

from webinars.models import FeedFamily

# The first that is found counts: a Thunderbird on a Mac names both.
MARKS: tuple[tuple[FeedFamily, re.Pattern[str]], ...] = (
    (FeedFamily.THUNDERBIRD, re.compile(r"(?i)thunderbird|betterbird|lightning")),
    (FeedFamily.GOOGLE, re.compile(r"(?i)google")),
    (FeedFamily.OUTLOOK, re.compile(r"(?i)outlook|microsoft|exchange|msoffice|\bowa\b")),
    (
        FeedFamily.APPLE,
        re.compile(r"(?i)calendaragent|dataaccessd|calendarstore|accountsd|\bical/"),
    ),
    (FeedFamily.APPLE, re.compile(r"(?i)^(ios|ipados|macos|mac[ +_]os[ +_]x)/")),
)
LONGEST_NAME = 200


def family_of(user_agent: str) -> FeedFamily:
    """Return the family of the program that calls itself *user_agent*."""
    return _family_of(user_agent[:LONGEST_NAME])


@lru_cache(maxsize=256)
def _family_of(name: str) -> FeedFamily:
    found = (family for family, mark in MARKS if mark.search(name))
    return next(found, FeedFamily.OTHER)
