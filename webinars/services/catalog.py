"""Speakers, practices, organizations, case studies and the approach; they belong to all series."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from webinars.domain.ordering import merged_order
from webinars.extensions import db
from webinars.models import Approach, CaseStudy, Practice, PracticeGroup, Speaker, Sponsor
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


class Ordered(Protocol):
    """A row that has its place among others."""

    slug: str
    position: int


def create_speaker(details: SpeakerDetails) -> Speaker:
    """Add a speaker."""
    speaker = Speaker(**details.columns())
    db.session.add(speaker)
    return speaker


def create_practice_group(details: PracticeGroupDetails) -> PracticeGroup:
    """Add a group of practices; ``reorder`` gives it its place."""
    group = PracticeGroup(**details.columns(), position=0)
    db.session.add(group)
    return group


def create_practice(details: PracticeDetails, *, now: datetime) -> Practice:
    """Add a practice; ``reorder`` gives it its place."""
    practice = Practice(**details.columns(), position=0, links_changed_at=now)
    db.session.add(practice)
    return practice


def change_practice(practice: Practice, details: PracticeDetails, *, now: datetime) -> None:
    """Give *practice* the new details; its calendar bears its name."""
    if "name" in details.put_into(practice):
        practice.links_changed_at = now


def create_sponsor(details: SponsorDetails, *, now: datetime) -> Sponsor:
    """Add an organization; ``reorder`` gives it its place."""
    sponsor = Sponsor(**details.columns(), position=0, links_changed_at=now)
    db.session.add(sponsor)
    return sponsor


def change_sponsor(sponsor: Sponsor, details: SponsorDetails, *, now: datetime) -> None:
    """Give *sponsor* the new details; its calendar bears its name."""
    if details.put_into(sponsor) & {"name", "acronym"}:
        sponsor.links_changed_at = now


def create_case_study(details: CaseStudyDetails) -> CaseStudy:
    """Add a case study; ``reorder`` gives it its place."""
    case_study = CaseStudy(**details.columns(), position=0)
    db.session.add(case_study)
    return case_study


def write_approach(details: ApproachDetails) -> Approach:
    """Write the page on what underlies the work; there is one for all series."""
    approach = Approach(**details.columns())
    db.session.add(approach)
    return approach


def set_practices(case_study: CaseStudy, practices: Iterable[Practice]) -> None:
    """Tie *case_study* to exactly these practices."""
    case_study.practices = list(practices)


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
