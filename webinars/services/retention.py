"""What is not kept for ever: each rule deletes a few rows at a time, and says how many."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    delete,
    exists,
    func,
    inspect,
    or_,
    select,
    update,
)

from webinars.database import Base
from webinars.domain.keeping import CONTENT_KEPT, PASSING_KEPT, SIGN_INS_KEPT, months_before
from webinars.extensions import db
from webinars.links import Purpose
from webinars.models import (
    Delivery,
    DeliveryState,
    FailedSignIn,
    HeldForm,
    Registrant,
    Registration,
    RevokedToken,
    Series,
    SignIn,
    Webinar,
    WebinarStatus,
)
from webinars.services import inbound_keeping, mail_limits, suppressions

SETTLED = (
    DeliveryState.SENT,
    DeliveryState.FAILED,
    DeliveryState.SUPERSEDED,
    DeliveryState.SKIPPED,
)
UNSYNCHRONIZED = {"synchronize_session": False}


@dataclass(frozen=True)
class Forgotten:
    """How much of each kind was deleted, or is to be."""

    registrations: int = 0
    registrants: int = 0
    mails: int = 0
    addresses: int = 0
    tokens: int = 0
    sign_ins: int = 0
    returns: int = 0
    letters: int = 0

    def __add__(self, other: "Forgotten") -> "Forgotten":
        """Return both counted together."""
        return Forgotten(*map(sum, zip(astuple(self), astuple(other), strict=True)))

    def __bool__(self) -> bool:
        """Whether there is anything at all."""
        return any(astuple(self))


def forget(*, now: datetime, months: int, most: int) -> Forgotten:
    """Delete what is kept no longer, at most *most* of each kind, and count it.

    Registrations go *months* after the end of the last webinar of their series, and people
    with their last registration. Nobody is told, no calendar hears of it. Call it again until
    it returns nothing.
    """
    registrations, registrants = _forget_people(now=now, months=months, most=most)
    return Forgotten(
        registrations,
        registrants,
        mails=_delete(Delivery, _old_account_mails(now), most),
        addresses=_drop_addresses(now=now, most=most),
        tokens=_delete(RevokedToken, _old_tokens(now, months), most),
        sign_ins=sum(_delete(model, old, most) for model, old in _passing(now)),
        returns=suppressions.forget_old(now=now, most=most),
        letters=inbound_keeping.forget_old(now=now, most=most),
    )


def to_forget(*, now: datetime, months: int) -> Forgotten:
    """Count all that ``forget`` would delete now."""
    limit = months_before(now, months)
    return Forgotten(
        registrations=_count(select(Registration.id).where(_is_old(limit))),
        registrants=_count(_without_registration(now, besides=limit)),
        mails=_count(_old_account_mails(now)),
        addresses=_count(_stale_addresses(now)),
        tokens=_count(_old_tokens(now, months)),
        sign_ins=sum(_count(old) for _, old in _passing(now)),
        returns=suppressions.old_count(now=now),
        letters=inbound_keeping.old_count(now=now),
    )


def drop_old_contents(*, now: datetime, most: int) -> int:
    """Drop the bytes of mails settled or received long ago; their records stay. Count them.

    Of those that left, and of those that came in, up to *most* each.
    """
    dropped = db.session.scalars(
        update(Delivery)
        .where(Delivery.id.in_(_old_contents(now).limit(most)))
        .values(rendered=None)
        .returning(Delivery.id),
        execution_options=UNSYNCHRONIZED,
    )
    return len(dropped.all()) + inbound_keeping.drop_originals(now=now, most=most)


def contents_to_drop(*, now: datetime) -> int:
    """Count the mails whose bytes ``drop_old_contents`` would drop."""
    return _count(_old_contents(now)) + inbound_keeping.originals_to_drop(now=now)


def purge_erased() -> int:
    """Delete the registrants who asked to be forgotten and await no more mail; count them."""
    purged = db.session.scalars(
        delete(Registrant).where(_is_erased()).returning(Registrant.id),
        execution_options=UNSYNCHRONIZED,
    )
    return len(purged.all())


def erased_to_purge() -> int:
    """Count the registrants whom ``purge_erased`` would delete."""
    return _count(select(Registrant.id).where(_is_erased()))


def _forget_people(*, now: datetime, months: int, most: int) -> tuple[int, int]:
    """Delete the old registrations of a few people, and those people who have no other."""
    limit = months_before(now, months)
    found = _locked(
        select(Registrant.id)
        .where(
            or_(
                Registrant.id.in_(select(Registration.registrant_id).where(_is_old(limit))),
                Registrant.id.in_(_without_registration(now, besides=None)),
            )
        )
        .order_by(Registrant.id)
        .limit(most)
    )
    # Asked anew, under the locks: nobody registers in between.
    old = select(Registration.id).where(Registration.registrant_id.in_(found), _is_old(limit))
    registrations = _delete(Registration, old, None)
    # Their calendar may have shown what went: it was changed now, whatever stays in it.
    db.session.execute(
        update(Registrant).where(Registrant.id.in_(found)).values(links_changed_at=now),
        execution_options=UNSYNCHRONIZED,
    )
    alone = _without_registration(now, besides=None).where(Registrant.id.in_(found))
    return registrations, _delete(Registrant, alone, None)


def _locked(people: Select[int]) -> Sequence[int]:
    """Lock the registrants, but for those whom somebody else is writing about, as ``register``."""
    return db.session.scalars(people.with_for_update(skip_locked=True)).all()


def _is_old(limit: datetime) -> ColumnElement[bool]:
    """A registration in a series over since *limit* that awaits no more mail.

    A registration made later than its series ended counts from its own date.
    """
    awaits_mail = exists().where(
        Delivery.registration_id == Registration.id, Delivery.state == DeliveryState.DUE
    )
    return and_(
        Registration.series_id.in_(_series_over_since(limit)),
        Registration.created_at <= limit,
        ~awaits_mail,
    )


def _series_over_since(limit: datetime) -> Select[int]:
    """Return the series that have webinars, all over by *limit*.

    A webinar that has yet to get its date is not over. One called off is over at the end it
    was to have, or when it was called off.
    """
    is_called_off = Webinar.status == WebinarStatus.CANCELLED
    is_over = or_(
        Webinar.ends_at <= limit,
        and_(Webinar.ends_at.is_(None), is_called_off, Webinar.cancelled_at <= limit),
    )
    of_series = Webinar.series_id == Series.id
    is_left = exists().where(of_series, func.coalesce(~is_over, True))
    return select(Series.id).where(exists().where(of_series), ~is_left)


def _without_registration(now: datetime, *, besides: datetime | None) -> Select[int]:
    """Return who has no registration, and got no mail of late, which still counts as sent.

    With *besides* registrations that are old by then do not count.
    """
    registration = exists().where(Registration.registrant_id == Registrant.id)
    if besides is not None:
        registration = registration.where(~_is_old(besides))
    mail = exists().where(
        Delivery.registrant_id == Registrant.id,
        or_(
            Delivery.state == DeliveryState.DUE,
            Delivery.created_at > now - mail_limits.LOOKED_BACK,
        ),
    )
    return select(Registrant.id).where(Registrant.erased_at.is_(None), ~registration, ~mail)


def _old_contents(now: datetime) -> Select[int]:
    return _settled_mails(now).where(Delivery.rendered.is_not(None))


def _old_account_mails(now: datetime) -> Select[int]:
    """Return the mails about no registration: what is left of the others goes with theirs."""
    return _settled_mails(now).where(Delivery.registration_id.is_(None))


def _settled_mails(now: datetime) -> Select[int]:
    return select(Delivery.id).where(
        Delivery.state.in_(SETTLED), Delivery.settled_at <= now - CONTENT_KEPT
    )


def _is_erased() -> ColumnElement[bool]:
    awaits_mail = exists().where(
        Delivery.registrant_id == Registrant.id, Delivery.state == DeliveryState.DUE
    )
    return and_(Registrant.erased_at.is_not(None), ~awaits_mail)


def _stale_addresses(now: datetime) -> Select[int]:
    return select(Registrant.id).where(Registrant.email_change_asked_at <= now - CONTENT_KEPT)


def _drop_addresses(*, now: datetime, most: int) -> int:
    """Forget new addresses that nobody confirmed; their links stay taken back."""
    found = _locked(_stale_addresses(now).order_by(Registrant.id).limit(most))
    people = db.session.scalars(select(Registrant).where(Registrant.id.in_(found))).all()
    for registrant in people:
        if registrant.email_change_nonce is not None:
            db.session.add(
                RevokedToken(
                    nonce=registrant.email_change_nonce,
                    purpose=Purpose.EMAIL_CHANGE,
                    revoked_at=now,
                )
            )
        registrant.pending_email = registrant.email_change_nonce = None
        registrant.email_change_asked_at = None
    db.session.flush()
    return len(people)


def _old_tokens(now: datetime, months: int) -> Select[str]:
    return select(RevokedToken.nonce).where(RevokedToken.revoked_at <= months_before(now, months))


def _passing(now: datetime) -> tuple[tuple[type[Base], Select[int] | Select[str]], ...]:
    """Return what remembers how people came in, each with what is too old of it."""
    return (
        (SignIn, select(SignIn.id).where(SignIn.signed_in_at <= now - SIGN_INS_KEPT)),
        (FailedSignIn, select(FailedSignIn.id).where(FailedSignIn.failed_at <= now - PASSING_KEPT)),
        (HeldForm, select(HeldForm.nonce).where(HeldForm.created_at <= now - PASSING_KEPT)),
    )


def _delete(model: type[Base], found: Select[int] | Select[str], most: int | None) -> int:
    [key] = inspect(model).primary_key
    deleted = db.session.scalars(
        delete(model).where(key.in_(found.limit(most))).returning(key),
        execution_options=UNSYNCHRONIZED,
    )
    return len(deleted.all())


def _count(found: Select[int] | Select[str]) -> int:
    return db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
