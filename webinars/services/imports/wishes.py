"""What each person of a list gets, as things stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from webinars.domain.registrant_files.columns import Target
from webinars.domain.registrant_files.people import Fault, Finding, Person
from webinars.i18n import current_language
from webinars.models import Choice, EnrollmentStatus, Series, Webinar
from webinars.queries.imports import Known, being_erased, known_people
from webinars.queries.registrants import email_key


@dataclass(frozen=True)
class Wish:
    """A person, whether we know them, and the webinars to be added; none: nothing changes."""

    person: Person
    key: str
    known: Known | None
    webinars: Sequence[Webinar]
    findings: Sequence[Finding]

    @property
    def is_left_out(self) -> bool:
        """Whether an error keeps the person out."""
        return any(not one.is_warning for one in self.findings)

    @property
    def outcome(self) -> str:
        """The kind that the person is counted under."""
        if self.known is None:
            return "new"
        if not self.known.is_registered:
            return "known"
        return "added" if self.webinars else "unchanged"


def wishes(series: Series, people: Sequence[Person], *, now: datetime) -> list[Wish]:
    """Return what each of *people* gets, in their order; asked in a few questions."""
    keys = {email_key(person.email) for person in people}
    known, erased = known_people(series, keys), being_erased(keys)
    return [_wish(series, person, known, erased, now=now) for person in people]


def _wish(
    series: Series,
    person: Person,
    known_by_key: Mapping[str, Known],
    erased: set[str],
    *,
    now: datetime,
) -> Wish:
    key = email_key(person.email)
    if key in erased:
        fault = Finding(person.row, Fault.ERASED, Target.EMAIL, person.email)
        return Wish(person, key, None, (), [fault])
    known = known_by_key.get(key)
    asked, findings = _asked(series, person, now=now)
    statuses = known.statuses if known else {}
    given_up = [one for one in asked if statuses.get(one.id) is EnrollmentStatus.CANCELLED]
    findings += [_finding(person, Fault.GAVE_UP, webinar) for webinar in given_up]
    if known is not None and _differ(person, known):
        findings.append(Finding(person.row, Fault.OTHER_DETAILS, Target.NAME, person.name))
    added = [webinar for webinar in asked if webinar.id not in statuses]
    is_taken = any(status is not EnrollmentStatus.CANCELLED for status in statuses.values())
    if series.choice is Choice.ONE and is_taken:
        added = []
    return Wish(person, key, known, added, findings)


def _asked(series: Series, person: Person, *, now: datetime) -> tuple[list[Webinar], list[Finding]]:
    """Return the webinars asked for that can still be had, and what is said of the others."""
    can_be_had = [one for one in series.webinars if not one.is_cancelled and not one.is_over(now)]
    if person.takes_everything:
        return can_be_had, []
    asked = [webinar for webinar in series.webinars if webinar.slug in person.webinars]
    kept = [webinar for webinar in asked if webinar in can_be_had]
    fault = Fault.SOME_CLOSED if kept else Fault.CLOSED
    return kept, [_finding(person, fault, one) for one in asked if one not in kept]


def _finding(person: Person, fault: Fault, webinar: Webinar) -> Finding:
    title = webinar.title.pick(current_language()).text
    return Finding(person.row, fault, Target.WEBINARS, title)


def _differ(person: Person, known: Known) -> bool:
    return bool(
        (person.name and person.name != known.name)
        or (person.organization and person.organization != known.organization)
    )
