"""What becomes of a calendar's answer to an invitation of ours (RFC 5546, 3.2.3 to 3.2.7)."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from webinars.domain.inbound import answering
from webinars.domain.inbound.answering import (
    Arrival,
    Decision,
    DeclinedSeats,
    Invited,
    Stamp,
    Verdict,
)
from webinars.domain.inbound.itip_replies import ANSWERS, CalendarAnswer, read_answer
from webinars.errors import Conflict
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.links import new_nonce
from webinars.models import (
    Delivery,
    Enrollment,
    EnrollmentStatus,
    Invitation,
    MessageKind,
    PartStat,
    Registration,
)
from webinars.queries.webinars import locked_webinars
from webinars.services import deliveries, invitations, registrations
from webinars.settings import settings

# Nobody gets more than one mail a day because of what somebody's calendar says.
DAY = timedelta(days=1)
# What a UID of ours looks like, be its proof true or not.
OUR_UID = re.compile(r"webinar-\d+-e\d+-g\d+-[0-9a-f]{16}@")


@dataclass(frozen=True)
class Taken:
    """What became of a calendar object, and of which invitation it speaks."""

    verdict: Verdict
    is_verified: bool = False
    invitation: Invitation | None = None


def take(calendar: bytes, arrival: Arrival, *, now: datetime, method_of_part: str = "") -> Taken:
    """Do what the calendar object of a mail asks for, as far as the rules let it.

    *method_of_part* is what the mail calls the object, which counts where it has no METHOD.
    Raises Unreadable when nothing can be made of it.
    """
    answer = read_answer(calendar, method_of_part=method_of_part)
    if answer.method not in ANSWERS:
        return Taken(Verdict.FROM_OUTSIDE)
    invitation = _locked_invitation(answer.uid)
    if invitation is None:
        return Taken(Verdict.FORGED if OUR_UID.match(answer.uid) else Verdict.NOT_OURS)
    if answer.method == "REFRESH":
        return _refresh(invitation, answer, arrival, now=now)
    decision = answering.decide(_invited(invitation), answer, arrival)
    _keep(invitation, answer, decision)
    if decision.verdict is Verdict.APPLY and decision.partstat is PartStat.DECLINED:
        _follow_decline(invitation, arrival, is_verified=decision.is_verified, now=now)
    return Taken(decision.verdict, decision.is_verified, invitation)


def give_up(invitation: Invitation, *, now: datetime) -> None:
    """Give the seat up, unless that was done since: a newer invitation is not meant."""
    if invitation.withdrawn_at is None:
        registrations.cancel_enrollment(invitation.enrollment, now=now)


def take_back(invitation: Invitation, *, now: datetime) -> None:
    """Give whoever gave a seat up by declining it another, or a place in the waiting list.

    Also when registration is closed by now. Raises Conflict once the webinar has begun or is
    cancelled.
    """
    registration = invitation.enrollment.registration
    # Before the webinar, as everybody locks them.
    db.session.refresh(registration.registrant, with_for_update={"key_share": True})
    [webinar] = locked_webinars([invitation.enrollment.webinar_id])
    if webinar.has_started(now) or webinar.is_cancelled:
        raise Conflict(gettext("This webinar has begun, or is cancelled."))
    standing = registration.is_standing
    for taken in registrations.take_locked(registration, [webinar], is_standing=standing, now=now):
        if taken.status is EnrollmentStatus.CONFIRMED:
            invitations.invite(taken, MessageKind.INVITED, now=now)


def keep_seat(invitation: Invitation, *, now: datetime) -> None:
    """Note that somebody whose calendar declined comes all the same: they are reminded again."""
    if invitation.withdrawn_at is not None or invitation.partstat is not PartStat.DECLINED:
        return
    invitation.partstat = PartStat.ACCEPTED
    invitation.answered_at = invitation.answer_stamped_at = now
    invitation.answer_sequence = invitation.sequence
    invitation.is_answer_verified = True
    invitation.answer_comment = ""
    invitation.proposed_starts_at = None


def forget(invitation: Invitation) -> None:
    """Forget what somebody wrote with an answer, and the link that one was asked by."""
    invitation.answer_comment = ""
    invitation.proposed_starts_at = None
    invitation.answer_nonce = None


def _locked_invitation(uid: str) -> Invitation | None:
    """Return the invitation of this UID, of whatever generation, under its webinar's lock."""
    found = select(Invitation).where(Invitation.uid == uid)
    invitation = db.session.scalar(found)
    if invitation is None:
        return None
    # Before the webinar, as everybody locks them: a person is written to once a day.
    registrant = invitation.enrollment.registration.registrant
    db.session.refresh(registrant, with_for_update={"key_share": True})
    locked_webinars([invitation.enrollment.webinar_id])
    # A change of the webinar may have gone before.
    return db.session.scalar(found.execution_options(populate_existing=True))


def _invited(invitation: Invitation) -> Invited:
    last = None
    if invitation.answer_stamped_at is not None and invitation.answered_at is not None:
        sequence = invitation.answer_sequence or 0
        last = Stamp(sequence, invitation.answer_stamped_at, invitation.answered_at)
    return Invited(
        attendee=invitation.attendee,
        sequence=invitation.sequence,
        is_withdrawn=invitation.withdrawn_at is not None,
        partstat=invitation.partstat,
        last=last,
    )


def _keep(invitation: Invitation, answer: CalendarAnswer, decision: Decision) -> None:
    if decision.stamp is None or decision.partstat is None:
        return
    stamp = decision.stamp
    invitation.answer_sequence, invitation.answer_stamped_at = stamp.sequence, stamp.stamped_at
    invitation.answered_at = stamp.received_at
    invitation.partstat = decision.partstat
    invitation.is_answer_verified = decision.is_verified
    invitation.answer_comment = answer.comment
    invitation.proposed_starts_at = answer.proposed_starts_at


def _follow_decline(
    invitation: Invitation, arrival: Arrival, *, is_verified: bool, now: datetime
) -> None:
    """Free the seat of somebody who declined, or ask whether to, as it is set."""
    enrollment, wanted = invitation.enrollment, settings().declined_seats
    webinar = enrollment.webinar
    is_seat = enrollment.status is EnrollmentStatus.CONFIRMED and not webinar.is_cancelled
    # RFC 3834, 2: what a program sent by itself is not answered by a program.
    if not is_seat or webinar.has_started(now) or not arrival.may_be_answered:
        return
    if wanted is DeclinedSeats.NOTE:
        return
    invitation.answer_nonce = invitation.answer_nonce or new_nonce()
    db.session.flush()
    if wanted is DeclinedSeats.FREE and is_verified:
        registrations.cancel_enrollment(enrollment, reason="declined", now=now)
    else:
        _ask(invitation, now=now)


def _ask(invitation: Invitation, *, now: datetime) -> None:
    """Ask the attendee once in a generation whether the seat is to be given up.

    Who declines several webinars is asked about one a day.
    """
    enrollment = invitation.enrollment
    registration = enrollment.registration
    last = _last_written(registration.registrant_id)
    due_at = max(now, last + DAY) if last else now
    starts_at = enrollment.webinar.starts_at
    if starts_at is not None and due_at >= starts_at:
        return
    deliveries.enqueue(
        MessageKind.DECLINE_CHECK,
        registration.registrant,
        key=f"decline_check:{invitation.id}",
        now=now,
        due_at=due_at,
        recipient=invitation.attendee,
        registration=registration,
        invitation=invitation,
    )


def _last_written(registrant_id: int) -> datetime | None:
    """Return when a person got, or is to get, the last mail because of what a calendar says."""
    asked = select(func.max(Delivery.due_at)).where(
        Delivery.registrant_id == registrant_id, Delivery.kind == MessageKind.DECLINE_CHECK
    )
    refreshed = (
        select(func.max(Invitation.refreshed_at))
        .join(Invitation.enrollment)
        .join(Enrollment.registration)
        .where(Registration.registrant_id == registrant_id)
    )
    moments = [db.session.scalar(asked), db.session.scalar(refreshed)]
    return max((one for one in moments if one is not None), default=None)


def _refresh(
    invitation: Invitation, answer: CalendarAnswer, arrival: Arrival, *, now: datetime
) -> Taken:
    """Send the invitation as it is now, one a day; once only to who is not known for certain."""
    invited = _invited(invitation)
    hindrance = answering.hindrance_of(invited, answer)
    if hindrance is not None:
        return Taken(hindrance, invitation=invitation)
    is_verified = answering.is_from_invited(invited, arrival)
    last = _last_written(invitation.enrollment.registration.registrant_id)
    is_due = last is None or now - last >= DAY
    is_wanted = is_verified or invitation.refreshed_at is None
    if not (is_due and is_wanted and arrival.may_be_answered):
        return Taken(Verdict.NOT_REFRESHED, is_verified, invitation)
    if not invitations.send_again(invitation.enrollment, now=now):
        return Taken(Verdict.NOT_REFRESHED, is_verified, invitation)
    invitation.refreshed_at = now
    return Taken(Verdict.REFRESHED, is_verified, invitation)
