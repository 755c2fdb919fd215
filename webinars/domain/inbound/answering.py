"""What an answer to an invitation changes, and what it must not (RFC 5546, 2.1.5)."""

import enum
from dataclasses import dataclass
from datetime import datetime

from webinars.domain.inbound.itip_replies import CalendarAnswer, is_same_address
from webinars.models import PartStat


class DeclinedSeats(enum.StrEnum):
    """What becomes of the seat of somebody whose calendar declines."""

    # A mail asks once whether it is to be given up.
    ASK = "ask"
    # It is given up at once where our mail server vouches for the sender.
    FREE = "free"
    # Nothing: the answer is only shown.
    NOTE = "note"


class Verdict(enum.StrEnum):
    """What becomes of what a calendar says; only the first two change anything."""

    APPLY = "apply"
    # The invitation was sent once more, as it asked.
    REFRESHED = "refreshed"
    STALE = "stale"
    DUPLICATE = "duplicate"
    FOREIGN_ATTENDEE = "foreign_attendee"
    WITHDRAWN = "withdrawn"
    # It tells no answer of those we know.
    UNDECIDED = "undecided"
    # Its UID looks like one of ours, but we gave out no such one.
    FORGED = "forged"
    NOT_OURS = "not_ours"
    # Not an answer: an invitation, or whatever else a stranger's calendar sends.
    FROM_OUTSIDE = "from_outside"
    # It asks for what it got a short time ago, or what cannot be sent.
    NOT_REFRESHED = "not_refreshed"


@dataclass(frozen=True)
class Stamp:
    """Which of several answers is the newest: they are compared as they stand here.

    A program may write one moment on two answers: then the later to arrive counts.
    """

    sequence: int
    stamped_at: datetime
    received_at: datetime

    @property
    def order(self) -> tuple[int, datetime, datetime]:
        """What is greater for the newer one."""
        return (self.sequence, self.stamped_at, self.received_at)


@dataclass(frozen=True)
class Invited:
    """What is known of an invitation that somebody answers.

    *sequence* is the last that we gave to it: it counts its times, for a change of words has
    none of its own. *last* is the stamp of the answer that counts so far.
    """

    attendee: str
    sequence: int
    is_withdrawn: bool
    partstat: PartStat
    last: Stamp | None


@dataclass(frozen=True)
class Arrival:
    """How an answer came: *sender* is the address in From.

    *is_authenticated* says whether our mail server vouches for it, *may_be_answered* whether
    anything automatic may be sent in answer (RFC 3834, 2).
    """

    sender: str
    is_authenticated: bool
    may_be_answered: bool
    received_at: datetime


@dataclass(frozen=True)
class Decision:
    """What becomes of an answer, which is *is_verified* when its sender proved to be the invited.

    *partstat* and *stamp* are what to keep, and None where nothing is. A duplicate has them,
    too: the same once more, but later, outweighs what another program wrote meanwhile.
    """

    verdict: Verdict
    partstat: PartStat | None = None
    stamp: Stamp | None = None
    is_verified: bool = False


def decide(invited: Invited, answer: CalendarAnswer, arrival: Arrival) -> Decision:
    """Return what *answer*, a REPLY or a COUNTER, changes at the invitation it names."""
    hindrance = hindrance_of(invited, answer)
    if hindrance is not None:
        return Decision(hindrance)
    if answer.sequence < invited.sequence:
        return Decision(Verdict.STALE)
    meant = _meant(answer.method, answer.partstat_of(invited.attendee))
    if meant is None:
        return Decision(Verdict.UNDECIDED)
    stamp = stamp_of(answer, invited, received_at=arrival.received_at)
    verdict = _verdict(invited, meant, stamp)
    if verdict is Verdict.STALE:
        return Decision(verdict)
    return Decision(verdict, meant, stamp, is_verified=is_from_invited(invited, arrival))


def hindrance_of(invited: Invited, answer: CalendarAnswer) -> Verdict | None:
    """Return why *answer*, whatever it says, is not the invited person's to this invitation."""
    if not any(is_same_address(one.address, invited.attendee) for one in answer.attendees):
        # Whom it was forwarded to, or an alias: theirs is not the invited person's answer.
        return Verdict.FOREIGN_ATTENDEE
    return Verdict.WITHDRAWN if invited.is_withdrawn else None


def is_from_invited(invited: Invited, arrival: Arrival) -> bool:
    """Whether the sender proved to be the invited person."""
    return arrival.is_authenticated and is_same_address(arrival.sender, invited.attendee)


def stamp_of(answer: CalendarAnswer, invited: Invited, *, received_at: datetime) -> Stamp:
    """Return an answer's stamp: not newer than its arrival, and of no time that is not yet told.

    A clock that runs ahead would else keep every later answer out.
    """
    written_at = received_at if answer.dtstamp is None else min(answer.dtstamp, received_at)
    return Stamp(min(answer.sequence, invited.sequence), written_at, received_at)


def _meant(method: str, partstat: str | None) -> PartStat | None:
    if method == "COUNTER":
        # Whoever proposes another time might come at this one.
        return PartStat.TENTATIVE
    known = {PartStat.ACCEPTED, PartStat.TENTATIVE, PartStat.DECLINED}
    return next((one for one in known if one.value == partstat), None)


def _verdict(invited: Invited, meant: PartStat, stamp: Stamp) -> Verdict:
    last = invited.last
    if last is None:
        return Verdict.APPLY
    if stamp.order < last.order:
        return Verdict.STALE
    is_same = (stamp.sequence, stamp.stamped_at) == (last.sequence, last.stamped_at)
    return Verdict.DUPLICATE if is_same and meant is invited.partstat else Verdict.APPLY
