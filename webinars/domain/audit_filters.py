"""Which entries of the audit somebody wants to see."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from webinars.models import Action

# In place of an account's number: nobody who signed in, but somebody at the command line.
COMMAND_LINE = "command-line"


class ActionGroup(enum.StrEnum):
    """What things were done to, in few groups."""

    SERIES = "series"
    CATALOG = "catalog"
    REGISTRANTS = "registrants"
    MESSAGES = "messages"
    PEOPLE = "people"
    SETTINGS = "settings"


# The first word of an action's name tells its group; what none names belongs to the series.
GROUPS: Mapping[ActionGroup, tuple[str, ...]] = {
    ActionGroup.CATALOG: ("catalog", "approach", "speaker", "practice", "sponsor", "case"),
    ActionGroup.REGISTRANTS: (
        "registrant", "registrants", "registration", "registrations", "enrollment", "attendance",
        "import", "access", "seat", "consent", "waiting", "address",
    ),
    ActionGroup.MESSAGES: (
        "message", "messages", "wording", "rule", "reminder", "broadcast", "delivery", "deliveries",
        "follow", "mail", "mails",
    ),
    ActionGroup.PEOPLE: (
        "account", "member", "roles", "password", "second", "signed", "passkey", "user", "sign",
    ),
    ActionGroup.SETTINGS: ("settings", "logo"),
}  # fmt: skip


@dataclass(frozen=True)
class AuditFilters:
    """What an entry must be; what is None or empty says nothing."""

    series_id: int | None = None
    # An account's number, or `COMMAND_LINE`.
    actor: str = ""
    kind: str = ""
    group: ActionGroup | None = None
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""


def group_of(action: Action) -> ActionGroup:
    """Return the group that *action* belongs to."""
    first = action.value.partition("_")[0]
    found = (group for group, words in GROUPS.items() if first in words)
    return next(found, ActionGroup.SERIES)


def actions_in(group: ActionGroup) -> list[Action]:
    """Return the actions of *group*."""
    return [action for action in Action if group_of(action) is group]
