"""What organizers decide about mails that did not leave: try again, or give up."""

from collections.abc import Callable, Sequence
from datetime import datetime

from webinars.models import Action, Series, User
from webinars.services import audit, outbox

# So many ids fit into one statement on either database.
AT_ONCE = 1000


def retry(ids: Sequence[int], series: Series, *, actor: User | None, now: datetime) -> int:
    """Make mails of *series* that failed due again and return how many were.

    One that newer news about the same seat have followed stays as it is.
    """
    done = _in_parts(outbox.revive, ids, now)
    if done:
        audit.record(actor, Action.MAILS_RETRIED, series, now=now, after={"mails": done})
    return done


def give_up(ids: Sequence[int], series: Series, *, actor: User | None, now: datetime) -> int:
    """Let mails of *series* never leave and return how many will not; see `outbox.give_up`."""
    done = _in_parts(outbox.give_up, ids, now)
    if done:
        audit.record(actor, Action.MAILS_GIVEN_UP, series, now=now, after={"mails": done})
    return done


def _in_parts(act: Callable[..., list[int]], ids: Sequence[int], now: datetime) -> int:
    starts = range(0, len(ids), AT_ONCE)
    return sum(len(act(list(ids[start : start + AT_ONCE]), now=now)) for start in starts)
