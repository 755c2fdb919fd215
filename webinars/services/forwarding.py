"""What a mail says and carries that forwards one which came in."""

from collections.abc import Collection

from sqlalchemy import delete, or_

from webinars.domain.names import mail_name
from webinars.extensions import db
from webinars.models import Delivery, InboundMail, MessageKind, User
from webinars.queries.inbound import content_by_id, forwarding_key, keeps_content

# An expression of SQLite has at most a thousand parts.
AT_ONCE = 200


def forget(mail_ids: Collection[int]) -> None:
    """Delete what was made to forward these mails, whether it has left or not."""
    ids = sorted(mail_ids)
    for start in range(0, len(ids), AT_ONCE):
        keys = map(forwarding_key, ids[start : start + AT_ONCE])
        begins = [Delivery.key.startswith(key, autoescape=True) for key in keys]
        db.session.execute(
            delete(Delivery).where(Delivery.kind == MessageKind.INBOUND_FORWARD, or_(*begins)),
            execution_options={"synchronize_session": False},
        )


def is_pointless(delivery: Delivery) -> bool:
    """Whether *delivery* forwards a mail that was deleted meanwhile."""
    is_forward = delivery.kind is MessageKind.INBOUND_FORWARD
    return is_forward and not keeps_content(delivery.details["inbound"])


def content_of(delivery: Delivery) -> bytes | None:
    """Return the bytes of the mail that *delivery* forwards."""
    if delivery.kind is not MessageKind.INBOUND_FORWARD:
        return None
    return content_by_id(delivery.details["inbound"])


def is_to_another(delivery: Delivery) -> bool:
    """Whether *delivery* forwards a mail to an address that is not its account's own."""
    user = delivery.user
    if delivery.kind is not MessageKind.INBOUND_FORWARD or user is None:
        return False
    return delivery.recipient.casefold() != user.email.casefold()


def personal(delivery: Delivery, user: User) -> dict[str, str | None]:
    """Return what the templates say about the mail that *delivery* forwards."""
    is_forward = delivery.kind is MessageKind.INBOUND_FORWARD
    found = db.session.get(InboundMail, delivery.details["inbound"]) if is_forward else None
    return {
        "greeting_name": "" if is_to_another(delivery) else mail_name(user.name),
        "forwarded_by": mail_name(user.name) or user.email,
        "original_subject": found.subject if found else "",
        "original_sender": (found.sender_name or found.sender) if found else "",
        "original_address": found.sender if found else "",
    }
