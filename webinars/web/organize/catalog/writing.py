"""Writing what a form of the catalog holds into an entry, new or there already."""

from datetime import datetime

from webinars.models import CaseStudy, Practice, PracticeGroup, Speaker, Sponsor, User
from webinars.queries.catalog_editing import entries_in_order
from webinars.services import catalog, ties
from webinars.web.organize.catalog.forms import (
    CaseStudyForm,
    PracticeForm,
    PracticeGroupForm,
    SpeakerForm,
    SponsorForm,
)
from webinars.web.organize.catalog.uses import editable_webinars


def write_speaker(
    speaker: Speaker | None, form: SpeakerForm, slug: str, actor: User, now: datetime
) -> Speaker:
    """Write a speaker."""
    details = catalog.SpeakerDetails(
        slug, form.name.data, form.organization.data, form.biography.data
    )
    if speaker is None:
        return catalog.create_speaker(details, now=now, actor=actor)
    catalog.change_speaker(speaker, details, now=now, actor=actor)
    return speaker


def write_group(
    group: PracticeGroup | None, form: PracticeGroupForm, slug: str, actor: User, now: datetime
) -> PracticeGroup:
    """Write a group of practices."""
    details = catalog.PracticeGroupDetails(slug, form.name.data, form.description.data)
    if group is None:
        return catalog.create_practice_group(details, now=now, actor=actor)
    catalog.change_practice_group(group, details, now=now, actor=actor)
    return group


def write_practice(
    practice: Practice | None, form: PracticeForm, slug: str, actor: User, now: datetime
) -> Practice:
    """Write a practice, and tie it to the chosen webinars and case studies.

    Webinars that the person may not edit were not offered, and stay as they are.
    """
    groups = {group.slug: group for group in entries_in_order(PracticeGroup)}
    details = catalog.PracticeDetails(
        slug, form.name.data, groups[form.group.data], form.description.data
    )
    if practice is None:
        practice = catalog.create_practice(details, now=now, actor=actor)
    else:
        catalog.change_practice(practice, details, now=now, actor=actor)
    chosen = set(form.webinars.data or ())
    for webinar in editable_webinars():
        is_wanted = str(webinar.id) in chosen
        if (practice in webinar.practices) is not is_wanted:
            others = [one for one in webinar.practices if one is not practice]
            wanted = [*others, practice] if is_wanted else others
            ties.set_practices(webinar, wanted, now=now, actor=actor)
    told = set(form.case_studies.data or ())
    stories = [story for story in entries_in_order(CaseStudy) if story.slug in told]
    catalog.set_case_studies(practice, stories, now=now, actor=actor)
    return practice


def write_sponsor(
    sponsor: Sponsor | None, form: SponsorForm, slug: str, actor: User, now: datetime
) -> Sponsor:
    """Write an organization; its logo has a page of its own."""
    details = catalog.SponsorDetails(
        slug=slug,
        acronym=form.acronym.data or None,
        name=form.name.data,
        website=form.website.data or None,
        supports=form.supports.data,
        brand_colour=form.brand_colour.data or None,
        accent_colour=form.accent_colour.data or None,
        **{name: sponsor and getattr(sponsor, name) for name in catalog.LOGO},  # type: ignore[arg-type]
    )
    if sponsor is None:
        return catalog.create_sponsor(details, now=now, actor=actor)
    catalog.change_sponsor(sponsor, details, now=now, actor=actor)
    return sponsor


def write_case_study(
    case_study: CaseStudy | None, form: CaseStudyForm, slug: str, actor: User, now: datetime
) -> CaseStudy:
    """Write a case study, and tie it to the chosen practices."""
    details = catalog.CaseStudyDetails(
        slug,
        form.title.data,
        form.department.data,
        form.place.data,
        form.story.data,
        form.practices_note.data,
    )
    if case_study is None:
        case_study = catalog.create_case_study(details, now=now, actor=actor)
    else:
        catalog.change_case_study(case_study, details, now=now, actor=actor)
    chosen = set(form.practices.data or ())
    practices = [practice for practice in entries_in_order(Practice) if practice.slug in chosen]
    catalog.set_practices(case_study, practices, now=now, actor=actor)
    return case_study
