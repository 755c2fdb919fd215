"""What people do with the mails that came in."""

from datetime import datetime

from webinars.errors import Conflict, Invalid
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.models import Action, InboundMail, MessageKind, User
from webinars.queries.inbound import forwarding_key, keeps_content
from webinars.services import account_mails, audit, forwarding
from webinars.settings import settings


def mark_read(mail: InboundMail, *, now: datetime) -> None:
    """Note that somebody has read the mail, for all who may read it."""
    mail.read_at = mail.read_at or now


def mark_unread(mail: InboundMail) -> None:
    """Let the mail count as unread again."""
    mail.read_at = None


def forward(mail: InboundMail, address: str, *, actor: User, now: datetime) -> None:
    """Queue the mail, as an attachment, to *address*; it counts as read then.

    Raises Conflict when its content is kept no longer, Invalid for an address of our own:
    what is sent there comes back here.
    """
    if not keeps_content(mail.id):
        raise Conflict(gettext("The original of this mail is not kept."))
    if address.casefold() in _our_addresses():
        words = gettext("Mails to this address come back here. Give another one.")
        raise Invalid(words, fields={"address": words})
    account_mails.enqueue(
        MessageKind.INBOUND_FORWARD,
        actor,
        key=f"{forwarding_key(mail.id)}{now.isoformat()}:{address}",
        now=now,
        recipient=address,
        details={"inbound": mail.id},
    )
    mail.forwarded_at = now
    mark_read(mail, now=now)
    audit.record(actor, Action.MAIL_FORWARDED, mail, now=now)


def remove(mail: InboundMail, *, actor: User, now: datetime) -> None:
    """Delete the mail, and what was kept of forwarding it; what it changed stays."""
    audit.record(actor, Action.MAIL_REMOVED, mail, now=now)
    forwarding.forget([mail.id])
    db.session.delete(mail)


def _our_addresses() -> frozenset[str]:
    now = settings()
    ours = (now.sender.addr_spec, now.bounce_address, now.inbound_address)
    return frozenset(one.casefold() for one in ours if one)
