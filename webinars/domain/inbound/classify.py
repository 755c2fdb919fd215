"""What kind of mail came in: the first test that holds decides.

Bounces come before calendars, for a returned invitation has a calendar part; calendars before
automatic answers, since some calendar programs mark a person's answer as automatic.
"""

import re

from webinars.domain.inbound import itip_replies
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
MACHINES = re.compile(
    r"(?:mailer-?daemon|post_?master|no-?reply|do-?not-?reply|bounces?|mail\.?delivery[\w.]*)(?:[+@-]|\Z)"
)
SERVERS = re.compile(r"(?:mailer-?daemon|post_?master|mail[.-]?delivery)[\w.]*(?:[+@-]|\Z)", re.I)
DAEMON = re.compile(
    r"mailer-?daemon|post-?master|mail delivery|mail system|system administrator", re.I
)
# How mail systems begin the subject of what comes back.
RETURNED = re.compile(
    r"(?:undeliver|returned mail|failure notice|"
    r"delivery (?:status|failure|report|has failed|warning)|"
    r"mail (?:could not be delivered|delivery (?:fail|warn|status|problem)|error|system error)|"
    r"(?:message|mail) (?:could not be |not |un)delivered|"
    r"(?:message|mail) delivery (?:failed|failure)|warning: (?:message|could not send)|"
    r"there was an error sending|complaint about message)",
    re.I,
)
AWAY = re.compile(
    r"\b(?:out of (?:the )?office|auto(?:matic|mated)?[ -]?(?:reply|response)|"
    r"vacation|abwesen|fuera de (?:la )?oficina|respuesta autom)",
    re.I,
)


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
    if mail.precedence in BULK or mail.list_id or MACHINES.match(mail.from_address.lower()):
        return True
    return bool(mail.suppresses_answers and AWAY.search(mail.subject))


def _is_bounce(mail: IncomingMail, tells_of_failures: bool) -> bool:
    if mail.report_type in REPORTS:
        return True
    is_by_server = _is_by_a_mail_server(mail)
    is_told = bool(RETURNED.match(mail.subject))
    if is_by_server and not mail.calendars and (is_told or _is_returned(mail)):
        # In words that no program knows; which mail it was, its address may say.
        return True
    if not tells_of_failures or mail.calendars:
        return False
    came_back = mail.envelope_from == "" or _is_returned(mail)
    return came_back or is_by_server or is_told or bool(MACHINES.match(mail.from_address.lower()))


def _is_by_a_mail_server(mail: IncomingMail) -> bool:
    """Whether From says so; many servers give no address there."""
    address = mail.from_address
    return not address or bool(SERVERS.match(address) or DAEMON.search(mail.from_name))


def _is_returned(mail: IncomingMail) -> bool:
    to = [mail.envelope_to or "", *mail.to_addresses]
    return any(return_path.read(address) is not None for address in to)
