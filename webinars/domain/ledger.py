"""What the calendar of one seat was sent, in order: generations of invitations, and messages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from webinars.models import CalendarMethod, Delivery, Invitation


@dataclass(frozen=True)
class Message:
    """One mail of an invitation, with what calendars order by."""

    delivery: Delivery
    # None for a mail without a calendar part: a CANCEL of what was never announced.
    method: CalendarMethod | None
    # What In-Reply-To and References name; None in the first mail, and while none is written.
    in_reply_to: str | None


@dataclass(frozen=True)
class Generation:
    """An invitation with all its messages, in the order in which they were queued."""

    invitation: Invitation
    messages: tuple[Message, ...]


def ledger(
    invitations: Iterable[Invitation], deliveries: Sequence[Delivery]
) -> tuple[Generation, ...]:
    """Return the *invitations* of one seat with their messages, the newest generation first.

    *deliveries* are its mails with a method, the oldest first.
    """
    ordered = sorted(invitations, key=lambda one: one.generation, reverse=True)
    return tuple(
        Generation(
            one, _messages(one, [mail for mail in deliveries if mail.invitation_id == one.id])
        )
        for one in ordered
    )


def _messages(invitation: Invitation, deliveries: Sequence[Delivery]) -> tuple[Message, ...]:
    found, is_announced = [], False
    for delivery in deliveries:
        is_cancel = delivery.method is CalendarMethod.CANCEL
        method = None if is_cancel and not is_announced else delivery.method
        found.append(Message(delivery, method, _in_reply_to(invitation, delivery)))
        # As when mails are composed: what was tried may have reached somebody.
        is_announced = is_announced or (not is_cancel and delivery.attempts > 0)
    return tuple(found)


def _in_reply_to(invitation: Invitation, delivery: Delivery) -> str | None:
    is_first = delivery.message_id in (None, invitation.thread_id)
    return None if is_first else invitation.thread_id
