"""Loads what belongs to all series: speakers, practices, organizations, case studies."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from webinars.i18n import gettext
from webinars.models import CaseStudy, Practice, PracticeGroup, Speaker, Sponsor
from webinars.queries.bundles import (
    all_case_studies,
    all_practice_groups,
    all_practices,
    all_speakers,
    all_sponsors,
    the_approach,
)
from webinars.services import catalog
from webinars.services.bundles.colours import ColoursValues
from webinars.services.bundles.given import Given
from webinars.services.bundles.logos import Logo
from webinars.services.bundles.report import Report
from webinars.services.bundles.schema import FileValues
from webinars.services.bundles.shapes import Entry
from webinars.services.catalog import (
    ApproachDetails,
    CaseStudyDetails,
    PracticeDetails,
    PracticeGroupDetails,
    SpeakerDetails,
    SponsorDetails,
)
from webinars.services.details import Details

R = TypeVar("R", Speaker, PracticeGroup, Practice, Sponsor, CaseStudy)
D = TypeVar("D", bound=Details)


@dataclass(frozen=True)
class Catalog:
    """What a series may refer to, by slug."""

    speakers: Mapping[str, Speaker]
    practices: Mapping[str, Practice]
    sponsors: Mapping[str, Sponsor]


@dataclass(frozen=True)
class Section(Generic[R, D]):
    """A list of things in the file, and how one of them is made and changed."""

    name: str
    rows: Sequence[R]
    called: Callable[[str], str]
    details: Callable[[Given], D]
    create: Callable[[D], R]
    change: Callable[[R, D], object]

    def load(self, entries: Sequence[Entry[Any]], report: Report) -> dict[str, R]:
        """Create and change what *entries* name; return all things by slug."""
        found = {row.slug: row for row in self.rows}
        slugs: list[str] = [entry.values["slug"] for entry in entries]
        for entry, slug in zip(entries, slugs, strict=True):
            row, thing = found.get(slug), self.called(slug)
            details = self.details(Given(entry.values, row, thing, report))
            if row is None:
                found[slug] = self.create(details)
                report.created(thing)
            elif changed := details.differing(row):
                self.change(row, details)
                report.changed(thing, changed)
        report.kept_things(self.name, [row.slug for row in self.rows if row.slug not in slugs])
        return found


def load_catalog(file: FileValues, report: Report, *, now: datetime) -> Catalog:
    """Bring the installation's own things to what *file* says of them."""
    groups = _ordered(_practice_groups(now), file.get("practice_groups", []), report)
    practices = _ordered(_practices(groups, now), file.get("practices", []), report)
    sponsors = _ordered(_sponsors(now), file.get("sponsors", []), report)
    speakers = _speakers(now).load(file.get("speakers", []), report)
    _load_case_studies(file, practices, report, now=now)
    _load_approach(file, report, now=now)
    return Catalog(speakers, practices, sponsors)


def _ordered(
    section: "Section[R, D]", entries: Sequence[Entry[Any]], report: Report
) -> dict[str, R]:
    found = section.load(entries, report)
    slugs = [entry.values["slug"] for entry in entries]
    if catalog.reorder(list(found.values()), slugs):  # type: ignore[arg-type]  # no Speaker here
        report.reordered(section.name)
    return found


def _speakers(now: datetime) -> Section[Speaker, SpeakerDetails]:
    return Section(
        name="speakers",
        rows=all_speakers(),
        called=lambda slug: gettext("speaker %(slug)s", slug=slug),
        details=lambda given: SpeakerDetails(
            slug=given.values["slug"],
            name=given.values["name"],
            organization=given.texts("organization"),
            biography=given.texts("biography"),
        ),
        create=lambda details: catalog.create_speaker(details, now=now),
        change=lambda speaker, details: catalog.change_speaker(speaker, details, now=now),
    )


def _practice_groups(now: datetime) -> Section[PracticeGroup, PracticeGroupDetails]:
    return Section(
        name="practice_groups",
        rows=all_practice_groups(),
        called=lambda slug: gettext("practice group %(slug)s", slug=slug),
        details=lambda given: PracticeGroupDetails(
            slug=given.values["slug"],
            name=given.texts("name"),
            description=given.texts("description"),
        ),
        create=lambda details: catalog.create_practice_group(details, now=now),
        change=lambda group, details: catalog.change_practice_group(group, details, now=now),
    )


def _practices(
    groups: Mapping[str, PracticeGroup], now: datetime
) -> Section[Practice, PracticeDetails]:
    return Section(
        name="practices",
        rows=all_practices(),
        called=lambda slug: gettext("practice %(slug)s", slug=slug),
        details=lambda given: PracticeDetails(
            slug=given.values["slug"],
            name=given.texts("name"),
            group=groups[given.values["group"]],
            description=given.texts("description"),
        ),
        create=lambda details: catalog.create_practice(details, now=now),
        change=lambda practice, details: catalog.change_practice(practice, details, now=now),
    )


def _sponsors(now: datetime) -> Section[Sponsor, SponsorDetails]:
    return Section(
        name="sponsors",
        rows=all_sponsors(),
        called=lambda slug: gettext("organization %(slug)s", slug=slug),
        details=_sponsor_details,
        create=lambda details: catalog.create_sponsor(details, now=now),
        change=lambda sponsor, details: catalog.change_sponsor(sponsor, details, now=now),
    )


def _sponsor_details(given: Given) -> SponsorDetails:
    logo, (brand, accent) = _logo(given), _colours(given)
    return SponsorDetails(
        slug=given.values["slug"],
        acronym=given.value("acronym", None),
        name=given.texts("name"),
        website=given.value("website", None),
        logo=logo.content if logo else None,
        logo_type=logo.media_type if logo else None,
        logo_digest=logo.digest if logo else None,
        logo_width=logo.width if logo else None,
        logo_height=logo.height if logo else None,
        brand_colour=brand,
        accent_colour=accent,
        supports=given.texts("supports"),
    )


def _logo(given: Given) -> Logo | None:
    kept = Logo.of(given.row) if isinstance(given.row, Sponsor) else None
    if kept and "logo" not in given.values:
        given.report.kept_key(given.thing, "logo")
    logo: Logo | None = given.values.get("logo", kept)
    return logo


def _colours(given: Given) -> tuple[str | None, str | None]:
    """Return brand and accent, as they are stored."""
    if "colours" in given.values:
        colours: ColoursValues | None = given.values["colours"]
        return (str(colours["brand"]), str(colours["accent"])) if colours else (None, None)
    if not isinstance(given.row, Sponsor) or given.row.brand_colour is None:
        return None, None
    given.report.kept_key(given.thing, "colours")
    return given.row.brand_colour, given.row.accent_colour


def _case_studies(now: datetime) -> Section[CaseStudy, CaseStudyDetails]:
    return Section(
        name="case_studies",
        rows=all_case_studies(),
        called=_case_study_called,
        details=lambda given: CaseStudyDetails(
            slug=given.values["slug"],
            title=given.texts("title"),
            department=given.texts("department"),
            place=given.texts("place"),
            story=given.texts("story"),
            practices_note=given.texts("practices_note"),
        ),
        create=lambda details: catalog.create_case_study(details, now=now),
        change=lambda case_study, details: catalog.change_case_study(case_study, details, now=now),
    )


def _case_study_called(slug: str) -> str:
    return gettext("case study %(slug)s", slug=slug)


def _load_case_studies(
    file: FileValues, practices: Mapping[str, Practice], report: Report, *, now: datetime
) -> None:
    section, entries = _case_studies(now), file.get("case_studies", [])
    found = _ordered(section, entries, report)
    for entry in entries:
        row = found[entry.values["slug"]]
        before = [practice.slug for practice in row.practices]
        if "practices" in entry.values:
            after = entry.values["practices"]
            catalog.set_practices(row, [practices[slug] for slug in after], now=now)
            if row in section.rows:
                report.tied(_case_study_called(row.slug), "practices", before, after)
        elif before:
            report.kept_key(_case_study_called(row.slug), "practices")


def _load_approach(file: FileValues, report: Report, *, now: datetime) -> None:
    row, values = the_approach(), file.get("approach")
    thing = gettext("the approach page")
    if values is None:
        report.kept_things("approach", ["approach"] if row else [])
        return
    given = Given(values, row, thing, report)
    details = ApproachDetails(title=given.texts("title"), body=given.texts("body"))
    if row is None:
        catalog.write_approach(details, now=now)
        report.created(thing)
    else:
        report.changed(thing, catalog.change_approach(row, details, now=now))
