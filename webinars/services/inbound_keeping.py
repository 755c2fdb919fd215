"""For how long mails that came in are kept, and what becomes of those of a person."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.sql.selectable import Select

from webinars.domain.keeping import CONTENT_KEPT, RETURNS_KEPT
from webinars.extensions import db
from webinars.models import InboundMail, InboundState, Registrant
from webinars.services import forwarding

UNSYNCHRONIZED = {"synchronize_session": False}


def forget(registrant: Registrant) -> None:
    """Delete what a person wrote, what came back about them, and what was forwarded of it."""
    theirs = or_(InboundMail.registrant_id == registrant.id, _written_by(registrant))
    forwarded = select(InboundMail.id).where(theirs, InboundMail.forwarded_at.is_not(None))
    forwarding.forget(db.session.scalars(forwarded).all())
    db.session.execute(delete(InboundMail).where(theirs), execution_options=UNSYNCHRONIZED)


def drop_originals(*, now: datetime, most: int) -> int:
    """Drop the bytes of up to *most* mails as long after they came as those we sent; count them.

    What was read in them stays until the row goes.
    """
    dropped = db.session.scalars(
        update(InboundMail)
        .where(InboundMail.id.in_(_with_old_original(now).limit(most)))
        .values(raw=None)
        .returning(InboundMail.id),
        execution_options=UNSYNCHRONIZED,
    )
    return len(dropped.all())


def originals_to_drop(*, now: datetime) -> int:
    """Count the mails whose bytes ``drop_originals`` would drop."""
    found = _with_old_original(now).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def forget_old(*, now: datetime, most: int) -> int:
    """Delete up to *most* mails that came in long ago; count them."""
    gone = db.session.scalars(
        delete(InboundMail)
        .where(InboundMail.id.in_(_old(now).limit(most)))
        .returning(InboundMail.id),
        execution_options=UNSYNCHRONIZED,
    )
    return len(gone.all())


def old_count(*, now: datetime) -> int:
    """Count the mails that ``forget_old`` would delete."""
    return db.session.scalar(select(func.count()).select_from(_old(now).subquery())) or 0


def personal_data(registrant: Registrant) -> list[dict[str, Any]]:
    """Return the mails that a person wrote to us, as plain values for a download."""
    written = db.session.scalars(
        select(InboundMail).where(_written_by(registrant)).order_by(InboundMail.id)
    )
    return [
        {
            "received_at": one.received_at.isoformat(),
            "kind": one.kind,
            "subject": one.subject,
            "words": one.words,
        }
        for one in written
    ]


def _written_by(registrant: Registrant) -> ColumnElement[bool]:
    """Return the condition for mails from a person's address: others may answer in their stead."""
    return func.lower(InboundMail.sender) == registrant.email.lower()


def _with_old_original(now: datetime) -> Select[int]:
    # One that nobody could read yet needs its bytes.
    return select(InboundMail.id).where(
        InboundMail.received_at <= now - CONTENT_KEPT,
        InboundMail.raw.is_not(None),
        InboundMail.state != InboundState.NEW,
    )


def _old(now: datetime) -> Select[int]:
    return select(InboundMail.id).where(InboundMail.received_at < now - RETURNS_KEPT)
