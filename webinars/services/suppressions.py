"""Writing no more to an address, and writing to it again."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    delete,
    exists,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import aliased

from webinars.domain.keeping import RETURNS_KEPT
from webinars.domain.suppressing import OPTIONAL_KINDS, SCOPES
from webinars.errors import Conflict
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.models import (
    Action,
    CalendarMethod,
    Delivery,
    Enrollment,
    EnrollmentStatus,
    MessageKind,
    Registrant,
    ReturnCount,
    Series,
    Suppression,
    SuppressionReason,
    SuppressionScope,
    User,
    Webinar,
)
from webinars.queries import suppressions as queries
from webinars.queries.registrants import email_key
from webinars.queries.suppressions import IN_FORCE
from webinars.services import audit, outbox
from webinars.services.rows import INSERTS

UNSYNCHRONIZED = {"synchronize_session": False}
LONGEST_WORDS = 500


def suppress(
    address: str,
    reason: SuppressionReason,
    *,
    now: datetime,
    status_code: str = "",
    words: str = "",
) -> bool:
    """Hold back the mails to *address* that *reason* asks for; True when any is so newly.

    What waits in the outbox is settled when its turn comes.
    """
    rows = [
        {
            "address_key": email_key(address),
            "address": address.strip(),
            "scope": scope,
            "reason": reason,
            "since": now,
            "status_code": status_code,
            "words": words[:LONGEST_WORDS],
        }
        for scope in sorted(SCOPES[reason])
    ]
    insert = INSERTS[db.engine.dialect.name](Suppression)
    added = db.session.scalars(
        insert.values(rows).on_conflict_do_nothing().returning(Suppression.__table__.c.id)
    )
    return bool(added.all())


def comes_back(registrant: Registrant) -> bool:
    """Whether mails to the person come back, so that none is sent."""
    found = select(queries.comes_back()).where(Registrant.id == registrant.id)
    return db.session.scalar(found) is True


def refuse_if_comes_back(registrant: Registrant) -> None:
    """Raise Conflict when mails to the person come back: none would leave."""
    if comes_back(registrant):
        raise Conflict(gettext("Mail to this address comes back. Let it be tried again first."))


def lift(registrant: Registrant, *, now: datetime, by: User | None = None) -> bool:
    """Write to a person again, with the news of changes that were held back; False if none was."""
    if not _lift(registrant, SuppressionScope, now=now, by=by):
        return False
    _revive_held_back(registrant, now=now)
    return True


def lift_as_wanted(
    registrant: Registrant, scopes: Collection[SuppressionScope], *, now: datetime
) -> None:
    """Write to a person again who asks for mails of these scopes; of all, where mail came back."""
    if comes_back(registrant):
        lift(registrant, now=now)
    else:
        _lift(registrant, scopes, now=now, by=None)


def hold_back(registrant: Registrant, series: Series, *, actor: User | None, now: datetime) -> bool:
    """Send no reminders and announcements, as an organizer decides; False if none were sent."""
    if not suppress(registrant.email, SuppressionReason.BY_HAND, now=now):
        return False
    audit.record(actor, Action.ADDRESS_HELD_BACK, registrant, now=now, series=series)
    return True


def try_again(registrant: Registrant, series: Series, *, actor: User | None, now: datetime) -> bool:
    """Lift, as an organizer of *series* decides; False when nothing was held back."""
    if not lift(registrant, now=now, by=actor):
        return False
    audit.record(actor, Action.ADDRESS_TRIED_AGAIN, registrant, now=now, series=series)
    return True


def forget(address_keys: Collection[str]) -> None:
    """Keep nothing about these addresses: their owners are gone."""
    for model in (Suppression, ReturnCount):
        db.session.execute(
            delete(model).where(model.address_key.in_(address_keys)),
            execution_options=UNSYNCHRONIZED,
        )


def personal_data(registrant: Registrant) -> dict[str, Any]:
    """Return all that is kept about a person's address, as plain values for a download."""
    returns = queries.returns_of(registrant.email_key, most=None)
    return {
        "held_back": [
            {
                "scope": one.scope.value,
                "reason": one.reason.value,
                "since": one.since.isoformat(),
                "status_code": one.status_code,
                "words": one.words,
                "lifted_at": one.lifted_at and one.lifted_at.isoformat(),
            }
            for one in queries.suppressions_of(registrant.email_key)
        ],
        "by_day": [
            {
                "day": one.day.isoformat(),
                "permanent": one.permanent,
                "temporary": one.temporary,
                "complaints": one.complaints,
                "auto_replies": one.auto_replies,
                "status_code": one.status_code,
                "words": one.words,
            }
            for one in returns
        ],
    }


def forget_old(*, now: datetime, most: int) -> int:
    """Forget what came back long ago, and addresses that nobody has any more; count the rows."""
    return sum(
        len(
            db.session.scalars(
                delete(model).where(key.in_(wanted.limit(most))).returning(model.address_key),
                execution_options=UNSYNCHRONIZED,
            ).all()
        )
        for model, key, wanted in _old(now)
    )


def old_count(*, now: datetime) -> int:
    """Count the rows that ``forget_old`` would delete."""
    return sum(
        db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
        for _, _, wanted in _old(now)
    )


def _old(now: datetime) -> list[tuple[Any, Any, Any]]:
    """Return each table with its key, and what is too old in it or belongs to nobody."""
    limit = now - RETURNS_KEPT
    key = tuple_(ReturnCount.address_key, ReturnCount.day)
    is_day_old = or_(ReturnCount.day < limit.date(), ~_has_owner(ReturnCount))
    is_old = or_(Suppression.lifted_at < limit, ~_has_owner(Suppression))
    found: list[tuple[Any, Any, Any]] = [
        (Suppression, Suppression.id, select(Suppression.id).where(is_old)),
        (ReturnCount, key, select(ReturnCount.address_key, ReturnCount.day).where(is_day_old)),
    ]
    return found


def _has_owner(model: type[Suppression] | type[ReturnCount]) -> ColumnElement[bool]:
    return exists().where(Registrant.email_key == model.address_key)


def _lift(
    registrant: Registrant, scopes: Iterable[SuppressionScope], *, now: datetime, by: User | None
) -> bool:
    lifted = db.session.scalars(
        update(Suppression)
        .where(
            Suppression.address_key == registrant.email_key,
            Suppression.scope.in_(list(scopes)),
            IN_FORCE,
        )
        .values(lifted_at=now, lifted_by_id=by and by.id)
        .returning(Suppression.id),
        execution_options=UNSYNCHRONIZED,
    )
    return bool(lifted.all())


def _revive_held_back(registrant: Registrant, *, now: datetime) -> None:
    """Make due again what tells of changes and was held back.

    Only what is for the address of now, about places that are not given up (but for the CANCEL
    that says so), and only while the webinar is still to come; and the last welcome.
    """
    coming = (
        select(Enrollment.id)
        .join(Enrollment.webinar)
        .where(or_(Webinar.ends_at.is_(None), Webinar.ends_at > now))
    )
    still_held = coming.where(Enrollment.status != EnrollmentStatus.CANCELLED)
    later = aliased(Delivery)
    welcomed_since = exists().where(
        later.registration_id == Delivery.registration_id,
        later.kind == MessageKind.WELCOME,
        later.id > Delivery.id,
    )
    about_a_seat = or_(
        Delivery.enrollment_id.in_(still_held),
        and_(Delivery.method == CalendarMethod.CANCEL, Delivery.enrollment_id.in_(coming)),
    )
    outbox.revive_held_back(
        and_(
            Delivery.registrant_id == registrant.id,
            func.lower(Delivery.recipient) == registrant.email.lower(),
            Delivery.kind.not_in(OPTIONAL_KINDS),
            or_(about_a_seat, and_(Delivery.kind == MessageKind.WELCOME, ~welcomed_since)),
        ),
        now=now,
    )
