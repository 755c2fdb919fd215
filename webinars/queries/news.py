"""What the news feeds tell: webinars of published series, those changed last first."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import contains_eager, selectinload

from webinars.extensions import db
from webinars.models import Practice, Series, Sponsor, Webinar
from webinars.queries.series import IS_PUBLIC

LONGEST = 100


def newest_webinars(series: Series | None) -> list[Webinar]:
    """Return the last changed webinars of *series*, or of all, with what an entry says of each."""
    return list(
        db.session.scalars(
            select(Webinar)
            .join(Webinar.series)
            .where(IS_PUBLIC, _is_of(series))
            .order_by(Webinar.updated_at.desc(), Webinar.id)
            .limit(LONGEST)
            .options(
                contains_eager(Webinar.series).joinedload(Series.organizer),
                selectinload(Webinar.practices).joinedload(Practice.group),
            )
        )
    )


def news_changed_at(series: Series | None) -> datetime | None:
    """Return when something that news of *series*, or of all, show has come, changed or gone.

    None in an empty installation. A draft counts too: it may have been public until then.
    """
    belongs = true() if series is None else Series.id == series.id
    moments = db.session.execute(
        select(
            func.max(Webinar.updated_at),
            func.max(Series.updated_at),
            func.max(Series.links_changed_at),
            # Their names stand in entries, too.
            select(func.max(Practice.links_changed_at)).scalar_subquery(),
            select(func.max(Sponsor.links_changed_at)).scalar_subquery(),
        )
        .select_from(Series)
        .outerjoin(Webinar, Webinar.series_id == Series.id)
        .where(belongs)
    ).one()
    return max(filter(None, moments), default=None)


def _is_of(series: Series | None) -> ColumnElement[bool]:
    return true() if series is None else Webinar.series_id == series.id
