"""What is asked to load and to export a series file: everything there is, in its order."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload, undefer

from webinars.extensions import db
from webinars.models import (
    Appearance,
    Approach,
    CaseStudy,
    Practice,
    PracticeGroup,
    Series,
    Speaker,
    Sponsor,
    Webinar,
)


def series_with_slug(slug: str) -> Series | None:
    """Return the series, published or not, with all that a file says of it."""
    webinars = selectinload(Series.webinars)
    return db.session.scalar(
        select(Series)
        .where(Series.slug == slug)
        .options(
            selectinload(Series.organizer),
            selectinload(Series.co_sponsors),
            selectinload(Series.questions),
            selectinload(Series.reminder_rules),
            webinars.selectinload(Webinar.practices),
            webinars.selectinload(Webinar.co_sponsors),
            webinars.selectinload(Webinar.appearances).joinedload(Appearance.speaker),
        )
    )


def slugs_of_all_series() -> list[str]:
    """Return the slugs of all series, drafts too, the oldest first."""
    return list(db.session.scalars(select(Series.slug).order_by(Series.created_at, Series.id)))


def all_speakers() -> list[Speaker]:
    """Return every speaker, the oldest first."""
    return list(db.session.scalars(select(Speaker).order_by(Speaker.id)))


def all_practice_groups() -> list[PracticeGroup]:
    """Return every group of practices."""
    order = (PracticeGroup.position, PracticeGroup.id)
    return list(db.session.scalars(select(PracticeGroup).order_by(*order)))


def all_practices() -> list[Practice]:
    """Return every practice with its group, in one order over all groups."""
    order = (Practice.position, Practice.id)
    return list(
        db.session.scalars(select(Practice).order_by(*order).options(selectinload(Practice.group)))
    )


def all_sponsors() -> list[Sponsor]:
    """Return every organization with its logo."""
    order = (Sponsor.position, Sponsor.id)
    return list(db.session.scalars(select(Sponsor).order_by(*order).options(undefer(Sponsor.logo))))


def all_case_studies() -> list[CaseStudy]:
    """Return every case study with its practices."""
    order = (CaseStudy.position, CaseStudy.id)
    return list(
        db.session.scalars(
            select(CaseStudy).order_by(*order).options(selectinload(CaseStudy.practices))
        )
    )


def the_approach() -> Approach | None:
    """Return the page on what underlies the work, once it is written."""
    return db.session.scalar(select(Approach))
