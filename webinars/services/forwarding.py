"""What a mail says and carries that forwards one which came in."""

import zlib
from collections.abc import Collection

from sqlalchemy import delete, or_
from sqlalchemy.orm import undefer

from webinars.domain.names import mail_name
from webinars.extensions import db
from webinars.models import Delivery, InboundMail, MessageKind, User


def key_of(mail_id: int) -> str:
    """Return how the keys of all deliveries begin that forward this mail."""
    return f"inbound_forward:{mail_id}:"


def forget(mail_ids: Collection[int]) -> None:
    """Delete what was made to forward these mails, whether it has left or not."""
    begins = [Delivery.key.startswith(key_of(one), autoescape=True) for one in mail_ids]
    if begins:
        db.session.execute(
            delete(Delivery).where(Delivery.kind == MessageKind.INBOUND_FORWARD, or_(*begins)),
            execution_options={"synchronize_session": False},
        )


def original_of(delivery: Delivery) -> InboundMail | None:
    """Return the mail that *delivery* forwards; None when it does not, or the mail is gone."""
    if delivery.kind is not MessageKind.INBOUND_FORWARD:
        return None
    found = db.session.get(
        InboundMail, delivery.details["inbound"], options=[undefer(InboundMail.raw)]
    )
    return found if found is not None and found.raw is not None else None


def is_pointless(delivery: Delivery) -> bool:
    """Whether *delivery* forwards a mail that was deleted meanwhile."""
    return delivery.kind is MessageKind.INBOUND_FORWARD and original_of(delivery) is None


def content_of(delivery: Delivery) -> bytes | None:
    """Return the bytes of the mail that *delivery* forwards."""
    found = original_of(delivery)
    return zlib.decompress(found.raw) if found is not None and found.raw is not None else None


def is_to_another(delivery: Delivery) -> bool:
    """Whether *delivery* forwards a mail to an address that is not its account's own."""
    user = delivery.user
    if delivery.kind is not MessageKind.INBOUND_FORWARD or user is None:
        return False
    return delivery.recipient.casefold() != user.email.casefold()


def personal(delivery: Delivery, user: User) -> dict[str, str | None]:
    """Return what the templates say about the mail that *delivery* forwards."""
    found = original_of(delivery)
    return {
        "greeting_name": "" if is_to_another(delivery) else mail_name(user.name),
        "forwarded_by": mail_name(user.name) or user.email,
        "original_subject": found.subject if found else "",
        "original_sender": (found.sender_name or found.sender) if found else "",
        "original_address": found.sender if found else "",
    }
