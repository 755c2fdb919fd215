"""How fast mails may leave for one domain; each process knows only what it sent itself."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple

from webinars.domain.mail.pacing import Rates

FIRST_HOLD, LONGEST_HOLD = 10.0, 600.0
# Mails a second, after a server has asked for fewer: half as many each time it asks again,
# a little more with each mail that it takes.
FIRST_RATE, LEAST_RATE, MORE_RATE, FULL_RATE = 1.0, 1 / 60, 0.1, 20.0
# Further ahead no turns are given out: by then the domain may take more, or less.
HORIZON = 120.0
# No more have turns at a time, that giving one out stays quick.
MOST_TURNS = 1000
# The database's clock and ours tell the time of a turn with so little difference.
EARLY = 0.1
# A turn that nobody came for: after a pause all would leave at once.
MISSED = 5.0


class _Turn(NamedTuple):
    """When a mail may leave, and how urgent it is: the lower the number, the more."""

    at: float
    priority: int


@dataclass
class _Domain:
    """What is known of one domain; moments are those of the clock."""

    rate: float | None = None
    hold: float = 0.0
    held_until: float = 0.0
    free_at: float = 0.0
    turns: dict[int, _Turn] = field(default_factory=dict)

    def forget_before(self, moment: float) -> None:
        """Forget the turns of mails that somebody else sent, or nobody any more."""
        # They stand in the order in which they were given out.
        while self.turns:
            mail = next(iter(self.turns))
            if self.turns[mail].at > moment:
                return
            del self.turns[mail]

    def taken_over(self, now: float, priority: int) -> float | None:
        """Take the first turn from a mail that is less urgent, and return it."""
        found = [
            (turn.at, mail)
            for mail, turn in self.turns.items()
            if turn.at > now and turn.priority > priority
        ]
        if not found:
            return None
        at, mail = min(found)
        del self.turns[mail]
        return at


class DomainPaces:
    """Turns for mails to domains that take only so many, and holds for those that ask for fewer."""

    def __init__(self, rates: Rates, clock: Callable[[], float] = time.monotonic) -> None:
        self._rates = rates
        self._clock = clock
        self._lock = Lock()
        self._domains: dict[str, _Domain] = {}

    def may_send(self, domain: str, mail: int) -> bool:
        """Whether it is the turn of the mail with the id *mail*; the turn is then used up."""
        with self._lock:
            state, now = self._known(domain), self._clock()
            if now < state.held_until:
                return False
            rate = self._rate(domain, state)
            if rate is None:
                return True
            if mail in state.turns:
                if state.turns[mail].at > now + EARLY:
                    return False
                if state.turns.pop(mail).at >= now - MISSED:
                    return True
            if now < state.free_at:
                return False
            state.free_at = now + 1 / rate
            return True

    def wait(self, domain: str, mail: int, priority: int) -> float:
        """Give *mail* a turn, and return in how many seconds it comes.

        It is the next that is free, or sooner that of a less urgent mail, which then asks again.
        """
        with self._lock:
            state, now = self._known(domain), self._clock()
            if mail in state.turns and state.turns[mail].at > now:
                return state.turns[mail].at - now
            taken_over = state.taken_over(now, priority)
            if taken_over is not None:
                state.turns[mail] = _Turn(taken_over, priority)
                return taken_over - now
            begin = max(now, state.held_until)
            rate = self._rate(domain, state) or FULL_RATE
            turn = max(begin, state.free_at)
            state.forget_before(now - MISSED)
            if turn > begin + HORIZON or len(state.turns) >= MOST_TURNS:
                chance = random.uniform(1.0, 1.5)  # noqa: S311  it only spreads the load
                return begin - now + chance * min(turn - begin, HORIZON)
            state.free_at = turn + 1 / rate
            state.turns[mail] = _Turn(turn, priority)
            return turn - now

    def note_taken(self, domain: str) -> None:
        """Note that the domain took a mail: after a hold it gets a little more at a time."""
        with self._lock:
            state = self._known(domain)
            if state.rate is not None:
                state.rate += MORE_RATE
                if state.rate >= FULL_RATE:
                    state.rate, state.hold = None, 0.0

    def note_too_many(self, domain: str) -> bool:
        """Note that the domain asks for fewer: its mails wait, then leave more slowly.

        Return whether that is news: a domain asks often, and it says nothing about others.
        """
        with self._lock:
            state, now = self._known(domain), self._clock()
            is_new = state.rate is None
            if now < state.held_until:
                return is_new
            state.hold = min(max(2 * state.hold, FIRST_HOLD), LONGEST_HOLD)
            state.rate = FIRST_RATE if state.rate is None else max(state.rate / 2, LEAST_RATE)
            chance = random.uniform(1.0, 1.2)  # noqa: S311  several workers need not come together
            state.held_until = state.free_at = now + state.hold * chance
            state.turns.clear()
            return is_new

    def seconds_to_turn(self) -> float | None:
        """Return in how many seconds somebody's turn comes; None when nobody has one."""
        with self._lock:
            now = self._clock()
            turns = (turn.at for state in self._domains.values() for turn in state.turns.values())
            return min((turn - now for turn in turns if turn > now), default=None)

    def _known(self, domain: str) -> _Domain:
        return self._domains.setdefault(domain, _Domain())

    def _rate(self, domain: str, state: _Domain) -> float | None:
        limits = [rate for rate in (self._rates.of(domain), state.rate) if rate is not None]
        return min(limits, default=None)
