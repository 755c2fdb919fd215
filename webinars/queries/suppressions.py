"""Which addresses get no more mail, and what came back from them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    case,
    exists,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.orm import joinedload

from webinars.domain.suppressing import ASKED_FOR, OPTIONAL
from webinars.extensions import db
from webinars.models import (
    Delivery,
    DeliveryState,
    Registrant,
    Registration,
    ReturnCount,
    Suppression,
    SuppressionReason,
    SuppressionScope,
)

IN_FORCE = Suppression.lifted_at.is_(None)


def reason_held_back() -> ScalarSelect[SuppressionReason]:
    """Return, as a question about a delivery, why its address gets no such mails, or NULL.

    A part of the statement that claims a mail: it costs no statement of its own.
    """
    return (
        select(Suppression.reason)
        .where(
            Suppression.address_key == func.lower(Delivery.recipient),
            Suppression.scope == _scope(),
            IN_FORCE,
        )
        .correlate(Delivery)
        .scalar_subquery()
    )


def is_suppressed(scope: SuppressionScope) -> ColumnElement[bool]:
    """Return the condition that a registrant's address gets no mails of *scope*."""
    return exists().where(
        Suppression.address_key == Registrant.email_key, Suppression.scope == scope, IN_FORCE
    )


def comes_back() -> ColumnElement[bool]:
    """Return the condition that mail to a registrant's address comes back."""
    return exists().where(
        Suppression.address_key == Registrant.email_key,
        Suppression.reason == SuppressionReason.BOUNCE,
        IN_FORCE,
    )


def in_force(address_keys: Collection[str]) -> dict[str, list[Suppression]]:
    """Return what holds mails to these addresses back, by address."""
    found: dict[str, list[Suppression]] = {}
    if not address_keys:
        return found
    rows = db.session.scalars(
        select(Suppression)
        .where(Suppression.address_key.in_(address_keys), IN_FORCE)
        .order_by(Suppression.since, Suppression.id)
    )
    for row in rows:
        found.setdefault(row.address_key, []).append(row)
    return found


def scopes_held_back(registrant: Registrant) -> frozenset[SuppressionScope]:
    """Return which mails the address of a person does not get, whoever decided so."""
    held_back = in_force([registrant.email_key]).get(registrant.email_key, [])
    return frozenset(one.scope for one in held_back)


def suppressions_of(address_key: str) -> Sequence[Suppression]:
    """Return what held or holds mails to an address back, the latest first."""
    return db.session.scalars(
        select(Suppression)
        .where(Suppression.address_key == address_key)
        .options(joinedload(Suppression.lifted_by))
        .order_by(Suppression.since.desc(), Suppression.id.desc())
    ).all()


def returns_of(address_key: str, most: int | None) -> Sequence[ReturnCount]:
    """Return what came back from an address, day by day, the latest first."""
    wanted = select(ReturnCount).where(ReturnCount.address_key == address_key)
    return db.session.scalars(wanted.order_by(ReturnCount.day.desc()).limit(most)).all()


def days_of_failure(address_key: str, *, since: date) -> int:
    """Return on how many days since then a mail came back for good."""
    wanted = select(func.count()).where(
        ReturnCount.address_key == address_key,
        ReturnCount.permanent > 0,
        ReturnCount.day >= since,
    )
    return db.session.scalar(wanted) or 0


def suppressed_registrations(series_id: int, text: str) -> Select[Registration]:
    """Select the registrations of a series whose address gets no mail of some kind.

    *text* is part of a name or an address, empty for all.
    """
    wanted = (
        select(Registration)
        .join(Registration.registrant)
        .where(
            Registration.series_id == series_id,
            Registrant.erased_at.is_(None),
            exists().where(Suppression.address_key == Registrant.email_key, IN_FORCE),
        )
        .options(joinedload(Registration.registrant))
        .order_by(Registrant.search_text, Registration.id)
    )
    words = text.casefold().split()
    found = [Registrant.search_text.contains(word, autoescape=True) for word in words]
    return wanted.where(*found) if found else wanted


def unreachable_counts(series_ids: Collection[int]) -> dict[int, int]:
    """Return how many registered addresses of each series mail comes back from."""
    rows = db.session.execute(
        select(Registration.series_id, func.count(func.distinct(Registrant.id)))
        .select_from(Suppression)
        .join(Registrant, Registrant.email_key == Suppression.address_key)
        .join(Registration, Registration.registrant_id == Registrant.id)
        .where(
            Suppression.reason == SuppressionReason.BOUNCE,
            IN_FORCE,
            Registrant.erased_at.is_(None),
            Registration.series_id.in_(series_ids),
        )
        .group_by(Registration.series_id)
    )
    return dict(rows.all())


def last_lift(address_key: str) -> datetime | None:
    """Return when mails to an address were last let go again."""
    wanted = select(func.max(Suppression.lifted_at)).where(Suppression.address_key == address_key)
    return db.session.scalar(wanted)


def delivery_with_message_id(message_ids: Collection[str]) -> Delivery | None:
    """Return the mail of ours that has one of these Message-IDs."""
    found = select(Delivery).where(Delivery.message_id.in_(message_ids)).order_by(Delivery.id)
    return db.session.scalars(found.limit(1)).first()


def written_to(address_keys: Collection[str]) -> Registrant | None:
    """Return the registrant with one of these addresses, if a mail of ours was sent to it."""
    from_us = exists().where(
        Delivery.registrant_id == Registrant.id,
        Delivery.state == DeliveryState.SENT,
        or_(
            func.lower(Delivery.recipient) == Registrant.email_key,
            Delivery.recipient == Registrant.email,
        ),
    )
    found = select(Registrant).where(
        Registrant.email_key.in_(address_keys), Registrant.erased_at.is_(None), from_us
    )
    return db.session.scalars(found.order_by(Registrant.id).limit(1)).first()


def _scope() -> ColumnElement[SuppressionScope | None]:
    """Return the scope of a delivery's kind; see `domain.suppressing.scope_of`."""
    written = Suppression.__table__.c.scope.type
    scopes = [(Delivery.kind == kind, literal(scope, written)) for kind, scope in OPTIONAL.items()]
    return case(
        (Delivery.kind.in_(sorted(ASKED_FOR)), null()),
        *scopes,
        else_=literal(SuppressionScope.CHANGES, written),
    )
