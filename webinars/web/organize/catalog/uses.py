"""Where an entry of the catalog is used, as far as the reader may know."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from webinars.domain.permissions import Permission
from webinars.i18n import current_language
from webinars.models import CaseStudy, Practice, PracticeGroup, Series, Speaker, Sponsor, Webinar
from webinars.queries.catalog_editing import (
    Entry,
    all_webinars,
    series_of_sponsor,
    webinars_of_practice,
    webinars_of_speaker,
    webinars_of_sponsor,
)
from webinars.texts import Texts
from webinars.web.organize.access import allowed


@dataclass(frozen=True)
class Use:
    """A page that shows the entry; *address* is where it is edited, if the reader may see that."""

    words: str
    address: str | None = None


@dataclass(frozen=True)
class Uses:
    """All that an entry is tied to; *unseen* counts what is in others' drafts."""

    series: Sequence[Use] = ()
    webinars: Sequence[Use] = ()
    practices: Sequence[Use] = ()
    case_studies: Sequence[Use] = ()
    unseen: int = 0

    @property
    def is_used(self) -> bool:
        """Whether anything would miss the entry."""
        parts = (self.series, self.webinars, self.practices, self.case_studies)
        return bool(any(parts) or self.unseen)


def uses_of(entry: Entry) -> Uses:
    """Return where *entry* is used."""
    match entry:
        case Speaker():
            return _with_webinars(webinars_of_speaker(entry))
        case Practice():
            stories = [_of_entry("case-studies", story) for story in entry.case_studies]
            return _with_webinars(webinars_of_practice(entry), case_studies=stories)
        case Sponsor():
            return _with_webinars(webinars_of_sponsor(entry), series_of_sponsor(entry))
        case PracticeGroup() | CaseStudy():
            return Uses(practices=[_of_entry("practices", one) for one in entry.practices])


def editable_webinars() -> list[Webinar]:
    """Return the webinars that the reader may tie to something, the latest first."""
    return [one for one in all_webinars() if allowed(Permission.EDIT_SERIES, one.series)]


def called(entry: Entry) -> str:
    """Return what an entry is called in the reader's language."""
    name = entry.title if isinstance(entry, CaseStudy) else entry.name
    return _picked(name) if isinstance(name, Texts) else name


def called_webinar(webinar: Webinar) -> str:
    """Return the title of a webinar behind that of its series."""
    return f"{_picked(webinar.series.title)}: {_picked(webinar.title)}"


def _with_webinars(
    webinars: Sequence[Webinar], series: Sequence[Series] = (), case_studies: Sequence[Use] = ()
) -> Uses:
    seen_series = [one for one in series if _is_seen(one)]
    seen = [one for one in webinars if _is_seen(one.series)]
    return Uses(
        series=[_of_series(one) for one in seen_series],
        webinars=[_of_webinar(one) for one in seen],
        case_studies=case_studies,
        unseen=len(series) - len(seen_series) + len(webinars) - len(seen),
    )


def _is_seen(series: Series) -> bool:
    return series.is_public or allowed(Permission.SEE_SERIES, series)


def _of_series(series: Series) -> Use:
    address = url_for("organize.series.show", series=series.slug)
    is_open = allowed(Permission.SEE_SERIES, series)
    return Use(_picked(series.title), address if is_open else None)


def _of_webinar(webinar: Webinar) -> Use:
    series = webinar.series
    address = url_for("organize.webinars.show", series=series.slug, webinar=webinar.slug)
    is_open = allowed(Permission.SEE_SERIES, series)
    return Use(called_webinar(webinar), address if is_open else None)


def _of_entry(shelf: str, entry: Entry) -> Use:
    return Use(called(entry), url_for("organize.catalog.edit", shelf=shelf, slug=entry.slug))


def _picked(texts: Texts) -> str:
    return str(texts.pick(current_language()))
