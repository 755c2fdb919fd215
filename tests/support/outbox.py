"""Steps of a worker, one at a time."""

from datetime import timedelta

from sqlalchemy import update

from tests.factories import (
    NOW,
)
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import Delivery, DeliveryState
from webinars.services import messages, outbox
from webinars.services.outbox import Failure

LEASE = timedelta(seconds=60)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
DUE, SENT, FAILED, SUPERSEDED, SKIPPED = DeliveryState
CONTENT = b"Subject: Hello\r\n\r\nSee http://127.0.0.1/me/" + 44 * b"x" + b"/\r\n"


def claim(owner="one", *, now=NOW, may_take_over=True):
    with transaction():
        return outbox.claim_next(owner, now=now, lease=LEASE, may_take_over=may_take_over)


def claimed_ids(*, now=NOW):
    ids = []
    while (delivery := claim(now=now)) is not None:
        ids.append(delivery.id)
    return ids


def send(delivery, owner="one", *, now=NOW):
    """Settle the delivery as sent."""
    with transaction():
        kept = outbox.copy_to_keep(CONTENT)
        return outbox.settle_sent(delivery.id, owner, kept=kept, now=now)


def deliver_all(*, now=NOW):
    """Render and send what is due, as a worker does; return the mails' bytes."""
    contents = []
    while (delivery := claim(now=now)) is not None:
        mail = messages.compose(delivery, now=now)
        if mail.skip:
            with transaction():
                outbox.skip(delivery.id, "one", now=now)
            continue
        written = {"subject": mail.subject, "content": mail.content, "now": now}
        with transaction():
            outbox.keep_rendered(delivery.id, "one", message_id=mail.message_id, **written)
        with transaction():
            kept = outbox.copy_to_keep(mail.content)
            outbox.settle_sent(delivery.id, "one", kept=kept, now=now)
        contents.append(mail.content)
    return contents


def fail(delivery, cause, owner="one", *, now=NOW):
    with transaction():
        failure = Failure(cause, f"451 {cause}")
        return outbox.settle_failed(delivery.id, owner, failure, now=now)


def keep(delivery, owner="one", *, content=CONTENT):
    with transaction():
        return outbox.keep_rendered(
            delivery.id,
            owner,
            message_id=f"<d{delivery.id}.0123@example.org>",
            subject="Hello",
            content=content,
            now=NOW,
        )


def stored(delivery):
    database.session.rollback()
    return database.session.get(Delivery, delivery.id, populate_existing=True)


def change(delivery, **values):
    with transaction():
        database.session.execute(
            update(Delivery).where(Delivery.id == delivery.id).values(**values)
        )
