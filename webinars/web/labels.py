"""What the values of fields are called."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache

from babel.units import format_unit

from webinars.i18n import (
    current_language,
    gettext,
    languages,
    lazy_gettext,
    locale_of,
    speaking,
)
from webinars.models import AccessKind, MemberRole, PartStat, SignInMethod

ACCESS_KINDS: Mapping[str, str] = {
    AccessKind.CAPTIONS: lazy_gettext("Live captions"),
    AccessKind.SIGN_LANGUAGE: lazy_gettext("Sign language interpretation"),
    AccessKind.INTERPRETATION: lazy_gettext("Interpretation into another language"),
    AccessKind.MATERIALS: lazy_gettext(
        "Materials ahead of time, or in another format such as large print"
    ),
    AccessKind.OTHER: lazy_gettext("Something else"),
}

SIGN_IN_METHODS: Mapping[str, str] = {
    SignInMethod.PASSWORD: lazy_gettext("Password"),
    SignInMethod.CODE: lazy_gettext("Password and code"),
    SignInMethod.RECOVERY_CODE: lazy_gettext("Password and recovery code"),
    SignInMethod.PASSKEY: lazy_gettext("Passkey"),
}
MEMBER_ROLES: Mapping[str, str] = {
    MemberRole.ORGANIZER: lazy_gettext("Organizer"),
    MemberRole.ASSISTANT: lazy_gettext("Assistant"),
    MemberRole.VIEWER: lazy_gettext("Viewer"),
}


def _(name: str) -> str:
    """Mark *name* for the catalogs; it is kept in English and translated where it is shown."""
    return name


# The states, districts and territories where local health departments are.
# fmt: off
STATES = (
    _("Alabama"), _("Alaska"), _("American Samoa"), _("Arizona"), _("Arkansas"),
    _("California"), _("Colorado"), _("Connecticut"), _("Delaware"), _("District of Columbia"),
    _("Florida"), _("Georgia"), _("Guam"), _("Hawaii"), _("Idaho"), _("Illinois"), _("Indiana"),
    _("Iowa"), _("Kansas"), _("Kentucky"), _("Louisiana"), _("Maine"), _("Maryland"),
    _("Massachusetts"), _("Michigan"), _("Minnesota"), _("Mississippi"), _("Missouri"),
    _("Montana"), _("Nebraska"), _("Nevada"), _("New Hampshire"), _("New Jersey"),
    _("New Mexico"), _("New York"), _("North Carolina"), _("North Dakota"),
    _("Northern Mariana Islands"), _("Ohio"), _("Oklahoma"), _("Oregon"), _("Pennsylvania"),
    _("Puerto Rico"), _("Rhode Island"), _("South Carolina"), _("South Dakota"), _("Tennessee"),
    _("Texas"), _("Utah"), _("Vermont"), _("Virgin Islands"), _("Virginia"), _("Washington"),
    _("West Virginia"), _("Wisconsin"), _("Wyoming"),
)
# fmt: on
UNITS = (("day", 86400), ("hour", 3600), ("minute", 60))


def state_names() -> list[str]:
    """Return what a form offers: the names of all states in the language spoken now."""
    return sorted(gettext(name) for name in STATES)


def state_name(kept: str) -> str:
    """Return what is shown for a state as it is kept; other places are named as they are."""
    return gettext(kept) if kept in STATES else kept


def state_kept(typed: str) -> str:
    """Return what is kept for *typed*: the English name of a state known in any of our languages.

    Other places are kept as they were written.
    """
    return _states_by_name(current_language(), languages()).get(typed.casefold(), typed)


@cache
def _states_by_name(language: str, ours: tuple[str, ...]) -> dict[str, str]:
    known: dict[str, str] = {}
    # A name that means different states in two languages means what it does in the reader's.
    for spoken in (*ours, language):
        with speaking(spoken):
            known |= {gettext(name).casefold(): name for name in STATES}
    return known


def duration(length: timedelta) -> str:
    """Return *length* in the largest unit that needs no fraction: 7 days, 36 hours, 90 minutes."""
    seconds = int(length.total_seconds())
    unit, size = next((one for one in UNITS if seconds % one[1] == 0), UNITS[-1])
    words = format_unit(
        seconds // size, f"duration-{unit}", "long", locale=locale_of(current_language())
    )
    return str(words)


# What somebody's own calendar has answered to an invitation.
OWN_ANSWERS: Mapping[PartStat, str] = {
    PartStat.ACCEPTED: lazy_gettext("Your calendar answered: yes"),
    PartStat.TENTATIVE: lazy_gettext("Your calendar answered: perhaps"),
    PartStat.DECLINED: lazy_gettext("Your calendar answered: no. We send you no reminders."),
}
