"""What entries of the audit say, in plain words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from webinars.domain.audit_filters import ActionGroup
from webinars.i18n import clock_time, day, gettext, language_name_here, lazy_gettext, listed
from webinars.models import Action
from webinars.web.organize.audit.actions import ACTIONS
from webinars.web.organize.audit.fields import FIELDS

GROUPS: Mapping[ActionGroup, str] = {
    ActionGroup.SERIES: lazy_gettext("Series and webinars"),
    ActionGroup.CATALOG: lazy_gettext("Catalog"),
    ActionGroup.REGISTRANTS: lazy_gettext("Registrants"),
    ActionGroup.MESSAGES: lazy_gettext("Messages and mails"),
    ActionGroup.PEOPLE: lazy_gettext("Accounts and members"),
    ActionGroup.SETTINGS: lazy_gettext("Settings"),
}
# The things that entries are about, by the names of their models.
KINDS: Mapping[str, str] = {
    "Series": lazy_gettext("Series"),
    "Webinar": lazy_gettext("Webinar"),
    "Question": lazy_gettext("Question of a form"),
    "Speaker": lazy_gettext("Speaker"),
    "Practice": lazy_gettext("Practice"),
    "PracticeGroup": lazy_gettext("Group of practices"),
    "Sponsor": lazy_gettext("Organization"),
    "CaseStudy": lazy_gettext("Case study"),
    "Approach": lazy_gettext("Approach"),
    "Registrant": lazy_gettext("Registrant"),
    "Registration": lazy_gettext("Registration"),
    "Enrollment": lazy_gettext("Seat or waiting place"),
    "AccessRequest": lazy_gettext("Access request"),
    "Consent": lazy_gettext("Agreement"),
    "RegistrantImport": lazy_gettext("List of people"),
    "MessageWording": lazy_gettext("Wording of a mail"),
    "ReminderRule": lazy_gettext("Rule for reminders"),
    "Broadcast": lazy_gettext("Message to many"),
    "Delivery": lazy_gettext("Mail"),
    "InboundMail": lazy_gettext("Mail that came in"),
    "User": lazy_gettext("Account"),
    "Organization": lazy_gettext("Settings"),
}
LONGEST = 2000


def action_words(action: Action) -> str:
    """Return what was done."""
    return str(ACTIONS.get(action) or _spaced(action.value).capitalize())


def kind_words(kind: str) -> str:
    """Return what sort of thing it was done to."""
    return str(KINDS.get(kind) or kind)


def field_words(name: str) -> str:
    """Return what a field is called."""
    return str(FIELDS.get(name) or _spaced(name))


def value_words(value: Any, zone: str) -> str:
    """Return a value as it was kept, for people: nothing, yes, a date in *zone*, a text."""
    if value is None or value == "" or value == [] or value == {}:
        return gettext("nothing")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dict):
        return " · ".join(
            f"{_part(name)}: {value_words(part, zone)}" for name, part in value.items()
        )
    if isinstance(value, list):
        return listed([value_words(part, zone) for part in value])
    moment = _moment(value)
    if moment is not None:
        return f"{day(moment, zone)}, {clock_time(moment, zone)}"
    text = str(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _part(name: str) -> str:
    """Return the name of one part of a value: of a language, where it is one."""
    is_code = 2 <= len(name.partition("-")[0]) <= 3 and name.partition("-")[0].islower()
    said = language_name_here(name) if is_code else name
    return field_words(name) if said == name else said


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str) or "T" not in value[:11]:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _spaced(name: str) -> str:
    return name.replace("_", " ")
