"""What the console has set for the organization."""

from datetime import datetime

from sqlalchemy import select

from webinars.extensions import db
from webinars.models import Enrollment, Invitation, Organization, Webinar
from webinars.settings import settings
from webinars.texts import Texts


def organization() -> Organization | None:
    """Return what is set, or None; what is in force: ``webinars.settings.settings``."""
    return db.session.scalars(select(Organization)).one_or_none()


def privacy_text() -> Texts:
    """Return what the organization says of its own about privacy."""
    return db.session.scalar(select(Organization.privacy_text)) or Texts()


def logo() -> Organization | None:
    """Return the organization with its picture; None where it has none."""
    found = organization()
    return found if found is not None and found.logo_digest is not None else None


def former_senders(now: datetime) -> list[str]:
    """Return other addresses than today's to which calendars still answer.

    They are the ORGANIZER of invitations to webinars that are not over.
    """
    return list(
        db.session.scalars(
            select(Invitation.organizer)
            .join(Invitation.enrollment)
            .join(Enrollment.webinar)
            .where(
                Invitation.organizer != settings().sender.addr_spec,
                Webinar.ends_at > now,
            )
            .distinct()
            .order_by(Invitation.organizer)
        )
    )
