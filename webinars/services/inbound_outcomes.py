"""What a mail that came in leads to, said in words for organizers."""

from datetime import datetime

from webinars.domain.inbound import classify, itip_replies
from webinars.domain.inbound.answering import Arrival
from webinars.domain.inbound.answering import Verdict as Answered
from webinars.domain.inbound.authentication import is_authenticated
from webinars.domain.inbound.mail import IncomingMail
from webinars.domain.inbound.outcome import Outcome
from webinars.domain.inbound.reading import Reading
from webinars.i18n import gettext
from webinars.models import InboundKind, InboundState
from webinars.services import answers, bounces
from webinars.services.bounces import Verdict as Returned
from webinars.settings import settings

APPLIED, NOTED, SET_ASIDE = InboundState.APPLIED, InboundState.NOTED, InboundState.SET_ASIDE
RETURNED = frozenset({InboundKind.BOUNCE, InboundKind.COMPLAINT, InboundKind.AUTO_REPLY})
ANSWERS = frozenset({InboundKind.ANSWER, InboundKind.COUNTER, InboundKind.REFRESH})


def outcome(reading: Reading, *, received_at: datetime, now: datetime) -> Outcome:
    """Do what a mail asks for that came at *received_at*; say what became of it."""
    mail, kind = reading.mail, reading.kind
    if _is_our_own(mail):
        return Outcome(NOTED, gettext("A mail of ours came back as it left."))
    if mail.report_type == classify.RECEIPT:
        return Outcome(NOTED, gettext("A program says that a mail was read."))
    if kind in RETURNED:
        return _returned(reading, now)
    if kind in ANSWERS:
        return _answered(mail, received_at, now)
    if kind is InboundKind.OTHER_CALENDAR:
        return Outcome(
            NOTED, gettext("A calendar entry of somebody else: it changes nothing here.")
        )
    if mail.is_packed and not mail.words:
        packed = gettext("Outlook packed its content into winmail.dat, which only Outlook opens.")
        return Outcome(NOTED, packed)
    if mail.is_sealed and not mail.words:
        sealed = gettext("Its content is encrypted or sealed: only a mail program opens it.")
        return Outcome(NOTED, sealed)
    return Outcome(NOTED)


def _is_our_own(mail: IncomingMail) -> bool:
    is_ours = mail.from_address.casefold() == settings().sender.addr_spec.casefold()
    return is_ours and classify.is_automatic(mail)


def _returned(reading: Reading, now: datetime) -> Outcome:
    mail, report = reading.mail, reading.report
    receivers = [mail.envelope_to or "", *mail.to_addresses]
    if reading.kind is InboundKind.AUTO_REPLY:
        sender = mail.from_address
        found = bounces.take_auto_reply(report, sender=sender, receivers=receivers, now=now)
    else:
        found = bounces.take(report, receivers=receivers, now=now)
    state, reason = _words_of_return(found.verdict)
    return Outcome(
        state,
        reason,
        registrant_id=found.registrant.id if found.registrant else None,
        delivery_id=found.delivery.id if found.delivery else None,
    )


def _words_of_return(verdict: Returned) -> tuple[InboundState, str]:
    return {
        Returned.SUPPRESSED: (APPLIED, gettext("Mails to this address are held back now.")),
        Returned.COUNTED: (APPLIED, gettext("It was counted at the address.")),
        Returned.AUTO_REPLY: (NOTED, gettext("A program answered, not a person.")),
        Returned.NO_FAILURE: (NOTED, gettext("It tells of no failure.")),
        Returned.FORGED: (
            SET_ASIDE,
            gettext("It names a mail of ours, but not as our mails do. It changed nothing."),
        ),
        Returned.NOT_OURS: (
            NOTED,
            gettext("It is about nobody we wrote to. It changed nothing."),
        ),
    }[verdict]


def _answered(mail: IncomingMail, received_at: datetime, now: datetime) -> Outcome:
    arrival = Arrival(
        sender=mail.from_address,
        is_authenticated=is_authenticated(
            mail.from_address,
            mail.authentication_results,
            server=settings().inbound_authserv_id,
        ),
        may_be_answered=not classify.is_automatic(mail),
        received_at=received_at,
    )
    try:
        found = answers.take(
            mail.calendars[0], arrival, method_of_part=mail.method_of_parts, now=now
        )
    except itip_replies.Unreadable:
        return Outcome(SET_ASIDE, gettext("Its calendar part cannot be read."))
    state, reason = _words_of_answer(found.verdict, found.is_verified)
    seat = found.invitation.enrollment if found.invitation else None
    return Outcome(state, reason, enrollment_id=seat.id if seat else None)


def _words_of_answer(verdict: Answered, is_verified: bool) -> tuple[InboundState, str]:
    return {
        Answered.APPLY: (
            APPLIED,
            gettext("The answer is shown at the seat.")
            if is_verified
            else gettext("The answer is shown at the seat. Who sent it is not proved."),
        ),
        Answered.REFRESHED: (APPLIED, gettext("The invitation was sent once more.")),
        Answered.STALE: (NOTED, gettext("It answers an earlier time, or came after a newer one.")),
        Answered.DUPLICATE: (NOTED, gettext("The same answer was there already.")),
        Answered.FOREIGN_ATTENDEE: (
            NOTED,
            gettext("Somebody answered whom we did not invite. It changed nothing."),
        ),
        Answered.WITHDRAWN: (NOTED, gettext("The seat it answers for was given up before.")),
        Answered.UNDECIDED: (NOTED, gettext("It says neither yes nor maybe nor no.")),
        Answered.FORGED: (
            SET_ASIDE,
            gettext("It answers an invitation that we never made. It changed nothing."),
        ),
        Answered.NOT_OURS: (NOTED, gettext("It answers an invitation of somebody else.")),
        Answered.FROM_OUTSIDE: (
            NOTED,
            gettext("A calendar entry of somebody else: it changes nothing here."),
        ),
        Answered.NOT_REFRESHED: (
            NOTED,
            gettext("It asks for an invitation that was sent a short time ago, or cannot be sent."),
        ),
    }[verdict]
