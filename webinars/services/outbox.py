"""The way of a mail out of the outbox: claimed, rendered once, sent, settled.

A claim is a lease: the owner alone may render, send and settle the mail until it runs out.
Every step after the claim names the owner and changes nothing when the lease was lost.
"""

import enum
import random
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CursorResult,
    Update,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased
from sqlalchemy.sql.dml import ReturningUpdate

from webinars.domain import retries, standing
from webinars.domain.mail.masking import without_tokens
from webinars.domain.suppressing import OPTIONAL_KINDS
from webinars.extensions import db
from webinars.models import CalendarMethod, Delivery, DeliveryState, Invitation
from webinars.queries.deliveries import DUE
from webinars.queries.suppressions import reason_held_back

LONGEST_ERROR = 500
RELEASED: dict[str, Any] = {"owner": None, "lease_until": None}
UNSYNCHRONIZED = {"synchronize_session": False}


class Cause(enum.StrEnum):
    """Why a mail did not leave."""

    SERVER_AWAY = "server away"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    NOT_RENDERED = "not rendered"


@dataclass(frozen=True)
class Failure:
    """What went wrong with one try, in words for the operator."""

    cause: Cause
    reason: str


def claim_next(
    owner: str, *, now: datetime, lease: timedelta, may_take_over: bool
) -> Delivery | None:
    """Lease the next mail to *owner* and return it; None when nothing is due.

    Mails of one enrollment leave one after the other, in the order they were queued. A mail
    that must not leave any more is settled at once: the state of the one returned says so.
    Without *may_take_over* no lease counts as run out: the clock was just set, and others
    still work.
    """
    moments = {"now": now, "lease_ends_at": now + lease, "no_lease_ends_after": now + 2 * lease}
    options = {"synchronize_session": False, "populate_existing": True}
    delivery = db.session.scalar(
        _claim(may_take_over), {"claimed_by": owner, **moments}, execution_options=options
    )
    if delivery is not None:
        _dismiss(delivery, now)
    return delivery


def keep_rendered(
    delivery_id: int, owner: str, *, message_id: str, subject: str, content: bytes, now: datetime
) -> bool:
    """Keep the bytes that every try sends; False when the lease was lost."""
    kept = db.session.execute(
        _leased(delivery_id, owner)
        .values(
            message_id=message_id,
            subject=subject,
            rendered=zlib.compress(content),
            rendered_at=now,
            digest=sha256(content).hexdigest(),
        )
        .returning(Delivery.method, Delivery.invitation_id),
        execution_options=UNSYNCHRONIZED,
    ).one_or_none()
    if kept is not None and kept.method is CalendarMethod.REQUEST:
        _begin_thread(kept.invitation_id, message_id)
    return kept is not None


def rendered_content(delivery: Delivery) -> bytes | None:
    """Return the bytes kept of a mail that was rendered before."""
    return None if delivery.rendered is None else zlib.decompress(delivery.rendered)


def settle_sent(delivery_id: int, owner: str, *, kept: bytes | None, now: datetime) -> bool:
    """Record that the server took the mail; False when the lease was lost.

    Of the mail's content stays *kept*, see `copy_to_keep`.
    """
    return _change_leased(
        delivery_id,
        owner,
        state=DeliveryState.SENT,
        settled_at=now,
        rendered=kept,
        last_error=None,
        **RELEASED,
    )


def copy_to_keep(content: bytes) -> bytes | None:
    """Return what is kept of a sent mail: its bytes without tokens, compressed.

    None where tokens cannot be looked for: a forwarded mail may be nested without end.
    """
    try:
        return zlib.compress(without_tokens(content))
    except Exception:  # noqa: BLE001  foreign mails break the parser in many ways; ours must leave
        return None


def settle_failed(delivery_id: int, owner: str, failure: Failure, *, now: datetime) -> bool:
    """Decide what becomes of a mail that did not leave; False when the lease was lost."""
    delivery = db.session.scalar(
        select(Delivery)
        .where(Delivery.id == delivery_id, Delivery.owner == owner, Delivery.state == DUE)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if delivery is None:
        return False
    delivery.last_error = failure.reason[:LONGEST_ERROR]
    delivery.owner = delivery.lease_until = None
    if delivery.overtaken_at is not None:
        _settle(delivery, DeliveryState.SUPERSEDED, now)
    elif failure.cause is Cause.SERVER_AWAY:
        delivery.attempts -= 1
    elif failure.cause is Cause.PERMANENT:
        _settle(delivery, DeliveryState.FAILED, now)
    else:
        _try_later(delivery, failure, now)
    return True


def skip(delivery_id: int, owner: str, *, now: datetime) -> bool:
    """Record that the mail need not be sent any more; False when the lease was lost."""
    return _change_leased(
        delivery_id,
        owner,
        state=DeliveryState.SKIPPED,
        settled_at=now,
        rendered=None,
        **RELEASED,
    )


def supersede_overtaken(*, now: datetime, lease: timedelta) -> int:
    """Settle mails that were overtaken while a worker held them which then died; count them."""
    return _rows_changed(
        update(Delivery)
        .where(Delivery.state == DUE, Delivery.overtaken_at.is_not(None))
        .where(_is_free(now, now + 2 * lease))
        .values(state=DeliveryState.SUPERSEDED, settled_at=now, rendered=None, **RELEASED)
    )


def revive(ids: list[int], *, now: datetime) -> list[int]:
    """Make failed mails due again, as if never tried, and return their ids.

    One that has been followed by newer news about the same seat stays where it is.
    """
    wanted = and_(Delivery.id.in_(ids), Delivery.state == DeliveryState.FAILED)
    return _make_due_again(wanted, now=now)


def revive_held_back(condition: ColumnElement[bool], *, now: datetime) -> list[int]:
    """Make mails due again that were held back, of those that match; return their ids.

    They are rendered anew, and only the last news about a seat are among them.
    """
    held_back = and_(Delivery.state == DeliveryState.SKIPPED, Delivery.held_back.is_not(None))
    return _make_due_again(and_(held_back, condition), now=now, rendered_at=None, held_back=None)


def _make_due_again(condition: ColumnElement[bool], *, now: datetime, **values: Any) -> list[int]:
    statement = (
        update(Delivery)
        .where(condition, ~_is_followed())
        .values(
            state=DeliveryState.DUE,
            due_at=now,
            attempts=0,
            settled_at=None,
            given_up_at=None,
            last_error=None,
            **values,
        )
        .returning(Delivery.id)
    )
    return sorted(db.session.scalars(statement, execution_options=UNSYNCHRONIZED))


def _is_followed() -> ColumnElement[bool]:
    """Return the condition for mails whose seat has newer news.

    A CANCEL is followed by nothing: the next invitation has a UID of its own.
    """
    later = aliased(Delivery)
    newer = exists().where(
        later.enrollment_id == Delivery.enrollment_id,
        later.id > Delivery.id,
        later.kind.not_in(OPTIONAL_KINDS),
    )
    is_cancel = and_(Delivery.method.is_not(None), Delivery.method == CalendarMethod.CANCEL)
    return and_(newer, ~is_cancel)


def give_up(ids: list[int], *, now: datetime) -> list[int]:
    """Let mails that failed, or wait, never leave; return the ids of those that now never will.

    Who holds a lease may be sending at this moment: that mail stays as it is. So does a CANCEL
    that waits, for without it an event would stay in a calendar for ever. What comes later for
    the same seat is composed by what was tried before: after a REQUEST that nobody tried to
    send, an update is the invitation itself and a CANCEL is a plain mail.
    """
    waits = and_(
        Delivery.state == DUE,
        or_(Delivery.lease_until.is_(None), Delivery.lease_until <= now),
        or_(Delivery.method.is_(None), Delivery.method != CalendarMethod.CANCEL),
    )
    failed = and_(Delivery.state == DeliveryState.FAILED, Delivery.given_up_at.is_(None))
    statement = (
        update(Delivery)
        .where(Delivery.id.in_(ids), or_(waits, failed))
        .values(
            state=DeliveryState.FAILED,
            given_up_at=now,
            settled_at=func.coalesce(Delivery.settled_at, now),
            **RELEASED,
        )
        .returning(Delivery.id)
    )
    return sorted(db.session.scalars(statement, execution_options=UNSYNCHRONIZED))


@cache
def _claim(may_take_over: bool) -> ReturningUpdate[Delivery]:
    """Return the statement that takes the next mail: built once, for it runs for every mail."""
    return (
        update(Delivery)
        .where(Delivery.id == _next_id(may_take_over))
        .values(
            owner=bindparam("claimed_by"),
            lease_until=_moment("lease_ends_at"),
            attempts=Delivery.attempts + 1,
            held_back=reason_held_back(),
        )
        .returning(Delivery)
    )


def _next_id(may_take_over: bool) -> ColumnElement[int]:
    earlier = aliased(Delivery)
    # Not NOT EXISTS: PostgreSQL makes a join of it, and while its statistics do not know of a
    # burst yet, it compares every mail with every other, a second for each claim.
    blocker = (
        select(earlier.id)
        .where(
            earlier.enrollment_id == Delivery.enrollment_id,
            earlier.id < Delivery.id,
            earlier.state == DUE,
        )
        .limit(1)
        .scalar_subquery()
    )
    is_free = _is_free(_moment("now"), _moment("no_lease_ends_after"))
    return (
        select(Delivery.id)
        .where(
            Delivery.state == DUE,
            Delivery.overtaken_at.is_(None),
            # What was due when it was queued stays due, though the clock be set back.
            or_(Delivery.due_at <= _moment("now"), Delivery.due_at <= Delivery.created_at),
            is_free if may_take_over else Delivery.lease_until.is_(None),
            blocker.is_(None),
        )
        .order_by(Delivery.priority, Delivery.due_at, Delivery.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )


def _moment(name: str) -> BindParameter[datetime]:
    return bindparam(name, type_=Delivery.__table__.c.due_at.type)


def _is_free(
    now: BindParameter[datetime] | datetime, latest: BindParameter[datetime] | datetime
) -> ColumnElement[bool]:
    """Nobody holds it. A lease that ends after *latest* is from before the clock was set back."""
    return or_(
        Delivery.lease_until.is_(None), Delivery.lease_until <= now, Delivery.lease_until > latest
    )


def _dismiss(delivery: Delivery, now: datetime) -> None:
    """Settle a claimed mail that is held back, comes too late or was tried too often."""
    if delivery.held_back is not None:
        # Nobody tried to send it: what comes later must not take it for seen.
        delivery.attempts -= 1
        _settle(delivery, DeliveryState.SKIPPED, now)
    elif standing.comes_too_late(delivery, now) or _has_fallen(delivery, now):
        _settle(delivery, DeliveryState.SKIPPED, now)
    elif delivery.attempts > _most_tries(delivery):
        # The tries before ended without a word: whoever made them was killed.
        delivery.last_error = delivery.last_error or "Every try was broken off."
        _settle(delivery, DeliveryState.FAILED, now)


def _has_fallen(delivery: Delivery, now: datetime) -> bool:
    """Whether the reason of a mail is gone; one never rendered is asked when it is."""
    return delivery.rendered_at is not None and not standing.still_stands(delivery, now=now)


def _most_tries(delivery: Delivery) -> int:
    return retries.MOST_TRIES if delivery.rendered_at else retries.MOST_RENDERINGS


def _try_later(delivery: Delivery, failure: Failure, now: datetime) -> None:
    is_hopeless = (
        failure.cause is Cause.NOT_RENDERED and delivery.attempts >= retries.MOST_RENDERINGS
    )
    # Chance only spreads the load; nobody gains from foreseeing it.
    wait = retries.wait(delivery.attempts, random.random())  # noqa: S311
    if wait is None or is_hopeless:
        _settle(delivery, DeliveryState.FAILED, now)
    elif standing.comes_too_late(delivery, now + wait):
        _settle(delivery, DeliveryState.SKIPPED, now)
    else:
        delivery.due_at = now + wait


def _settle(delivery: Delivery, state: DeliveryState, now: datetime) -> None:
    delivery.state = state
    delivery.settled_at = now
    delivery.owner = delivery.lease_until = None
    if state is not DeliveryState.FAILED:
        # What failed may be revived and then sends the same bytes; the others never leave.
        delivery.rendered = None


def _begin_thread(invitation_id: int, message_id: str) -> None:
    """Let later mails about one invitation refer to its first REQUEST."""
    db.session.execute(
        update(Invitation)
        .where(Invitation.id == invitation_id, Invitation.thread_id.is_(None))
        .values(thread_id=message_id),
        execution_options=UNSYNCHRONIZED,
    )


def _change_leased(delivery_id: int, owner: str, /, **values: Any) -> bool:
    """Change the row while *owner* holds it; a lease lost is a mail that is another's now."""
    return _rows_changed(_leased(delivery_id, owner).values(**values)) == 1


def _leased(delivery_id: int, owner: str) -> Update:
    return update(Delivery).where(
        Delivery.id == delivery_id, Delivery.owner == owner, Delivery.state == DUE
    )


def _rows_changed(statement: Update) -> int:
    result = db.session.execute(statement, execution_options=UNSYNCHRONIZED)
    return cast(CursorResult[Any], result).rowcount
