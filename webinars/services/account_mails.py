"""Mails to people with accounts: invitations, links for a password, and what changed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from webinars import links
from webinars.domain.names import mail_name
from webinars.models import Delivery, DeliveryState, MessageKind, Priority, User
from webinars.services import forwarding
from webinars.services.deliveries import MailSet
from webinars.services.message_values import Values
from webinars.services.rows import insert_unless_there
from webinars.settings import settings


def enqueue(
    kind: MessageKind,
    user: User,
    *,
    key: str,
    now: datetime,
    recipient: str = "",
    details: Mapping[str, Any] | None = None,
    mail_set: MailSet | None = None,
) -> None:
    """Add one mail to *user*, due at once; the same *key* is added once only.

    It goes to *recipient*, if that is given, on the account of *user*.

    They go before all others: somebody waits for them.
    """
    values = {
        "kind": kind,
        "key": key,
        "priority": Priority.ACCOUNT,
        "state": DeliveryState.DUE,
        "due_at": now,
        "created_at": now,
        "recipient": recipient or user.email,
        "user_id": user.id,
        "details": dict(details or {}),
        "address_key": mail_set and mail_set.address_key,
        "mail_set": mail_set and mail_set.id,
        "attempts": 0,
    }
    insert_unless_there(Delivery, values, "key")


def values(delivery: Delivery) -> Values:
    """Return what the templates of such a mail are filled with."""
    user = delivery.user
    if user is None:
        raise ValueError(f"delivery {delivery.id} ({delivery.kind}) has no account")
    personal = {"greeting_name": mail_name(user.name), **_LINKS[delivery.kind](user)}
    if delivery.kind is MessageKind.INBOUND_FORWARD:
        personal = forwarding.personal(delivery, user)
    common = {
        "site": settings().sender.display_name,
        "series": None,
        "is_demonstration": False,
        "language_note": None,
        "unsubscribe_url": None,
        "privacy_url": links.external_url("privacy.show"),
        "sign_in_url": links.external_url("security.login"),
        "new_password_url": links.external_url("security.forgot_password"),
        "by": delivery.details.get("by", ""),
        "series_title": delivery.details.get("series", ""),
        "change": delivery.details.get("change", ""),
    }
    return Values(personal, common)


def _with_password_link(user: User) -> dict[str, str | None]:
    return {"set_password_url": links.set_password_url(user)}


def _without_link(_user: User) -> dict[str, str | None]:
    return {}


_LINKS: dict[MessageKind, Callable[[User], dict[str, str | None]]] = {
    MessageKind.ACCOUNT_INVITED: _with_password_link,
    MessageKind.MEMBER_ADDED: _without_link,
    MessageKind.PASSWORD_RESET: _with_password_link,
    MessageKind.PASSWORD_CHANGED: _without_link,
    MessageKind.SECOND_FACTOR_CHANGED: _without_link,
    MessageKind.INBOUND_FORWARD: _without_link,
}
KINDS = frozenset(_LINKS)
