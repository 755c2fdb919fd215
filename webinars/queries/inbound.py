"""The mails that came in."""

from collections.abc import Sequence

from sqlalchemy import select

from webinars.extensions import db
from webinars.models import InboundMail, InboundState, Registration


def inbound_by_digest(digest: str) -> InboundMail:
    """Return the one mail with this digest, which is there."""
    return db.session.scalars(select(InboundMail).where(InboundMail.digest == digest)).one()


def unread_mail_ids(most: int) -> Sequence[int]:
    """Return the numbers of mails that are stored but were not read yet, the oldest first."""
    new = select(InboundMail.id).where(InboundMail.state == InboundState.NEW)
    return db.session.scalars(new.order_by(InboundMail.id).limit(most)).all()


def latest_registration(registrant_id: int) -> Registration | None:
    """Return the newest registration of a person."""
    return db.session.scalar(
        select(Registration)
        .where(Registration.registrant_id == registrant_id)
        .order_by(Registration.created_at.desc(), Registration.id.desc())
        .limit(1)
    )
