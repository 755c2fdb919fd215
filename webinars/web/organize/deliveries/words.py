"""What mails and their fates are called, in plain words."""

from collections.abc import Callable, Mapping
from datetime import datetime

from webinars.domain.delivery_stands import Stand, is_being_sent, stand_of
from webinars.domain.delivery_words import Reason, reason
from webinars.i18n import clock_time, gettext, lazy_gettext, ngettext, short_day
from webinars.models import Delivery, MessageKind, SuppressionReason

KINDS: Mapping[MessageKind, str] = {
    MessageKind.WELCOME: lazy_gettext("Welcome"),
    MessageKind.PRIVATE_LINK: lazy_gettext("Private link"),
    MessageKind.INVITED: lazy_gettext("Invitation"),
    MessageKind.PROMOTED: lazy_gettext("A seat after waiting"),
    MessageKind.UPDATED: lazy_gettext("Change of a webinar"),
    MessageKind.CANCELLED: lazy_gettext("Webinar cancelled"),
    MessageKind.WITHDRAWN: lazy_gettext("Seat given up"),
    MessageKind.WAITLIST_NEWS: lazy_gettext("News for who waits"),
    MessageKind.REMINDER: lazy_gettext("Reminder"),
    MessageKind.FOLLOW_UP: lazy_gettext("After the webinar"),
    MessageKind.BROADCAST: lazy_gettext("Message to many"),
    MessageKind.CONFIRM_ADDRESS: lazy_gettext("Confirm a new address"),
    MessageKind.ERASED: lazy_gettext("Data erased"),
    MessageKind.DECLINE_CHECK: lazy_gettext("Question after a declined invitation"),
}
STANDS: Mapping[Stand, str] = {
    Stand.DELAYED: lazy_gettext("Delayed"),
    Stand.WAITING: lazy_gettext("Due"),
    Stand.FAILED: lazy_gettext("Failed"),
    Stand.GIVEN_UP: lazy_gettext("Given up"),
    Stand.SENT: lazy_gettext("Sent"),
    Stand.SUPERSEDED: lazy_gettext("Replaced by newer news"),
    Stand.SKIPPED: lazy_gettext("No longer needed"),
}
TONES: Mapping[Stand, str] = {
    Stand.DELAYED: "wait",
    Stand.FAILED: "problem",
    Stand.SENT: "good",
}
REASONS: Mapping[Reason, str] = {
    Reason.NO_MAILBOX: lazy_gettext("There is no such mailbox. The address may be misspelled."),
    Reason.DISABLED: lazy_gettext("The mailbox is closed or blocked."),
    Reason.FULL: lazy_gettext("The mailbox is full."),
    Reason.NO_DOMAIN: lazy_gettext(
        "What stands after the @ is no place for mail. The address may be misspelled."
    ),
    Reason.SPAM: lazy_gettext(
        "The other side took the mail for spam, or refuses what it contains."
    ),
    Reason.NOT_TRUSTED: lazy_gettext(
        "The other side does not trust our mail server. Whoever looks after it should check SPF, "
        "DKIM and DMARC, and the lists of blocked servers."
    ),
    Reason.TOO_LARGE: lazy_gettext("The mail is too large for this mailbox."),
    Reason.TOO_MANY: lazy_gettext("The other side takes no more mails from us for a while."),
    Reason.TRY_LATER: lazy_gettext("The other side asked us to try again later."),
    Reason.LOOP: lazy_gettext("The mail went round in a circle between servers."),
    Reason.SERVER_AWAY: lazy_gettext("Our mail server could not be reached."),
    Reason.ADDRESS: lazy_gettext("The address is written in a way that mail cannot carry."),
    Reason.NOT_WRITTEN: lazy_gettext(
        "The mail could not be written. Whoever looks after the server should see the details."
    ),
    Reason.BROKEN_OFF: lazy_gettext("Every try was broken off before it ended."),
    Reason.REFUSED: lazy_gettext("The other side refused the mail without saying why."),
    Reason.UNKNOWN: lazy_gettext("It is not known why."),
}


def kind_words(kind: MessageKind) -> str:
    """Return what a kind of mail is called."""
    return str(KINDS.get(kind, kind.value.replace("_", " ").capitalize()))


def reason_words(delivery: Delivery) -> str:
    """Return why the last try did not succeed; empty where there was none, or it did."""
    return str(REASONS[reason(delivery.last_error)]) if delivery.last_error else ""


def moment_words(moment: datetime, zone: str) -> str:
    """Return day and time in the series' zone."""
    return f"{short_day(moment, zone)}, {clock_time(moment, zone)}"


def fate(delivery: Delivery, zone: str, now: datetime) -> str:
    """Return in a sentence or two how a mail stands."""
    stand = stand_of(delivery)
    if is_being_sent(delivery, now):
        return gettext("Is being sent at this moment.")
    if stand in {Stand.WAITING, Stand.DELAYED}:
        return _waiting(delivery, zone, now)
    settled = moment_words(delivery.settled_at or delivery.due_at, zone)
    if stand is Stand.SKIPPED and delivery.held_back is not None:
        return _held_back(delivery.held_back, settled)
    return FATES[stand](settled, reason_words(delivery)).strip()


def _held_back(reason: SuppressionReason, time: str) -> str:
    if reason is SuppressionReason.BOUNCE:
        return gettext("Was not sent on %(time)s: mail to this address comes back.", time=time)
    if reason is SuppressionReason.COMPLAINT:
        return gettext(
            "Was not sent on %(time)s: somebody complained about our mail to this address.",
            time=time,
        )
    return gettext(
        "Was not sent on %(time)s: somebody decided that nothing is sent there.", time=time
    )


def _waiting(delivery: Delivery, zone: str, now: datetime) -> str:
    next_try = moment_words(delivery.due_at, zone)
    if stand_of(delivery) is Stand.WAITING:
        if delivery.due_at <= now:
            return gettext("Goes out as soon as it is its turn.")
        return gettext("Goes out on %(time)s.", time=next_try)
    tried = ngettext("Was tried once.", "Was tried %(num)s times.", delivery.attempts)
    when = (
        gettext("The next try is on %(time)s.", time=next_try)
        if delivery.due_at > now
        else gettext("The next try comes as soon as it is its turn.")
    )
    words = [tried if delivery.attempts else "", reason_words(delivery), when]
    return " ".join(one for one in words if one)


FATES: Mapping[Stand, Callable[[str, str], str]] = {
    Stand.SENT: lambda time, _why: gettext("The mail server took it on %(time)s.", time=time),
    Stand.FAILED: lambda time, why: gettext(
        "Failed for good on %(time)s. %(why)s", time=time, why=why
    ),
    Stand.GIVEN_UP: lambda time, why: gettext(
        "Somebody decided that it need not be sent. %(why)s", time=time, why=why
    ),
    Stand.SUPERSEDED: lambda time, _why: gettext(
        "Was not sent: newer news about the same seat took its place on %(time)s.", time=time
    ),
    Stand.SKIPPED: lambda time, _why: gettext(
        "Was not sent: when its turn came, on %(time)s, it was too late or no longer true.",
        time=time,
    ),
}
