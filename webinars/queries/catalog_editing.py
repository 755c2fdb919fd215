"""What the pages ask that edit the catalog; series need not be public."""

from typing import TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from webinars.extensions import db
from webinars.models import (
    Action,
    Appearance,
    AuditEntry,
    CaseStudy,
    Practice,
    PracticeGroup,
    Series,
    Speaker,
    Sponsor,
    User,
    Webinar,
)

Entry = Speaker | PracticeGroup | Practice | Sponsor | CaseStudy
E = TypeVar("E", Speaker, PracticeGroup, Practice, Sponsor, CaseStudy)


def entry_with_slug(model: type[E], slug: str) -> E | None:
    """Return the entry of that kind and slug, or None."""
    return db.session.scalar(select(model).where(model.slug == slug))


def entries_in_order(model: type[E]) -> list[E]:
    """Return all entries of a kind in the order in which pages show them."""
    if model is Practice:
        return _practices_in_order()
    place = getattr(model, "position", Speaker.name)
    return list(db.session.scalars(select(model).order_by(place, model.id)))


def _practices_in_order() -> list[E]:
    """Return the practices, those of one group together."""
    return list(
        db.session.scalars(
            select(Practice)
            .join(Practice.group)
            .options(contains_eager(Practice.group))
            .order_by(PracticeGroup.position, PracticeGroup.id, Practice.position, Practice.id)
        )
    )


def number_of(model: type[E]) -> int:
    """Return how many entries of a kind there are."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def taken_slugs(model: type[E]) -> set[str]:
    """Return the slugs of all entries of a kind."""
    return set(db.session.scalars(select(model.slug)))


def all_webinars() -> list[Webinar]:
    """Return all webinars with series and practices, the latest first, undated ones last."""
    return list(
        db.session.scalars(
            select(Webinar)
            .join(Webinar.series)
            .options(joinedload(Webinar.series), selectinload(Webinar.practices))
            .order_by(Webinar.starts_at.is_(None), Webinar.starts_at.desc(), Webinar.id)
        )
    )


def webinars_of_speaker(speaker: Speaker) -> list[Webinar]:
    """Return the webinars in which *speaker* appears, with their series."""
    return _webinars(select(Webinar).join(Webinar.appearances).where(Appearance.speaker == speaker))


def webinars_of_practice(practice: Practice) -> list[Webinar]:
    """Return the webinars built around *practice*, with their series."""
    return _webinars(select(Webinar).where(Webinar.practices.contains(practice)))


def webinars_of_sponsor(sponsor: Sponsor) -> list[Webinar]:
    """Return the webinars that the organization co-sponsors by themselves, with their series."""
    return _webinars(select(Webinar).where(Webinar.co_sponsors.contains(sponsor)))


def series_of_sponsor(sponsor: Sponsor) -> list[Series]:
    """Return the series that the organization organizes or co-sponsors."""
    return list(
        db.session.scalars(
            select(Series)
            .where(
                (Series.organizer_id == sponsor.id)
                | Series.co_sponsors.any(Sponsor.id == sponsor.id)
            )
            .order_by(Series.id)
        )
    )


def ids_of_series_using(entry: Entry) -> set[int]:
    """Return the series that would change if *entry* were gone."""
    if isinstance(entry, Speaker):
        return {webinar.series_id for webinar in webinars_of_speaker(entry)}
    if isinstance(entry, Practice):
        return {webinar.series_id for webinar in webinars_of_practice(entry)}
    if isinstance(entry, Sponsor):
        used = {webinar.series_id for webinar in webinars_of_sponsor(entry)}
        return used | {series.id for series in series_of_sponsor(entry)}
    return set()


def own_removal(audit_id: int, user: User) -> AuditEntry | None:
    """Return the note that *user* removed an entry of the catalog, or None."""
    return db.session.scalar(
        select(AuditEntry).where(
            AuditEntry.id == audit_id,
            AuditEntry.action == Action.CATALOG_ENTRY_REMOVED,
            AuditEntry.actor_id == user.id,
        )
    )


def last_own_removal(user: User) -> AuditEntry | None:
    """Return the note on what *user* removed last from the catalog."""
    return db.session.scalar(
        select(AuditEntry)
        .where(AuditEntry.action == Action.CATALOG_ENTRY_REMOVED, AuditEntry.actor_id == user.id)
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )


def _webinars(statement: Select[Webinar]) -> list[Webinar]:
    ordered = statement.options(joinedload(Webinar.series)).order_by(Webinar.starts_at, Webinar.id)
    return list(db.session.scalars(ordered))
