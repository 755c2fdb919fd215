"""What a change of a webinar will do, said before it is saved.

It foretells what `services.webinars.change` does; both rest on `domain.changes.impact`, and a
test compares the two for every kind of change.
"""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from webinars.domain.changes import (
    NEWS,
    TO_UNINVITED,
    VISIBLE,
    Face,
    Impact,
    impact,
    is_urgent,
)
from webinars.domain.scheduling import TimeFault, to_utc
from webinars.domain.seats import Seats, promotions
from webinars.models import MessageKind, ReminderRule, RuleAnchor, Webinar, WebinarStatus

NIGHT_BEGINS, NIGHT_ENDS = time(22), time(7)
# Edits that move, end or begin an event in calendars.
MOVES = {Impact.TIME, Impact.CANCELLED, Impact.UNDATED, Impact.DATED, Impact.REVIVED}
# Those whose mails go to all who have an invitation.
TO_INVITED = {
    Impact.TEXT: MessageKind.UPDATED,
    Impact.TIME: MessageKind.UPDATED,
    Impact.CANCELLED: MessageKind.CANCELLED,
    Impact.UNDATED: MessageKind.CANCELLED,
}


class Path(enum.StrEnum):
    """A way by which news reach a calendar; how long each takes is known from experience."""

    MAIL = "mail"
    APPLE = "apple"
    OUTLOOK = "outlook"
    GOOGLE = "google"


class ReminderFate(enum.StrEnum):
    """What becomes of a reminder."""

    COMING = "coming"
    # It came due while the webinar was cancelled: it leaves at once.
    NOW = "now"
    # Its time would be past already: nobody gets it.
    PAST = "past"


@dataclass(frozen=True)
class Proposal:
    """How the webinar would be; *zone* is the one its times are announced in."""

    face: Face
    zone: str
    capacity: int | None
    # The names of what differs from the webinar as it is.
    changed: frozenset[str]


@dataclass(frozen=True)
class Audience:
    """Whom a change may concern, by their zones: how many people in each."""

    # Seats with an invitation in calendars, and seats without one.
    invited: Mapping[str, int] = field(default_factory=dict)
    uninvited: Mapping[str, int] = field(default_factory=dict)
    waiting: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class LocalTime:
    """When it will be for the people of one zone."""

    zone: str
    starts_at: datetime
    people: int
    is_night: bool
    # Whether its date there is another than where it is announced.
    is_other_day: bool


@dataclass(frozen=True)
class Reminder:
    """What is due by a rule for the changed webinar, and when."""

    rule: ReminderRule
    due_at: datetime
    fate: ReminderFate


@dataclass(frozen=True)
class ChangePreview:
    """All that is to be known before a change is saved."""

    impact: Impact
    # How many mails of which kind will be queued.
    mails: Mapping[MessageKind, int]
    paths: tuple[Path, ...]
    times: tuple[LocalTime, ...]
    # Other webinars of the series at the same time.
    collisions: tuple[Webinar, ...]
    is_night: bool
    # By how much the clocks of its zone are changed on that day.
    clocks_change: timedelta | None
    # Whether the clocks show that time twice on that day.
    is_doubled: bool
    # Whether it would be over before it is saved.
    is_past: bool
    reminders: tuple[Reminder, ...]
    is_urgent: bool
    has_new_address: bool

    @property
    def total(self) -> int:
        """How many mails will be queued."""
        return sum(self.mails.values())

    @property
    def people_at_night(self) -> int:
        """For how many people it will be night."""
        return sum(one.people for one in self.times if one.is_night)


def preview(
    before: Face,
    proposal: Proposal,
    *,
    is_public: bool,
    audience: Audience,
    seats: Seats,
    rules: Iterable[ReminderRule],
    scheduled_at: datetime | None,
    others: Iterable[Webinar],
    now: datetime,
) -> ChangePreview:
    """Return what saving *proposal* at *now* will do, where *others* are in the same series.

    *is_public* says whether feeds of the series can be followed, *scheduled_at* since when the
    present start is known.
    """
    after = proposal.face
    what = impact(before, after)
    is_past = after.is_over(now)
    # What was over already is only corrected.
    is_quiet = is_past and (before.is_over(now) or what in TO_UNINVITED)
    starts_at = after.starts_at if after.is_on else None
    known_at = None if "starts_at" in proposal.changed else scheduled_at
    return ChangePreview(
        impact=what,
        mails={} if is_quiet else _mails(what, proposal, audience, seats, now),
        paths=_paths(before, proposal, what, is_public=is_public, is_quiet=is_quiet),
        times=_times(after, proposal.zone, audience) if what in MOVES else (),
        collisions=collisions(after, others),
        is_night=starts_at is not None and is_night(starts_at, proposal.zone),
        clocks_change=clock_change(starts_at, proposal.zone) if starts_at else None,
        is_doubled=starts_at is not None and is_doubled(starts_at, proposal.zone),
        is_past=is_past,
        reminders=_reminders(proposal, what, rules, known_at, now) if starts_at else (),
        is_urgent=what is not Impact.NONE and not is_quiet and is_urgent(before, after, now),
        has_new_address="join_url" in proposal.changed,
    )


def is_night(at: datetime, zone: str) -> bool:
    """Whether most people in *zone* sleep at that moment: from 22:00 to 7:00."""
    there = at.astimezone(ZoneInfo(zone)).time()
    return there >= NIGHT_BEGINS or there < NIGHT_ENDS


def clock_change(at: datetime, zone: str) -> timedelta | None:
    """Return by how much the clocks of *zone* are changed on the day of that moment, if they are.

    Ahead in spring is more than nothing, back in autumn is less.
    """
    where = ZoneInfo(zone)
    day = at.astimezone(where).date()
    first, last = (
        datetime.combine(one, time(), tzinfo=where).utcoffset() or timedelta()
        for one in (day, day + timedelta(days=1))
    )
    return last - first or None


def is_doubled(at: datetime, zone: str) -> bool:
    """Whether the clocks of *zone* show the time of that moment twice."""
    wall = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    return to_utc(wall, zone) is TimeFault.AMBIGUOUS


def collisions(face: Face, others: Iterable[Webinar]) -> tuple[Webinar, ...]:
    """Return those of *others* that take place while *face* would, the soonest first."""
    start, end = face.starts_at, face.ends_at
    if start is None or end is None or face.status is WebinarStatus.CANCELLED:
        return ()
    found = [
        (other.starts_at, other)
        for other in others
        if not other.is_cancelled
        if other.starts_at is not None and other.ends_at is not None
        if other.starts_at < end and start < other.ends_at
    ]
    return tuple(other for _, other in sorted(found, key=lambda pair: pair[0]))


def _mails(
    what: Impact, proposal: Proposal, audience: Audience, seats: Seats, now: datetime
) -> dict[MessageKind, int]:
    found: dict[MessageKind, int] = {}
    if what in TO_INVITED:
        found[TO_INVITED[what]] = sum(audience.invited.values())
    uninvited = sum(audience.uninvited.values())
    if what in TO_UNINVITED and proposal.face.is_on:
        found[MessageKind.INVITED] = uninvited
    if what is Impact.CANCELLED and proposal.face.starts_at is None:
        found[MessageKind.CANCELLED] += uninvited
    found[MessageKind.PROMOTED] = promoted = _promoted(proposal, audience, seats, now)
    if what in NEWS:
        found[MessageKind.WAITLIST_NEWS] = sum(audience.waiting.values()) - promoted
    if what is Impact.REVIVED and not proposal.face.is_on:
        found[MessageKind.WAITLIST_NEWS] += uninvited
    return {kind: count for kind, count in found.items() if count}


def _promoted(proposal: Proposal, audience: Audience, seats: Seats, now: datetime) -> int:
    """Return how many of who waits will be given a seat, because there are some for them."""
    start = proposal.face.starts_at
    is_off = proposal.face.status is WebinarStatus.CANCELLED
    if is_off or (start is not None and start <= now):
        return 0
    free = promotions(Seats(proposal.capacity, seats.confirmed, seats.waiting))
    return min(free, sum(audience.waiting.values()))


def _paths(
    before: Face, proposal: Proposal, what: Impact, *, is_public: bool, is_quiet: bool
) -> tuple[Path, ...]:
    is_in_feeds = is_public and (before.starts_at is not None or proposal.face.is_on)
    feeds = (Path.APPLE, Path.OUTLOOK, Path.GOOGLE) if is_in_feeds else ()
    by_mail = (Path.MAIL,) if what is not Impact.NONE and not is_quiet else ()
    return (*by_mail, *(feeds if proposal.changed & VISIBLE else ()))


def _times(face: Face, zone: str, audience: Audience) -> tuple[LocalTime, ...]:
    """Return when it will be for whom, most people first."""
    if face.starts_at is None or not face.is_on:
        return ()
    counts: dict[str, int] = {}
    for part in (audience.invited, audience.uninvited, audience.waiting):
        for there, number in part.items():
            counts[there] = counts.get(there, 0) + number
    here = face.starts_at.astimezone(ZoneInfo(zone)).date()
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(
        LocalTime(
            there,
            face.starts_at,
            number,
            is_night=is_night(face.starts_at, there),
            is_other_day=face.starts_at.astimezone(ZoneInfo(there)).date() != here,
        )
        for there, number in ordered
    )


def _reminders(
    proposal: Proposal,
    what: Impact,
    rules: Iterable[ReminderRule],
    known_at: datetime | None,
    now: datetime,
) -> tuple[Reminder, ...]:
    """Return when each mail of a rule falls whose time is new, the earliest first.

    What would be due already reaches nobody, as `services.reminders` looks for what came due
    since the date is known; only of a date known long ago the nearest is made up for.
    """
    moved = [rule for rule in rules if rule.is_active and _is_moved(rule, proposal, what)]
    found = [_reminder(rule, proposal.face, now) for rule in moved]
    made_up_for = min(
        (
            one
            for one in found
            if known_at is not None and known_at <= one.due_at < now
            if one.rule.is_reminder
        ),
        key=lambda one: one.rule.before,
        default=None,
    )
    return tuple(
        replace(one, fate=ReminderFate.NOW) if one is made_up_for else one
        for one in sorted(found, key=lambda one: one.due_at)
    )


def _is_moved(rule: ReminderRule, proposal: Proposal, what: Impact) -> bool:
    edge = "ends_at" if rule.anchor is RuleAnchor.END else "starts_at"
    return edge in proposal.changed or what in TO_UNINVITED


def _reminder(rule: ReminderRule, face: Face, now: datetime) -> Reminder:
    anchor = face.ends_at if rule.anchor is RuleAnchor.END else face.starts_at
    if anchor is None:
        raise TypeError("a webinar without a date reminds nobody")
    due_at = anchor - rule.before
    fate = ReminderFate.PAST if due_at < now else ReminderFate.COMING
    return Reminder(rule, due_at, fate)
