"""The series that somebody works on, in a list, and what may be chosen for them."""

import json
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, func, or_, select
from sqlalchemy.orm import selectinload

from webinars.extensions import db
from webinars.models import (
    Enrollment,
    EnrollmentStatus,
    Membership,
    Registrant,
    Registration,
    Series,
    SeriesStatus,
    User,
    Webinar,
)


def series_of(user: User, *, search: str, status: SeriesStatus | None) -> Select[Any]:
    """Select the series that *user* may see, the newest first; without *status* all but archived.

    *search* is looked for in titles and short names.
    """
    wanted = select(Series).options(selectinload(Series.webinars))
    if not user.is_owner:
        mine = select(Membership.series_id).where(Membership.user_id == user.id)
        wanted = wanted.where(Series.id.in_(mine))
    if status is None:
        wanted = wanted.where(Series.status != SeriesStatus.ARCHIVED)
    else:
        wanted = wanted.where(Series.status == status)
    for word in search.split():
        wanted = wanted.where(_contains(word))
    return wanted.order_by(Series.created_at.desc(), Series.id.desc())


def archived_count(user: User) -> int:
    """Return how many archived series *user* may see."""
    rows = series_of(user, search="", status=SeriesStatus.ARCHIVED).order_by(None)
    return db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0


def registration_counts(series: list[Series]) -> dict[int, int]:
    """Return, by the id of each series that has any, how many registrations it has."""
    rows = db.session.execute(
        select(Registration.series_id, func.count())
        .where(Registration.series_id.in_([one.id for one in series]))
        .group_by(Registration.series_id)
    )
    return {row[0]: row[1] for row in rows}


def unenrolled_standing(webinar: Webinar) -> int:
    """Return how many who registered for all webinars have no place in *webinar* yet."""
    counted = (
        select(func.count())
        .select_from(Registration)
        .join(Registration.registrant)
        .where(
            Registration.series_id == webinar.series_id,
            Registration.is_standing,
            Registrant.erased_at.is_(None),
            ~Registration.enrollments.any(Enrollment.webinar_id == webinar.id),
        )
    )
    return db.session.scalar(counted) or 0


def seat_count(series: Series) -> int:
    """Return how many people hold a seat or wait for one in webinars of *series*."""
    counted = (
        select(func.count(func.distinct(Enrollment.registration_id)))
        .join(Enrollment.webinar)
        .where(Webinar.series_id == series.id, Enrollment.status != EnrollmentStatus.CANCELLED)
    )
    return db.session.scalar(counted) or 0


def taken_slugs() -> set[str]:
    """Return the short names of all series."""
    return set(db.session.scalars(select(Series.slug)))


def _contains(word: str) -> ColumnElement[bool]:
    # Titles are JSON, which writes other letters than ASCII as their numbers.
    pattern = f"%{_escaped(json.dumps(word)[1:-1])}%"
    return or_(
        Series.slug.ilike(pattern, escape="\\"),
        cast(Series.title, Text).ilike(pattern, escape="\\"),
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
