"""Which pages there are, and when each changed last. Drafts are as if they were not there."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select

from webinars.extensions import db
from webinars.models import CaseStudy, Practice, Series, Sponsor, Webinar
from webinars.queries.series import IS_PUBLIC

# What a page is found by: the variable parts of its address.
Place = dict[str, str]


def series_places() -> Iterator[tuple[Place, datetime]]:
    """Yield every published series, the newest first, with its last change or its webinars'."""
    changed = func.max(Webinar.updated_at)
    rows = db.session.execute(
        select(Series.slug, Series.updated_at, changed)
        .outerjoin(Webinar, Webinar.series_id == Series.id)
        .where(IS_PUBLIC)
        .group_by(Series.id)
        .order_by(Series.created_at.desc(), Series.id)
    )
    for slug, own, webinars in rows:
        yield {"series": slug}, max(filter(None, (own, webinars)))


def webinar_places() -> Iterator[tuple[Place, datetime]]:
    """Yield every webinar of a published series, the newest first."""
    rows = db.session.execute(
        select(Series.slug, Webinar.slug, Webinar.updated_at)
        .join(Webinar.series)
        .where(IS_PUBLIC)
        .order_by(Webinar.created_at.desc(), Webinar.id)
    )
    for series, webinar, changed_at in rows:
        yield {"series": series, "webinar": webinar}, changed_at


def practice_places() -> Iterator[tuple[Place, None]]:
    """Yield every practice in the catalog's order."""
    for slug in db.session.scalars(select(Practice.slug).order_by(Practice.position, Practice.id)):
        yield {"practice": slug}, None


def case_study_places() -> Iterator[tuple[Place, None]]:
    """Yield every case study in the catalog's order."""
    slugs = select(CaseStudy.slug).order_by(CaseStudy.position, CaseStudy.id)
    for slug in db.session.scalars(slugs):
        yield {"case_study": slug}, None


def sponsor_places() -> Iterator[tuple[Place, None]]:
    """Yield every organization in the catalog's order."""
    for slug in db.session.scalars(select(Sponsor.slug).order_by(Sponsor.position, Sponsor.id)):
        yield {"sponsor": slug}, None
