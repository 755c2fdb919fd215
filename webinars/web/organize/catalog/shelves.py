"""The kinds of entries that the catalog holds, and how each is shown, written and removed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from webinars.domain.slugs import free_slug, slug_of
from webinars.i18n import lazy_gettext
from webinars.models import (
    CaseStudy,
    Practice,
    PracticeGroup,
    Speaker,
    Sponsor,
    User,
)
from webinars.queries.catalog_editing import Entry, entries_in_order, number_of, taken_slugs
from webinars.texts import Texts, folded
from webinars.web.fields import choices
from webinars.web.organize.catalog import writing
from webinars.web.organize.catalog.forms import (
    CaseStudyForm,
    PracticeForm,
    PracticeGroupForm,
    SlugForm,
    SpeakerForm,
    SponsorForm,
)
from webinars.web.organize.catalog.uses import called, called_webinar, editable_webinars


@dataclass(frozen=True)
class Shelf:
    """One kind of entries. What it does for a form is told by functions of the form's values."""

    name: str
    model: type[Any]
    form: type[SlugForm]
    title: str
    about: str
    add: str
    # The public page of an entry, and what its address calls the slug.
    public: tuple[str, str] | None
    # The values of the form as they stand in an entry.
    values: Callable[[Any], dict[str, object]]
    # Adds an entry with a slug, or (given one) changes it.
    write: Callable[[Any, Any, str, User, datetime], Any]
    # Gives the form what it offers to choose from.
    offer: Callable[[Any], None] = lambda _form: None
    is_ordered: bool = True
    # Where the ties are chosen that this page only shows.
    hint: str = ""

    def entries(self, text: str = "") -> list[Any]:
        """Return the entries in their order, those with *text* in name, slug or organization."""
        found, sought = entries_in_order(self.model), folded(text)
        return [entry for entry in found if sought in _searched(entry)] if sought else found

    def count(self) -> int:
        """Return how many entries there are."""
        return number_of(self.model)

    def neighbour(self, rows: Sequence[Any], entry: Entry, step: int) -> Any | None:
        """Return the entry that is *step* places below, if both may change places."""
        if not self.is_ordered:
            return None
        slugs = [row.slug for row in rows]
        place = slugs.index(entry.slug) + step
        if not 0 <= place < len(rows) or _block(rows[place]) != _block(entry):
            return None
        return rows[place]

    def new_slug(self, form: SlugForm) -> str:
        """Return the slug that was typed, or one made from the name, that nothing has yet."""
        named = form.name if "name" in form else form.title
        title = next(iter(named.data.values()), "") if isinstance(named.data, Texts) else named.data
        wanted = form.slug.data or slug_of(title, otherwise=self.name.rstrip("s"))
        return wanted if form.slug.data else free_slug(wanted, taken_slugs(self.model))

    def public_address(self, entry: Entry) -> str | None:
        """Return where the public sees the entry."""
        if self.public is None:
            return None
        endpoint, name = self.public
        values: dict[str, Any] = {name: entry.slug}
        return url_for(endpoint, **values)


def _searched(entry: Any) -> str:
    organization = getattr(entry, "organization", None) or getattr(entry, "acronym", None) or ""
    words = organization.values() if isinstance(organization, Texts) else [organization]
    return folded(" ".join([called(entry), entry.slug, *words]))


def _block(entry: Any) -> int | None:
    """Return what an entry has its place in: a practice stays in its group."""
    return entry.group_id if isinstance(entry, Practice) else None


def _offer_of_practice(form: PracticeForm) -> None:
    form.group.choices = choices(
        {group.slug: called(group) for group in entries_in_order(PracticeGroup)}
    )
    form.webinars.choices = choices(
        {str(webinar.id): called_webinar(webinar) for webinar in editable_webinars()}
    )
    form.case_studies.choices = choices(
        {story.slug: called(story) for story in entries_in_order(CaseStudy)}
    )


def _offer_of_case_study(form: CaseStudyForm) -> None:
    form.practices.choices = choices(
        {practice.slug: called(practice) for practice in entries_in_order(Practice)}
    )


def _named(*names: str) -> Callable[[Any], dict[str, object]]:
    return lambda entry: {name: getattr(entry, name) for name in names}


def _values_of_practice(practice: Practice) -> dict[str, object]:
    return {
        "name": practice.name,
        "group": practice.group.slug,
        "description": practice.description,
        "webinars": [
            str(webinar.id) for webinar in editable_webinars() if practice in webinar.practices
        ],
        "case_studies": [story.slug for story in practice.case_studies],
    }


def _values_of_sponsor(sponsor: Sponsor) -> dict[str, object]:
    names = ("acronym", "website", "brand_colour", "accent_colour")
    return {"name": sponsor.name, "supports": sponsor.supports} | {
        name: getattr(sponsor, name) or "" for name in names
    }


def _values_of_case_study(story: CaseStudy) -> dict[str, object]:
    values = _named("title", "department", "place", "story", "practices_note")(story)
    return values | {"practices": [practice.slug for practice in story.practices]}


SHELVES = {
    shelf.name: shelf
    for shelf in (
        Shelf(
            name="speakers",
            model=Speaker,
            form=SpeakerForm,
            title=lazy_gettext("Speakers"),
            about=lazy_gettext("The people who speak in webinars."),
            add=lazy_gettext("Add a speaker"),
            public=None,
            values=_named("name", "organization", "biography"),
            write=writing.write_speaker,
            is_ordered=False,
            hint=lazy_gettext("Who speaks in a webinar is chosen on the webinar's page."),
        ),
        Shelf(
            name="practice-groups",
            model=PracticeGroup,
            form=PracticeGroupForm,
            title=lazy_gettext("Groups of practices"),
            about=lazy_gettext("Each has its own colour on the public pages."),
            add=lazy_gettext("Add a group"),
            public=None,
            values=_named("name", "description"),
            write=writing.write_group,
        ),
        Shelf(
            name="practices",
            model=Practice,
            form=PracticeForm,
            title=lazy_gettext("Practices"),
            about=lazy_gettext("The strategic practices that webinars are built around."),
            add=lazy_gettext("Add a practice"),
            public=("practices.show", "practice"),
            values=_values_of_practice,
            write=writing.write_practice,
            offer=_offer_of_practice,
        ),
        Shelf(
            name="organizations",
            model=Sponsor,
            form=SponsorForm,
            title=lazy_gettext("Organizations"),
            about=lazy_gettext("Who organizes and co-sponsors series and webinars."),
            add=lazy_gettext("Add an organization"),
            public=("sponsors.show", "sponsor"),
            values=_values_of_sponsor,
            write=writing.write_sponsor,
            hint=lazy_gettext(
                "Who organizes and supports a series or a webinar is chosen on its own page."
            ),
        ),
        Shelf(
            name="case-studies",
            model=CaseStudy,
            form=CaseStudyForm,
            title=lazy_gettext("Case studies"),
            about=lazy_gettext("Stories of departments, tied to the practices they show."),
            add=lazy_gettext("Add a case study"),
            public=("case_studies.show", "case_study"),
            values=_values_of_case_study,
            write=writing.write_case_study,
            offer=_offer_of_case_study,
        ),
    )
}
