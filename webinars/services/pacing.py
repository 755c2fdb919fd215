"""Letting mails wait whose domain takes no more for now, so that the others' go on."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from webinars.domain.mail.pacing import domain_of
from webinars.extensions import db
from webinars.models import Delivery, Priority
from webinars.queries.deliveries import DUE

AT_ONCE = 200


def postpone(delivery: Delivery, *, now: datetime, wait: Callable[[int, int], float]) -> int:
    """Let *delivery*, just claimed, and the next due mails to its domain wait; count them.

    *wait* says for each id and priority how many seconds. No try is counted. Others that are due
    follow when the next of them is claimed; mails that somebody waits for leave all the same.
    """
    delivery.attempts -= 1
    delivery.owner = delivery.lease_until = None
    db.session.flush()
    mails = [(delivery.id, delivery.priority), *_others_due(delivery, now)]
    moments = [
        {"id": mail, "due_at": now + timedelta(seconds=wait(mail, priority))}
        for mail, priority in mails
    ]
    db.session.execute(update(Delivery), moments)
    return len(moments)


def _others_due(delivery: Delivery, now: datetime) -> list[tuple[int, int]]:
    domain = "@" + domain_of(delivery.recipient)
    others = (
        select(Delivery.id, Delivery.priority)
        .where(
            Delivery.state == DUE,
            Delivery.due_at <= now,
            Delivery.lease_until.is_(None),
            Delivery.priority > Priority.ACCOUNT,
            Delivery.id != delivery.id,
            func.lower(Delivery.recipient).endswith(domain, autoescape=True),
        )
        .order_by(Delivery.priority, Delivery.due_at, Delivery.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    return [(mail, priority) for mail, priority in db.session.execute(others)]
