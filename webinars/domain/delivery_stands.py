"""Where a mail stands, as people speak of it: finer than the state that workers need."""

import enum
from datetime import datetime

from webinars.models import Delivery, DeliveryState


class Stand(enum.StrEnum):
    """What lists of mails are filtered by."""

    DELAYED = "delayed"
    WAITING = "waiting"
    FAILED = "failed"
    GIVEN_UP = "given_up"
    SENT = "sent"
    SUPERSEDED = "superseded"
    SKIPPED = "skipped"


# What can be tried again, and what can be given up.
REVIVABLE = frozenset({Stand.FAILED, Stand.GIVEN_UP})
UNSETTLED = frozenset({Stand.DELAYED, Stand.WAITING})
STANDS = {
    DeliveryState.SENT: Stand.SENT,
    DeliveryState.SUPERSEDED: Stand.SUPERSEDED,
    DeliveryState.SKIPPED: Stand.SKIPPED,
}


def stand_of(delivery: Delivery) -> Stand:
    """Return where *delivery* stands."""
    if delivery.state is DeliveryState.DUE:
        return Stand.DELAYED if delivery.last_error else Stand.WAITING
    if delivery.state is DeliveryState.FAILED:
        return Stand.GIVEN_UP if delivery.given_up_at else Stand.FAILED
    return STANDS[delivery.state]


def is_being_sent(delivery: Delivery, now: datetime) -> bool:
    """Whether a worker holds it at this moment."""
    return delivery.lease_until is not None and delivery.lease_until > now
