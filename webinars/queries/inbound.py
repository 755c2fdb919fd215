"""The mails that came in."""

import zlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select

from webinars.extensions import db
from webinars.models import Delivery, InboundMail, InboundState, MessageKind, Registration


def inbound_by_digest(digest: str) -> InboundMail:
    """Return the one mail with this digest, which is there."""
    return db.session.scalars(select(InboundMail).where(InboundMail.digest == digest)).one()


def new_mail_ids(*, before: datetime, most: int) -> Sequence[int]:
    """Return the numbers of mails stored *before* and not read yet, the oldest first."""
    new = select(InboundMail.id).where(
        InboundMail.state == InboundState.NEW, InboundMail.received_at < before
    )
    return db.session.scalars(new.order_by(InboundMail.id).limit(most)).all()


def keeps_content(mail_id: int) -> bool:
    """Whether the bytes of this mail are still there; they may be many, and stay where they are."""
    content = exists().where(InboundMail.id == mail_id, InboundMail.raw.is_not(None))
    return db.session.scalar(select(content)) is True


def content_by_id(mail_id: int) -> bytes | None:
    """Return the bytes of this mail as it came; None when they are not kept."""
    packed = db.session.scalar(select(InboundMail.raw).where(InboundMail.id == mail_id))
    return None if packed is None else zlib.decompress(packed)


def forwarding_key(mail_id: int) -> str:
    """Return how the keys of all deliveries begin that forward this mail."""
    return f"inbound_forward:{mail_id}:"


def last_forwarding(mail_id: int) -> Delivery | None:
    """Return the newest mail that forwards this one; None when there is none any more."""
    return db.session.scalar(
        select(Delivery)
        .where(
            # There are few that are for accounts, and an index finds them.
            Delivery.user_id.is_not(None),
            Delivery.kind == MessageKind.INBOUND_FORWARD,
            Delivery.key.startswith(forwarding_key(mail_id), autoescape=True),
        )
        .order_by(Delivery.id.desc())
        .limit(1)
    )


def latest_registration(registrant_id: int) -> Registration | None:
    """Return the newest registration of a person."""
    return db.session.scalar(
        select(Registration)
        .where(Registration.registrant_id == registrant_id)
        .order_by(Registration.created_at.desc(), Registration.id.desc())
        .limit(1)
    )
