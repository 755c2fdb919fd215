"""One step of a mail's way out of the outbox, each in a transaction of its own."""

from datetime import datetime, timedelta

from tests.factories import NOW
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import Delivery
from webinars.services import outbox
from webinars.services.outbox import Cause, Failure

LEASE = timedelta(seconds=60)
CONTENT = b"Subject: Hello\r\n\r\nSee http://127.0.0.1/me/" + 44 * b"x" + b"/\r\n"


def claim(
    owner: str = "one", *, now: datetime = NOW, may_take_over: bool = True
) -> Delivery | None:
    """Lease the next mail."""
    with transaction():
        return outbox.claim_next(owner, now=now, lease=LEASE, may_take_over=may_take_over)


def keep(delivery: Delivery, owner: str = "one") -> bool:
    """Keep CONTENT as what the delivery says."""
    with transaction():
        return outbox.keep_rendered(
            delivery.id,
            owner,
            message_id=f"<d{delivery.id}.0123@example.org>",
            subject="Hello",
            content=CONTENT,
            now=NOW,
        )


def send(delivery: Delivery, owner: str = "one", *, now: datetime = NOW) -> bool:
    """Settle the delivery as sent."""
    with transaction():
        kept = outbox.copy_to_keep(CONTENT)
        return outbox.settle_sent(delivery.id, owner, kept=kept, now=now)


def fail(delivery: Delivery, cause: Cause, owner: str = "one", *, now: datetime = NOW) -> bool:
    """Settle the delivery as not sent."""
    with transaction():
        failure = Failure(cause, f"451 {cause}")
        return outbox.settle_failed(delivery.id, owner, failure, now=now)


def stored(delivery: Delivery) -> Delivery | None:
    """The delivery as it stands in the database."""
    return database.session.get(Delivery, delivery.id, populate_existing=True)
