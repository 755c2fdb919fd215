"""How many mails a stranger can cause for one address (at most 5 sets an hour, 10 a day)."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, text

from webinars.extensions import db
from webinars.links import new_nonce
from webinars.models import Delivery
from webinars.services.deliveries import MailSet

WINDOWS = ((timedelta(hours=1), 5), (timedelta(days=1), 10))
# A mail counts from when it was due, which the limits themselves may put off.
LOOKED_BACK = timedelta(days=2)


def address_key(email: str) -> str:
    """Return what all spellings of one mailbox share: casefolded, without its +tag."""
    local, _, domain = email.strip().casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def open_set(email: str, *, now: datetime) -> MailSet:
    """Return the set that a form's mails to *email* belong to.

    Within the limits it is a new set, due now. Beyond them it is the one set that becomes
    due when the window opens: what comes meanwhile joins it.
    """
    key = address_key(email)
    _one_at_a_time(key)
    sets = db.session.execute(
        select(Delivery.mail_set, func.min(Delivery.due_at).label("due_at"))
        .where(Delivery.address_key == key, Delivery.created_at > now - LOOKED_BACK)
        .group_by(Delivery.mail_set)
        .order_by("due_at")
    ).all()
    for mail_set, due_at in sets:
        if mail_set is not None and due_at > now:
            return MailSet(mail_set, key, due_at)
    return MailSet(new_nonce(), key, _opening([due_at for _, due_at in sets], now))


def _opening(due_times: list[datetime], now: datetime) -> datetime:
    """Return the earliest moment from *now* on at which every window has room."""
    opening = now
    while blocked := [
        inside[-most] + window
        for window, most in WINDOWS
        if len(inside := [due for due in due_times if due > opening - window]) >= most
    ]:
        opening = max(blocked)
    return opening


def _one_at_a_time(key: str) -> None:
    # SQLite has one writer anyway; on PostgreSQL two forms for one address wait here.
    if db.engine.dialect.name == "postgresql":
        db.session.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key}
        )
