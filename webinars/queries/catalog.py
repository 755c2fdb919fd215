"""What pages ask about practices, case studies, sponsors and the approach.

Of webinars only those of published series are loaded, each with its series.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload, undefer
from sqlalchemy.orm.interfaces import LoaderOption

from webinars.errors import NotFound
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.models import Approach, CaseStudy, Practice, PracticeGroup, Series, Sponsor, Webinar
from webinars.queries.series import IS_PUBLIC


def practice_groups() -> list[PracticeGroup]:
    """Return all groups with their practices, and each practice's webinars and case studies."""
    practices = selectinload(PracticeGroup.practices)
    return list(
        db.session.scalars(
            select(PracticeGroup)
            .order_by(PracticeGroup.position, PracticeGroup.id)
            .options(
                practices.selectinload(_public(Practice.webinars)).joinedload(Webinar.series),
                practices.selectinload(Practice.case_studies),
            )
        )
    )


def practice_with_everything(slug: str) -> Practice:
    """Return the practice with its group, webinars and case studies; raises NotFound."""
    found = db.session.scalar(
        select(Practice)
        .where(Practice.slug == slug)
        .options(
            joinedload(Practice.group).selectinload(PracticeGroup.practices),
            selectinload(_public(Practice.webinars)).joinedload(Webinar.series),
            selectinload(Practice.case_studies).selectinload(CaseStudy.practices),
        )
    )
    if found is None:
        raise NotFound(gettext("There is no such practice."))
    return found


def case_studies(limit: int | None = None) -> list[CaseStudy]:
    """Return case studies, the first *limit* or all, with their practices."""
    return list(
        db.session.scalars(
            select(CaseStudy)
            .order_by(CaseStudy.position, CaseStudy.id)
            .limit(limit)
            .options(selectinload(CaseStudy.practices).joinedload(Practice.group))
        )
    )


def case_study_with_everything(slug: str) -> CaseStudy:
    """Return the case study with its practices and the webinars on them; raises NotFound."""
    practices = selectinload(CaseStudy.practices)
    found = db.session.scalar(
        select(CaseStudy)
        .where(CaseStudy.slug == slug)
        .options(
            practices.joinedload(Practice.group),
            practices.selectinload(_public(Practice.webinars)).joinedload(Webinar.series),
        )
    )
    if found is None:
        raise NotFound(gettext("There is no such case study."))
    return found


def sponsors() -> list[Sponsor]:
    """Return organizers and co-sponsors with the published series they stand behind."""
    return list(
        db.session.scalars(
            select(Sponsor).order_by(Sponsor.position, Sponsor.id).options(*_of_sponsors())
        )
    )


def sponsor_with_everything(slug: str) -> Sponsor:
    """Return the organization with its published series and webinars; raises NotFound."""
    webinars = selectinload(_public(Sponsor.webinars)).joinedload(Webinar.series)
    return _sponsor(slug, *_of_sponsors(), webinars)


def sponsor_with_slug(slug: str) -> Sponsor:
    """Return the organization by itself; raises NotFound."""
    return _sponsor(slug)


def sponsor_with_logo(slug: str) -> Sponsor:
    """Return the organization with its picture's bytes; raises NotFound."""
    return _sponsor(slug, undefer(Sponsor.logo))


def first_series_organized_by(sponsor: Sponsor) -> Series | None:
    """Return a series, published or not, that this organization organizes."""
    return db.session.scalar(
        select(Series).where(Series.organizer_id == sponsor.id).order_by(Series.id).limit(1)
    )


def approach() -> Approach | None:
    """Return what underlies the work, once it is written."""
    return db.session.scalar(select(Approach))


def _of_sponsors() -> list[LoaderOption]:
    return [
        selectinload(Sponsor.organized_series.and_(IS_PUBLIC)).selectinload(Series.webinars),
        selectinload(Sponsor.series.and_(IS_PUBLIC)).selectinload(Series.webinars),
    ]


def _sponsor(slug: str, *options: LoaderOption) -> Sponsor:
    found = db.session.scalar(select(Sponsor).where(Sponsor.slug == slug).options(*options))
    if found is None:
        raise NotFound(gettext("There is no such organization."))
    return found


def _public(webinars: InstrumentedAttribute[list[Webinar]]) -> Any:
    return webinars.and_(Webinar.series.has(IS_PUBLIC))
