"""Every page of the console, and every state of it, as an owner sees them.

A page that is missing here fails `tests/accessibility/test_console.py`. Areas are written in the
modules of `tests.support.console_areas`, each beside what its pages need to be in that state.
"""

import importlib
import pkgutil

from tests.support import console_areas
from tests.support.places import Place

# What stands in addresses for the parts that a walk over all routes must fill in.
EXAMPLES: dict[str, object] = {"series": "guide"}
AREAS: dict[str, tuple[Place, ...]] = {}
# Endpoints below "organize." that answer with something else than a page.
NOT_PAGES: dict[str, str] = {}

for found in pkgutil.iter_modules(console_areas.__path__, f"{console_areas.__name__}."):
    area = importlib.import_module(found.name)
    AREAS[found.name.rpartition(".")[2]] = area.PLACES
    EXAMPLES |= area.EXAMPLES
    NOT_PAGES |= area.NOT_PAGES

PLACES = tuple(place for area in AREAS.values() for place in area)


def furnish_console() -> dict[str, str]:
    """Put into a furnished installation what the console's pages show; return further words."""
    words: dict[str, str] = {}
    for name in AREAS:
        area = importlib.import_module(f"{console_areas.__name__}.{name}")
        words |= area.furnish()
    return words
