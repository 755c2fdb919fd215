"""What mail servers' answers mean; they are real ones."""

import pytest

from webinars.domain.delivery_words import Reason, reason

ANSWERS = {
    "550 5.1.1 User unknown": Reason.NO_MAILBOX,
    "550 5.1.1 RESOLVER.ADR.RecipNotFound; not found": Reason.NO_MAILBOX,
    "550 5.7.1 550 User Unknown: sabineko@example.org": Reason.NO_MAILBOX,
    "550 5.1.6 recipient no longer on server: kijitora@example.jp": Reason.NO_MAILBOX,
    "550 5.1.1 Requested action not taken: mailbox unavailable": Reason.NO_MAILBOX,
    "550 5.1.1 Mailbox does not exist": Reason.NO_MAILBOX,
    "553 5.1.1 unknown or illegal user: kijitora@example.jp": Reason.NO_MAILBOX,
    "554 5.5.1 Error: no valid recipients": Reason.NO_MAILBOX,
    "550 5.1.1": Reason.NO_MAILBOX,
    "550 5.2.1 The email account that you tried to reach is disabled. g0000000000ggg.00": (
        Reason.DISABLED
    ),
    "550 5.2.1": Reason.DISABLED,
    "552 5.2.2 Over quota": Reason.FULL,
    "450 4.2.2": Reason.FULL,
    "452 4.4.5 Insufficient disk space; try again later": Reason.FULL,
    "550 5.1.2": Reason.NO_DOMAIN,
    "550 4.4.7 QUEUE.Expired; message expired": Reason.REFUSED,
    "552 5.2.3 Message size exceeds fixed maximum message size (10485760)": Reason.TOO_LARGE,
    "552 5.6.0 Headers too large (3 max)": Reason.TOO_LARGE,
    "554 5.4.6 Hop count exceeded - possible mail loop": Reason.LOOP,
    "550 5.7.509 Access denied, sending domain [EXAMPLE.JP] does not pass DMARC verification": (
        Reason.NOT_TRUSTED
    ),
    "550 5.7.606 Access denied, banned sending IP [192.0.2.225].": Reason.NOT_TRUSTED,
    "550 5.7.1 IP address blacklisted by recipient": Reason.NOT_TRUSTED,
    "450 4.7.1 Access denied. IP name lookup failed [192.0.2.222]": Reason.NOT_TRUSTED,
    "554 5.7.1 [C14] Missing reverse DNS for 203.0.113.2": Reason.NOT_TRUSTED,
    "554 5.7.9 Message not accepted for policy reasons. See https://example.com/": Reason.SPAM,
    "550 5.7.1 message content rejected": Reason.SPAM,
    "552 5.7.0 review our attachment guidelines. 6si13920984ywc.41": Reason.SPAM,
    "554 5.7.7 Email policy violation detected": Reason.SPAM,
    "451 4.7.1 Greylisting in action, please come back later": Reason.TRY_LATER,
    "421 4.4.5 Too many connections": Reason.TOO_MANY,
    "554 5.0.0 Service unavailable": Reason.REFUSED,
    "451 what now": Reason.TRY_LATER,
    "[Errno 111] Connection refused": Reason.SERVER_AWAY,
    "timed out": Reason.SERVER_AWAY,
    "The address has letters that plain SMTP cannot carry.": Reason.ADDRESS,
    "It cannot be rendered: ValueError: delivery 3 has no invitation": Reason.NOT_WRITTEN,
    "Every try was broken off.": Reason.BROKEN_OFF,
    "": Reason.UNKNOWN,
    "Something": Reason.UNKNOWN,
}


@pytest.mark.parametrize(("answer", "meant"), ANSWERS.items())
def test_an_answer_is_understood(answer, meant):
    assert reason(answer) is meant
