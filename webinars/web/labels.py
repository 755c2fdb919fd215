"""What the values of fields are called."""

from collections.abc import Mapping
from datetime import timedelta

from babel.units import format_unit

from webinars.i18n import current_language, lazy_gettext
from webinars.models import AccessKind

ACCESS_KINDS: Mapping[str, str] = {
    AccessKind.CAPTIONS: lazy_gettext("Live captions"),
    AccessKind.SIGN_LANGUAGE: lazy_gettext("Sign language interpretation"),
    AccessKind.INTERPRETATION: lazy_gettext("Interpretation into another language"),
    AccessKind.MATERIALS: lazy_gettext(
        "Materials ahead of time, or in another format such as large print"
    ),
    AccessKind.OTHER: lazy_gettext("Something else"),
}
# The states, districts and territories where local health departments are.
# fmt: off
STATES = (
    "Alabama", "Alaska", "American Samoa", "Arizona", "Arkansas", "California", "Colorado",
    "Connecticut", "Delaware", "District of Columbia", "Florida", "Georgia", "Guam", "Hawaii",
    "Idaho", "Illinois", "Indiana", "Iowa", "Kansas", "Kentucky", "Louisiana", "Maine",
    "Maryland", "Massachusetts", "Michigan", "Minnesota", "Mississippi", "Missouri", "Montana",
    "Nebraska", "Nevada", "New Hampshire", "New Jersey", "New Mexico", "New York",
    "North Carolina", "North Dakota", "Northern Mariana Islands", "Ohio", "Oklahoma", "Oregon",
    "Pennsylvania", "Puerto Rico", "Rhode Island", "South Carolina", "South Dakota", "Tennessee",
    "Texas", "Utah", "Vermont", "Virgin Islands", "Virginia", "Washington", "West Virginia",
    "Wisconsin", "Wyoming",
)
# fmt: on
UNITS = (("day", 86400), ("hour", 3600), ("minute", 60))


def duration(length: timedelta) -> str:
    """Return *length* in the largest unit that needs no fraction: 7 days, 36 hours, 90 minutes."""
    seconds = int(length.total_seconds())
    unit, size = next((one for one in UNITS if seconds % one[1] == 0), UNITS[-1])
    words = format_unit(seconds // size, f"duration-{unit}", "long", locale=current_language())
    return str(words)
