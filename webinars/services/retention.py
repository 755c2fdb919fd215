"""What is not kept for ever."""

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select, update

from webinars.extensions import db
from webinars.models import Delivery, DeliveryState, Registrant

CONTENT_KEPT = timedelta(days=30)
SETTLED = (
    DeliveryState.SENT,
    DeliveryState.FAILED,
    DeliveryState.SUPERSEDED,
    DeliveryState.SKIPPED,
)


def drop_old_contents(*, now: datetime, most: int) -> int:
    """Drop the bytes of up to *most* mails settled long ago; their ledger stays. Count them."""
    old = (
        select(Delivery.id)
        .where(
            Delivery.state.in_(SETTLED),
            Delivery.settled_at <= now - CONTENT_KEPT,
            Delivery.rendered.is_not(None),
        )
        .limit(most)
    )
    dropped = db.session.scalars(
        update(Delivery).where(Delivery.id.in_(old)).values(rendered=None).returning(Delivery.id),
        execution_options={"synchronize_session": False},
    )
    return len(dropped.all())


def purge_erased() -> int:
    """Delete the registrants who asked to be forgotten and await no more mail; count them."""
    awaits_mail = exists().where(
        Delivery.registrant_id == Registrant.id, Delivery.state == DeliveryState.DUE
    )
    purged = db.session.scalars(
        delete(Registrant)
        .where(Registrant.erased_at.is_not(None), ~awaits_mail)
        .returning(Registrant.id),
        execution_options={"synchronize_session": False},
    )
    return len(purged.all())
