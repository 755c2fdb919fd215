"""What an answer to an invitation changes, and what it must not (RFC 5546, 2.1.5)."""

import enum
from dataclasses import dataclass
from datetime import datetime

from webinars.domain.inbound.itip_replies import CalendarAnswer, is_same_address
from webinars.models import PartStat


class Verdict(enum.StrEnum):
    """What becomes of an answer; only the first changes it."""

    APPLY = "apply"
    STALE = "stale"
    DUPLICATE = "duplicate"
    FOREIGN_ATTENDEE = "foreign_attendee"
    WITHDRAWN = "withdrawn"
    # It tells no answer of those we know.
    UNDECIDED = "undecided"


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
class Decision:
    """What becomes of an answer, which is *is_verified* when its sender proved to be the invited.

    *partstat* and *stamp* are what to keep, and None where nothing is. A duplicate has them,
    too: the same once more, but later, outweighs what another program wrote meanwhile.
    """

    verdict: Verdict
    partstat: PartStat | None = None
    stamp: Stamp | None = None
    is_verified: bool = False


def decide(
    invited: Invited,
    answer: CalendarAnswer,
    *,
    sender: str,
    is_authenticated: bool,
    received_at: datetime,
) -> Decision:
    """Return what *answer*, a REPLY or a COUNTER, changes at the invitation it names.

    *sender* is the address in From, and *is_authenticated* whether our server vouches for it.
    """
    partstat = answer.partstat_of(invited.attendee)
    if not any(is_same_address(one.address, invited.attendee) for one in answer.attendees):
        # Whom it was forwarded to, or an alias: theirs is not the invited person's answer.
        return Decision(Verdict.FOREIGN_ATTENDEE)
    if invited.is_withdrawn:
        return Decision(Verdict.WITHDRAWN)
    if answer.sequence < invited.sequence:
        return Decision(Verdict.STALE)
    meant = _meant(answer.method, partstat)
    if meant is None:
        return Decision(Verdict.UNDECIDED)
    stamp = stamp_of(answer, invited, received_at=received_at)
    verdict = _verdict(invited, meant, stamp)
    if verdict is Verdict.STALE:
        return Decision(verdict)
    is_own = is_same_address(sender, invited.attendee)
    return Decision(verdict, meant, stamp, is_verified=is_own and is_authenticated)


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
