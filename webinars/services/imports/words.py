"""What is wrong with a list, in words for the person who brings it."""

from collections.abc import Mapping

from webinars.domain.registrant_files.columns import QUESTION, Target
from webinars.domain.registrant_files.people import WARNINGS, Fault, Finding
from webinars.i18n import current_language, gettext, lazy_gettext
from webinars.models import Series

TARGETS: Mapping[str, str] = {
    Target.EMAIL: lazy_gettext("E-mail address"),
    Target.NAME: lazy_gettext("Name"),
    Target.FIRST_NAME: lazy_gettext("First name"),
    Target.LAST_NAME: lazy_gettext("Last name"),
    Target.ORGANIZATION: lazy_gettext("Organization"),
    Target.ROLE: lazy_gettext("Role"),
    Target.STATE: lazy_gettext("State or territory"),
    Target.LANGUAGE: lazy_gettext("Language"),
    Target.TIME_ZONE: lazy_gettext("Time zone"),
    Target.WEBINARS: lazy_gettext("Webinars"),
    Target.STATUS: lazy_gettext("Status"),
    Target.CONSENT: lazy_gettext("Consent"),
}


def target_name(series: Series, target: str) -> str:
    """Return what a column with that meaning is called."""
    if target in TARGETS:
        return str(TARGETS[target])
    number = target.removeprefix(QUESTION)
    found = [one for one in series.questions if str(one.id) == number]
    return found[0].label.pick(current_language()).text if found else target


def read_finding(kept: list[object]) -> Finding:
    """Return a finding from the way it is kept."""
    row, fault, target, value = kept
    return Finding(int(str(row)), Fault(str(fault)), str(target), str(value))


def reason(finding: Finding) -> str:
    """Return what is wrong, in a sentence."""
    words = _warning(finding) if finding.fault in WARNINGS else _error(finding)
    return str(words)


def _error(finding: Finding) -> str:
    value = finding.value
    return {
        Fault.MISSING_ADDRESS: gettext("There is no e-mail address."),
        Fault.WRONG_ADDRESS: gettext("“%(value)s” is no complete e-mail address.", value=value),
        Fault.LETTERS_IN_ADDRESS: gettext(
            "“%(value)s” has letters before the @ that our mail server cannot send to.", value=value
        ),
        Fault.OWN_ADDRESS: gettext("“%(value)s” is the address that we write from.", value=value),
        Fault.TOO_LONG: gettext("“%(value)s…” is too long.", value=value[:40]),
        Fault.UNKNOWN_WEBINAR: gettext("“%(value)s” names no webinar of this series.", value=value),
        Fault.NO_WEBINAR: gettext("No webinar is named, and you chose none for such rows."),
        Fault.ONE_WEBINAR_ONLY: gettext("Only one webinar of this series can be taken."),
        Fault.REPEATED: gettext(
            "The same address stands in row %(value)s with another name.", value=value
        ),
        Fault.NO_CONSENT: gettext("The list says that this person did not agree."),
        Fault.NOT_COMING: gettext("The list says “%(value)s”: not coming.", value=value),
        Fault.CLOSED: gettext("“%(value)s” is over or cancelled.", value=value),
        Fault.ERASED: gettext("This person asked to be erased a short time ago."),
    }[finding.fault]


def _warning(finding: Finding) -> str:
    value = finding.value
    return {
        Fault.AGAIN: gettext("The same person stands in row %(value)s already.", value=value),
        Fault.SOME_CLOSED: gettext(
            "“%(value)s” is over or cancelled; the other webinars are taken.", value=value
        ),
        Fault.GAVE_UP: gettext(
            "This person gave “%(value)s” up, and is not registered for it again.", value=value
        ),
        Fault.OTHER_DETAILS: gettext(
            "We know this person by another name or organization; that stays."
        ),
        Fault.NO_NAME: gettext("There is no name; mails begin without one."),
        Fault.UNKNOWN_ZONE: gettext(
            "We know no time zone “%(value)s”, and take the one you chose.", value=value
        ),
        Fault.UNKNOWN_LANGUAGE: gettext(
            "We do not write in “%(value)s”, but in the language you chose.", value=value
        ),
        Fault.UNKNOWN_ANSWER: gettext(
            "“%(value)s” is none of the answers offered, and is left out.", value=value
        ),
    }[finding.fault]
