"""What kind of organization a name stands for, told by its words.

A guess for counting, never kept: where a series asks for the kind itself, its answers count.
"""

import enum
import re
from collections.abc import Iterable
from functools import lru_cache

from webinars.texts import folded


class OrganizationType(enum.StrEnum):
    """The kinds that registrants of public health webinars come from."""

    LOCAL_HEALTH = "local_health"
    STATE_HEALTH = "state_health"
    TRIBE = "tribe"
    CARE = "care"
    EDUCATION = "education"
    GOVERNMENT = "government"
    NONPROFIT = "nonprofit"
    BUSINESS = "business"
    OTHER = "other"
    NOT_SAID = "not_said"


# The first that fits decides; words are compared without accents and case.
RULES = (
    (OrganizationType.TRIBE, r"\b(trib(e|al|es)|nation of|indian health|pueblo of|rancheria)\b"),
    (OrganizationType.EDUCATION, r"\b(universit\w*|universidad|college|school|escuela|institute of technology|academy|isd)\b"),
    (OrganizationType.CARE, r"\b(hospital\w*|clinic\w*|medical cent(er|re)|health cent(er|re)s?|health ?care|health system|hospice|nursing home)\b"),
    (OrganizationType.STATE_HEALTH, r"\b(state (department|dept)\.? of (public )?health|state health|department of state health)\b"),
    (OrganizationType.LOCAL_HEALTH, r"\b((county|city|town|district|parish|local|regional|metro\w*|borough)\b.*\bhealth|health (district|department|dept|unit)|public health\b.*\b(county|city)|departamento de salud|board of health)\b"),
    (OrganizationType.STATE_HEALTH, r"\b((department|dept)\.? of (public )?health|ministry of health|ministerio de salud|health authority)\b"),
    (OrganizationType.GOVERNMENT, r"\b(county|city of|town of|state of|department of|ministry|ministerio|municipal\w*|government|federal|cdc|hrsa|agency|senate)\b"),
    (OrganizationType.NONPROFIT, r"\b(foundation|fundacion|alliance|alianza|coalition|association|asociacion|network|society|council|nonprofit|non-profit|ngo|partnership|initiative|united way|red cross|church|ymca|charit\w*)\b"),
    (OrganizationType.BUSINESS, r"\b(inc|llc|ltd|corp|corporation|company|gmbh|consult\w*|group|partners|solutions)\b"),
)  # fmt: skip
PATTERNS = tuple((kind, re.compile(words)) for kind, words in RULES)
# Many people of one organization write its name the same.
KEPT = 1 << 16
LONGEST = 200


def counted_types(names: Iterable[tuple[str, int]]) -> dict[OrganizationType, int]:
    """Return how many there are of each kind, given names and how many people wrote each."""
    counts = dict.fromkeys(OrganizationType, 0)
    for name, count in names:
        counts[organization_type(name)] += count
    return {kind: count for kind, count in counts.items() if count}


@lru_cache(maxsize=KEPT)
def organization_type(name: str) -> OrganizationType:
    """Return the kind that the words of *name* stand for."""
    words = folded(name[:LONGEST]).strip()
    if not words:
        return OrganizationType.NOT_SAID
    found = (kind for kind, pattern in PATTERNS if pattern.search(words))
    return next(found, OrganizationType.OTHER)
