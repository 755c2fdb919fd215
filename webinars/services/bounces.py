"""What a mail that came back changes: counts, and whether we go on writing to an address.

Nothing here ever answers anything.
"""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from webinars import links
from webinars.domain.inbound.bounce_prose import FailedAddress
from webinars.domain.inbound.bounces import BounceReport
from webinars.domain.keeping import RETURNS_KEPT
from webinars.domain.mail import return_path
from webinars.domain.suppressing import is_enough
from webinars.extensions import db
from webinars.models import Delivery, Registrant, ReturnCount, SuppressionReason
from webinars.queries import suppressions as queries
from webinars.queries.registrants import email_key
from webinars.services import suppressions
from webinars.services.rows import INSERTS
from webinars.settings import settings

# A mail names few others; a hostile one as many as it likes.
MOST_NAMES = 50


class Verdict(enum.StrEnum):
    """What became of a mail that came back."""

    # Mails to the address are held back from now on.
    SUPPRESSED = "suppressed"
    COUNTED = "counted"
    # A program answered for somebody who is away.
    AUTO_REPLY = "auto_reply"
    # It tells of a success, or a complaint of something else.
    NO_FAILURE = "no_failure"
    # The return address was not made by us.
    FORGED = "forged"
    # We never wrote to whom it names, or do not know them any more.
    NOT_OURS = "not_ours"


@dataclass(frozen=True)
class Returned:
    """What became of it, and of whom and which mail of ours it told, if that is known."""

    verdict: Verdict
    delivery: Delivery | None = None
    registrant: Registrant | None = None


@dataclass(frozen=True)
class _About:
    """Whom it is about: the address that we wrote to, which may be a former one."""

    address: str
    registrant: Registrant
    delivery: Delivery | None = None

    @property
    def is_proved(self) -> bool:
        """Whether the sender has seen the mail that came back, or none could prove that.

        Where every mail has a return address of its own, a text that names an address alone
        may be written by anybody who knows it: it must not silence its owner.
        """
        return self.delivery is not None or settings().bounce_address is None


def take(report: BounceReport, *, receivers: Sequence[str], now: datetime) -> Returned:
    """Count what came back by *report*, and hold mails to the address back if need be.

    *receivers* are the addresses of its envelope: one that we signed says for certain which
    mail came back, whatever the text says. Then a Message-ID of ours does, and last the text,
    about addresses that we wrote to; it decides alone only while BOUNCE_ADDRESS is not set.
    """
    if _is_forged(receivers):
        return Returned(Verdict.FORGED)
    about = _about(report, receivers)
    if about is None:
        return Returned(Verdict.NOT_OURS)
    verdict = _count(report, about, now=now)
    return Returned(verdict, about.delivery, about.registrant)


def take_auto_reply(
    report: BounceReport, *, sender: str, receivers: Sequence[str], now: datetime
) -> Returned:
    """Count at the address of *sender*, or of the mail it answers, that a program answered."""
    about = None if _is_forged(receivers) else _about(report, receivers, also=[sender])
    if about is None:
        return Returned(Verdict.NOT_OURS)
    _add(about, now=now, auto_replies=1)
    return Returned(Verdict.AUTO_REPLY, about.delivery, about.registrant)


def _is_forged(receivers: Iterable[str]) -> bool:
    tagged = [one for one in receivers if return_path.read(one) is not None]
    return bool(tagged) and not any(links.returned_delivery_id(one) for one in tagged)


def _about(
    report: BounceReport, receivers: Sequence[str], also: Sequence[str] = ()
) -> _About | None:
    for address in [*receivers, *report.return_addresses][:MOST_NAMES]:
        number = links.returned_delivery_id(address)
        if number is not None:
            return _about_delivery(db.session.get(Delivery, number))
    found = queries.delivery_with_message_id(report.message_ids[:MOST_NAMES])
    if found is not None:
        return _about_delivery(found)
    named = [one for failure in report.failures for one in (failure.address, *failure.aliases)]
    names = [*named, *report.complainers, *also][:MOST_NAMES]
    registrant = queries.written_to({email_key(one) for one in names if one})
    return None if registrant is None else _About(registrant.email, registrant)


def _about_delivery(delivery: Delivery | None) -> _About | None:
    """Return whom a mail went to; None when they are erased, or have an account and no seat."""
    if delivery is None or delivery.registrant_id is None or not delivery.recipient:
        return None
    if delivery.registrant.erased_at is not None:
        return None
    return _About(delivery.recipient, delivery.registrant, delivery)


def _count(report: BounceReport, about: _About, *, now: datetime) -> Verdict:
    if report.is_complaint:
        _add(about, now=now, complaints=1)
        if not about.is_proved:
            return Verdict.COUNTED
        suppressions.suppress(about.address, SuppressionReason.COMPLAINT, now=now)
        return Verdict.SUPPRESSED
    if report.is_auto_reply:
        _add(about, now=now, auto_replies=1)
        return Verdict.AUTO_REPLY
    failure = _failure(report, about.address)
    if failure is None:
        return Verdict.NO_FAILURE
    if not failure.is_permanent:
        _add(about, failure, now=now, temporary=1)
        return Verdict.COUNTED
    _add(about, failure, now=now, permanent=1)
    days = _days(email_key(about.address), now)
    if not (about.is_proved and is_enough(failure.status, days=days)):
        return Verdict.COUNTED
    suppressions.suppress(
        about.address,
        SuppressionReason.BOUNCE,
        now=now,
        status_code=failure.status,
        words=failure.words,
    )
    return Verdict.SUPPRESSED


def _failure(report: BounceReport, address: str) -> FailedAddress | None:
    """Return what happened to our mail to *address*; None when nothing went wrong.

    What names somebody else may be the address that it is forwarded to: the worst counts.
    """
    if not report.failures:
        if report.is_report or report.feedback_type:
            return None
        # It came back, and nobody can tell why.
        return FailedAddress(address, report.status.startswith("5"), report.status, report.words)
    key = email_key(address)
    own = [
        one
        for one in report.failures
        if key in {email_key(name) for name in (one.address, *one.aliases)}
    ]
    return max(own or report.failures, key=lambda one: one.is_permanent)


def _days(address_key: str, now: datetime) -> int:
    """Return on how many days mail came back for good, since it was last let go again."""
    since, today = (now - RETURNS_KEPT).date(), now.date()
    lifted_at = queries.last_lift(address_key)
    if lifted_at is not None:
        since = max(since, min(today, lifted_at.date() + timedelta(days=1)))
    return queries.days_of_failure(address_key, since=since)


def _add(
    about: _About, failure: FailedAddress | None = None, *, now: datetime, **counts: int
) -> None:
    """Add to the counts of the address today, safe against another who does the same."""
    zero = dict.fromkeys(("permanent", "temporary", "complaints", "auto_replies"), 0)
    words = {} if failure is None else {"status_code": failure.status, "words": failure.words}
    key = {"address_key": email_key(about.address), "day": now.date()}
    values = key | zero | {"status_code": "", "words": ""} | counts | words
    table = ReturnCount.__table__.c
    more = {name: table[name] + number for name, number in counts.items()}
    insert = INSERTS[db.engine.dialect.name](ReturnCount).values(values)
    db.session.execute(
        insert.on_conflict_do_update(index_elements=list(key), set_={**more, **words})
    )
