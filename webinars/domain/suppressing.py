"""When an address gets no more mail, and of which kind.

A permanent failure that says there is no such mailbox holds everything back at once, any other
after three days on which it happened; what is temporary is only counted. A complaint, or an
organizer, holds back what people may do without, never what tells of a change.
"""

from webinars.models import MessageKind, SuppressionReason, SuppressionScope

CHANGES, REMINDERS, ANNOUNCEMENTS = SuppressionScope
# RFC 3463 and RFC 7505: no such mailbox; no mail server takes mail for the domain.
FINAL_CODES = frozenset({"5.1.1", "5.1.10"})
DAYS = 3
SCOPES: dict[SuppressionReason, frozenset[SuppressionScope]] = {
    SuppressionReason.BOUNCE: frozenset(SuppressionScope),
    SuppressionReason.COMPLAINT: frozenset({REMINDERS, ANNOUNCEMENTS}),
    SuppressionReason.BY_HAND: frozenset({REMINDERS, ANNOUNCEMENTS}),
}
# What somebody has just asked for on the site, and what concerns accounts: never held back.
ASKED_FOR = frozenset(
    {
        MessageKind.PRIVATE_LINK,
        MessageKind.CONFIRM_ADDRESS,
        MessageKind.ERASED,
        MessageKind.TEST_MAIL,
        MessageKind.ACCOUNT_INVITED,
        MessageKind.MEMBER_ADDED,
        MessageKind.PASSWORD_RESET,
        MessageKind.PASSWORD_CHANGED,
        MessageKind.SECOND_FACTOR_CHANGED,
        MessageKind.INBOUND_FORWARD,
    }
)
# What people may do without, and unsubscribe from.
OPTIONAL = {
    MessageKind.REMINDER: REMINDERS,
    MessageKind.FOLLOW_UP: ANNOUNCEMENTS,
    MessageKind.BROADCAST: ANNOUNCEMENTS,
}
OPTIONAL_KINDS = frozenset(OPTIONAL)


def scope_of(kind: MessageKind) -> SuppressionScope | None:
    """Return what holds mails of *kind* back; None for those that nothing does."""
    return None if kind in ASKED_FOR else OPTIONAL.get(kind, CHANGES)


def is_enough(status: str, *, days: int) -> bool:
    """Whether a permanent failure with this code, on so many days by now, ends the writing."""
    return status in FINAL_CODES or days >= DAYS
