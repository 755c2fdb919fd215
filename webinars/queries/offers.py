"""What may be chosen for a series or webinar: organizations, practices, speakers."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webinars.extensions import db
from webinars.models import Practice, Speaker, Sponsor


def sponsors_offered() -> list[Sponsor]:
    """Return every organization, without its logo."""
    return list(db.session.scalars(select(Sponsor).order_by(Sponsor.position, Sponsor.id)))


def practices_offered() -> list[Practice]:
    """Return every practice with its group, in one order over all groups."""
    order = (Practice.position, Practice.id)
    return list(
        db.session.scalars(select(Practice).order_by(*order).options(joinedload(Practice.group)))
    )


def speakers_offered() -> list[Speaker]:
    """Return every speaker by name."""
    return list(db.session.scalars(select(Speaker).order_by(Speaker.name, Speaker.id)))
