"""Taking entries out of the catalog, and bringing back what nothing had used."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from webinars.domain.permissions import Permission, may
from webinars.errors import Conflict, NotAllowed, WebinarsError
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.models import (
    Action,
    AuditEntry,
    CaseStudy,
    Practice,
    PracticeGroup,
    Speaker,
    Sponsor,
    User,
)
from webinars.queries.catalog import first_series_organized_by
from webinars.queries.catalog_editing import entry_with_slug, ids_of_series_using, taken_slugs
from webinars.services import audit, catalog, ties
from webinars.services.catalog import Entry
from webinars.services.details import Details
from webinars.texts import Texts

Kind = tuple[type[Any], type[Details]]
KINDS: Mapping[str, Kind] = {
    "Speaker": (Speaker, catalog.SpeakerDetails),
    "PracticeGroup": (PracticeGroup, catalog.PracticeGroupDetails),
    "Practice": (Practice, catalog.PracticeDetails),
    "Sponsor": (Sponsor, catalog.SponsorDetails),
    "CaseStudy": (CaseStudy, catalog.CaseStudyDetails),
}


def why_kept(entry: Entry, *, actor: User | None) -> WebinarsError | None:
    """Return why *actor* cannot remove *entry*; None when nothing speaks against it.

    A group that still has practices and an organization that organizes a series hold together
    what would be left without them. What others use in their series is not one's own to remove.
    """
    if isinstance(entry, PracticeGroup) and entry.practices:
        return Conflict(
            gettext("This group still has practices: move them to another group, or remove them.")
        )
    if actor is not None and not _may_edit_all(actor, ids_of_series_using(entry)):
        return NotAllowed(
            gettext("Series that you do not organize use this entry: only an owner can remove it.")
        )
    organized = first_series_organized_by(entry) if isinstance(entry, Sponsor) else None
    if organized is None:
        return None
    return Conflict(
        gettext(
            "This organization organizes the series %(series)s: give that another organizer first.",
            series=str(organized.title.pick(organized.language)),
        )
    )


def remove(entry: Entry, *, now: datetime, actor: User | None = None) -> None:
    """Take *entry* out of the catalog, and out of all webinars and case studies it is tied to.

    Raises what `why_kept` returns.
    """
    refusal = why_kept(entry, actor=actor)
    if refusal is not None:
        raise refusal
    if isinstance(entry, Practice | Sponsor):
        for webinar in entry.webinars:
            ties.mark({*webinar.practices, *webinar.co_sponsors}, now=now)
    audit.record(actor, Action.CATALOG_ENTRY_REMOVED, entry, now=now, before=_before(entry))
    db.session.delete(entry)
    db.session.flush()


def restore(removed: AuditEntry, *, now: datetime, actor: User | None = None) -> Entry:
    """Add again what *removed* says was taken out, without its ties and its logo.

    Raises Conflict when another entry has its short name by now, or its group is gone.
    """
    model, details = KINDS[removed.subject_kind]
    values = {name: _read(value) for name, value in (removed.before or {}).items()}
    place = values.pop("position", 0)
    if values["slug"] in taken_slugs(model):
        raise Conflict(gettext("Something else has this short name already."))
    if model is Practice:
        values |= {"group": _group(values["group"]), "links_changed_at": now}
    if model is Sponsor:
        values |= dict.fromkeys(catalog.LOGO) | {"links_changed_at": now}
    if model is not Speaker:
        values["position"] = place
    entry: Entry = model(**values)
    db.session.add(entry)
    after = catalog.noted(details.of(entry))
    audit.record(actor, Action.CATALOG_ENTRY_CREATED, entry, now=now, after=after)
    return entry


def _may_edit_all(actor: User, series_ids: set[int]) -> bool:
    return all(may(actor, Permission.EDIT_SERIES, series_id) for series_id in series_ids)


def _before(entry: Entry) -> dict[str, object]:
    """Return what stood in *entry*, as it is needed to make it again."""
    _, details = KINDS[type(entry).__name__]
    values = catalog.noted(details.of(entry))
    if isinstance(entry, Practice):
        values["group"] = entry.group.slug
    return values if isinstance(entry, Speaker) else values | {"position": entry.position}


def _read(value: Any) -> Any:
    return Texts(value) if isinstance(value, dict) else value


def _group(slug: str) -> PracticeGroup:
    group = entry_with_slug(PracticeGroup, slug)
    if group is None:
        raise Conflict(gettext("The group of this practice is gone, too."))
    return group
