"""What pages ask about series."""

from sqlalchemy import func, select

from webinars.extensions import db
from webinars.models import Series, SeriesStatus


def shows_only_demonstrations() -> bool:
    """Whether something is published, and all of it for demonstration."""
    published = select(func.count(), func.count().filter(Series.is_demonstration)).where(
        Series.status == SeriesStatus.PUBLISHED
    )
    total, demonstrations = db.session.execute(published).one()
    return 0 < total == demonstrations
