"""What kind of mail came in: the first test that holds decides.

Bounces come before calendars, for a returned invitation has a calendar part; calendars before
automatic answers, since some calendar programs mark a person's answer as automatic.
"""

from webinars.domain.inbound import itip_replies, senders
from webinars.domain.inbound.mail import IncomingMail
from webinars.domain.mail import return_path
from webinars.models import InboundKind

METHODS = {
    "REPLY": InboundKind.ANSWER,
    "COUNTER": InboundKind.COUNTER,
    "REFRESH": InboundKind.REFRESH,
}
REPORTS = frozenset({"delivery-status", "feedback-report"})
RECEIPT = "disposition-notification"
BULK = frozenset({"bulk", "junk", "auto_reply", "list"})


def kind_of(mail: IncomingMail, *, tells_of_failures: bool) -> InboundKind:
    """Return the kind of *mail*.

    *tells_of_failures* is whether its text says that somebody was not reached: some servers
    announce it like any mail, and some programs send absences like bounces.
    """
    if mail.report_type == "feedback-report":
        return InboundKind.COMPLAINT
    if _is_bounce(mail, tells_of_failures):
        return InboundKind.BOUNCE
    if mail.calendars:
        return METHODS.get(method_of(mail), InboundKind.OTHER_CALENDAR)
    if is_automatic(mail):
        return InboundKind.AUTO_REPLY
    return InboundKind.PERSON


def method_of(mail: IncomingMail) -> str:
    """Return the method of the first calendar object, or what its part says (RFC 6047, 2.4)."""
    method = itip_replies.method_of(mail.calendars[0]) if mail.calendars else ""
    return method or mail.method_of_parts


def is_automatic(mail: IncomingMail) -> bool:
    """Whether a program wrote the mail (RFC 3834), so that it must never be answered."""
    if mail.report_type == RECEIPT or mail.is_automatic or mail.envelope_from == "":
        return True
    if mail.auto_submitted and not mail.auto_submitted.startswith("no"):
        return True
    if senders.begins_automatically(mail.subject):
        return True
    if mail.precedence in BULK or mail.list_id or senders.is_machine(mail.from_address):
        return True
    return bool(mail.suppresses_answers and senders.tells_of_absence(mail.subject))


def _is_bounce(mail: IncomingMail, tells_of_failures: bool) -> bool:
    if mail.report_type in REPORTS:
        return True
    if mail.calendars and method_of(mail) in METHODS:
        # No mail system answers; an invitation may be ours that came back.
        return False
    is_by_server = senders.is_mail_system(mail.from_address, mail.from_name)
    is_told = senders.tells_of_return(mail.subject)
    if is_by_server and (is_told or _is_returned(mail)):
        # In words that no program knows; which mail it was, its address may say.
        return True
    if is_told and is_automatic(mail):
        return True
    came_back = mail.envelope_from == "" or _is_returned(mail)
    is_sent_by_machine = is_by_server or senders.is_machine(mail.from_address)
    return tells_of_failures and (came_back or is_told or is_sent_by_machine)


def _is_returned(mail: IncomingMail) -> bool:
    to = [mail.envelope_to or "", *mail.to_addresses]
    return any(return_path.read(address) is not None for address in to)
