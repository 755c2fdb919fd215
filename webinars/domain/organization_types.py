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
    (OrganizationType.TRIBE, r"trib(e|al|es)|nation of|indian health|pueblo of|rancheria"),
    (
        OrganizationType.EDUCATION,
        r"universit\w*|universidad|college|school|escuela|institute of technology|academy|isd",
    ),
    (
        OrganizationType.CARE,
        (
            r"hospital\w*|clinic\w*|(medical|health) cent(er|re)s?|health ?care|health system"
            r"|hospice|nursing home"
        ),
    ),
    (
        OrganizationType.STATE_HEALTH,
        r"state (department|dept) of (public )?health|state health|department of state health",
    ),
    (
        OrganizationType.LOCAL_HEALTH,
        (
            r"(county|city|town|district|parish|local|regional|metro\w*|borough)\b.*\bhealth"
            r"|health (district|department|dept|unit)|public health\b.*\b(county|city)"
            r"|departamento de salud|board of health"
        ),
    ),
    (
        OrganizationType.STATE_HEALTH,
        (
            r"(department|dept) of (public )?health|(ministry|department) of health"
            r"|ministerio de salud|health authority"
        ),
    ),
    (
        OrganizationType.GOVERNMENT,
        (
            r"county|(city|town|state|department) of|ministry|ministerio|municipal\w*|government"
            r"|federal|cdc|hrsa|agency|senate"
        ),
    ),
    (
        OrganizationType.NONPROFIT,
        (
            r"foundation|fundacion|alliance|alianza|coalition|association|asociacion|network|society"
            r"|council|non-?profit|ngo|partnership|initiative|united way|red cross|church|charit\w*"
        ),
    ),
    (
        OrganizationType.BUSINESS,
        r"inc|llc|ltd|corp|corporation|company|gmbh|consult\w*|group|partners|solutions",
    ),
)
PATTERNS = tuple((kind, re.compile(rf"\b({words})\b")) for kind, words in RULES)
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
