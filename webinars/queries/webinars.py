"""Questions about webinars, some of them under a lock."""

from collections.abc import Iterable

from sqlalchemy import select

from webinars.extensions import db
from webinars.models import Webinar


def locked_webinars(ids: Iterable[int]) -> list[Webinar]:
    """Return the webinars with *ids*, locked until the transaction ends, as they are now.

    Always in the order of their ids: two who lock the same webinars cannot block each other.
    """
    return list(
        db.session.scalars(
            select(Webinar)
            .where(Webinar.id.in_(list(ids)))
            .order_by(Webinar.id)
            .with_for_update(key_share=True)
            # Without it an earlier reading would show the old capacity.
            .execution_options(populate_existing=True)
        )
    )


def locked_webinars_of_series(series_id: int) -> list[Webinar]:
    """Return all webinars of a series, locked in the order of their ids."""
    ids = db.session.scalars(select(Webinar.id).where(Webinar.series_id == series_id))
    return locked_webinars(ids.all())
