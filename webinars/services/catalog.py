"""Speakers, practices, organizations, case studies and the approach; they belong to all series."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from webinars.domain.ordering import merged_order
from webinars.extensions import db
from webinars.models import (
    Action,
    Approach,
    CaseStudy,
    Practice,
    PracticeGroup,
    Speaker,
    Sponsor,
    User,
)
from webinars.services import audit
from webinars.services.details import Details
from webinars.texts import Texts


@dataclass(frozen=True)
class SpeakerDetails(Details):
    """What an organizer sets of a speaker."""

    slug: str
    name: str
    organization: Texts
    biography: Texts


@dataclass(frozen=True)
class PracticeGroupDetails(Details):
    """What an organizer sets of a group of practices."""

    slug: str
    name: Texts
    description: Texts


@dataclass(frozen=True)
class PracticeDetails(Details):
    """What an organizer sets of a practice."""

    slug: str
    name: Texts
    group: PracticeGroup
    description: Texts


@dataclass(frozen=True)
class SponsorDetails(Details):
    """What an organizer sets of an organization; what follows from the logo stands beside it."""

    slug: str
    acronym: str | None
    name: Texts
    website: str | None
    logo: bytes | None
    logo_type: str | None
    logo_digest: str | None
    logo_width: int | None
    logo_height: int | None
    # As #rrggbb; both or neither.
    brand_colour: str | None
    accent_colour: str | None
    supports: Texts


@dataclass(frozen=True)
class CaseStudyDetails(Details):
    """What an organizer sets of a case study."""

    slug: str
    title: Texts
    department: Texts
    place: Texts
    story: Texts
    practices_note: Texts


@dataclass(frozen=True)
class ApproachDetails(Details):
    """What an organizer sets of the page on what underlies the work."""

    title: Texts
    body: Texts


# What is stored of a logo, by column.
LOGO = ("logo", "logo_type", "logo_digest", "logo_width", "logo_height")

E = TypeVar("E", Speaker, PracticeGroup, Practice, Sponsor, CaseStudy)


class Ordered(Protocol):
    """A row that has its place among others."""

    slug: str
    position: int


Entry = Speaker | PracticeGroup | Practice | Sponsor | CaseStudy


def create_speaker(details: SpeakerDetails, *, now: datetime, actor: User | None = None) -> Speaker:
    """Add a speaker."""
    return _created(Speaker(**details.columns()), details, actor, now)


def change_speaker(
    speaker: Speaker, details: SpeakerDetails, *, now: datetime, actor: User | None = None
) -> set[str]:
    """Give *speaker* the new details; return the names of those that changed."""
    return _change(speaker, details, actor, now)


def create_practice_group(
    details: PracticeGroupDetails, *, now: datetime, actor: User | None = None
) -> PracticeGroup:
    """Add a group of practices; ``reorder`` gives it its place."""
    return _created(PracticeGroup(**details.columns(), position=0), details, actor, now)


def change_practice_group(
    group: PracticeGroup,
    details: PracticeGroupDetails,
    *,
    now: datetime,
    actor: User | None = None,
) -> set[str]:
    """Give *group* the new details; return the names of those that changed."""
    return _change(group, details, actor, now)


def create_practice(
    details: PracticeDetails, *, now: datetime, actor: User | None = None
) -> Practice:
    """Add a practice; ``reorder`` gives it its place."""
    practice = Practice(**details.columns(), position=0, links_changed_at=now)
    return _created(practice, details, actor, now)


def change_practice(
    practice: Practice, details: PracticeDetails, *, now: datetime, actor: User | None = None
) -> None:
    """Give *practice* the new details; its calendar bears its name."""
    if "name" in _change(practice, details, actor, now):
        practice.links_changed_at = now


def create_sponsor(details: SponsorDetails, *, now: datetime, actor: User | None = None) -> Sponsor:
    """Add an organization; ``reorder`` gives it its place."""
    sponsor = Sponsor(**details.columns(), position=0, links_changed_at=now)
    return _created(sponsor, details, actor, now)


def change_sponsor(
    sponsor: Sponsor, details: SponsorDetails, *, now: datetime, actor: User | None = None
) -> None:
    """Give *sponsor* the new details; its calendar bears its name."""
    if _change(sponsor, details, actor, now) & {"name", "acronym"}:
        sponsor.links_changed_at = now


def create_case_study(
    details: CaseStudyDetails, *, now: datetime, actor: User | None = None
) -> CaseStudy:
    """Add a case study; ``reorder`` gives it its place."""
    return _created(CaseStudy(**details.columns(), position=0), details, actor, now)


def change_case_study(
    case_study: CaseStudy, details: CaseStudyDetails, *, now: datetime, actor: User | None = None
) -> set[str]:
    """Give *case_study* the new details; return the names of those that changed."""
    return _change(case_study, details, actor, now)


def write_approach(
    details: ApproachDetails, *, now: datetime, actor: User | None = None
) -> Approach:
    """Write the page on what underlies the work; there is one for all series."""
    approach = Approach(**details.columns())
    db.session.add(approach)
    audit.record(actor, Action.APPROACH_WRITTEN, approach, now=now, after=details.columns())
    return approach


def change_approach(
    approach: Approach, details: ApproachDetails, *, now: datetime, actor: User | None = None
) -> set[str]:
    """Rewrite the page on what underlies the work; return the names of what changed."""
    before = ApproachDetails.of(approach).columns()
    changed = details.put_into(approach)
    if changed:
        audit.record(
            actor,
            Action.APPROACH_WRITTEN,
            approach,
            now=now,
            before=before,
            after=details.columns(),
        )
    return changed


def move(
    rows: Sequence[Ordered], entry: Ordered, places: int, *, now: datetime, actor: User | None
) -> None:
    """Move *entry* among *rows*, given in their present order, by so many places up (below 0)."""
    slugs = [row.slug for row in rows]
    place = slugs.index(entry.slug)
    slugs.insert(max(0, place + places), slugs.pop(place))
    if reorder(rows, slugs):
        audit.record(actor, Action.CATALOG_REORDERED, entry, now=now, fields=["position"])  # type: ignore[arg-type]  # a row


def noted(details: Details) -> dict[str, object]:
    """Return what the audit keeps of *details*: of a logo only that it is there or another."""
    return {name: value for name, value in details.columns().items() if name not in LOGO[1:]}


def _created(entry: E, details: Details, actor: User | None, now: datetime) -> E:
    db.session.add(entry)
    audit.record(actor, Action.CATALOG_ENTRY_CREATED, entry, now=now, after=noted(details))
    return entry


def _change(entry: Entry, details: Details, actor: User | None, now: datetime) -> set[str]:
    before = noted(type(details).of(entry))
    changed = details.put_into(entry)
    if changed:
        audit.record(
            actor,
            Action.CATALOG_ENTRY_CHANGED,
            entry,
            now=now,
            before=before,
            after=noted(details),
        )
    return changed


def set_practices(
    case_study: CaseStudy,
    practices: Iterable[Practice],
    *,
    now: datetime,
    actor: User | None = None,
) -> None:
    """Tie *case_study* to exactly these practices."""
    before, after = list(case_study.practices), list(practices)
    if set(before) == set(after) and len(before) == len(after):
        return
    case_study.practices = after
    audit.record(
        actor,
        Action.CATALOG_ENTRY_CHANGED,
        case_study,
        now=now,
        before={"practices": before},
        after={"practices": after},
    )


def set_case_studies(
    practice: Practice,
    case_studies: Iterable[CaseStudy],
    *,
    now: datetime,
    actor: User | None = None,
) -> None:
    """Let exactly these case studies show *practice*."""
    wanted = set(case_studies)
    for case_study in {*practice.case_studies} ^ wanted:
        others = [other for other in case_study.practices if other is not practice]
        set_practices(
            case_study,
            [*others, practice] if case_study in wanted else others,
            now=now,
            actor=actor,
        )


def reorder(rows: Sequence[Ordered], slugs: Sequence[str]) -> bool:
    """Bring *rows*, given in their present order, into that of *slugs*; return whether it moved.

    Rows without a place stand last in *rows*. Who is not in *slugs* keeps its place.
    """
    present = [row.slug for row in rows]
    placed = [row.slug for row in rows if row.position]
    wanted = merged_order(placed, slugs)
    if wanted == present == placed:
        return False
    places = {slug: place for place, slug in enumerate(wanted, start=1)}
    for row in rows:
        row.position = places[row.slug]
    return wanted != present
