"""The mails of a series, as organizers look at them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from webinars.domain.delivery_stands import STANDS, Stand
from webinars.errors import NotFound
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.models import (
    Delivery,
    DeliveryState,
    Enrollment,
    MessageKind,
    Registration,
    Series,
    Webinar,
)
from webinars.queries.deliveries import DUE, FAILED

T = TypeVar("T")


@dataclass(frozen=True)
class DeliveryFilters:
    """What a list shows; everything left empty asks for nothing."""

    stand: Stand | None = None
    kind: MessageKind | None = None
    # The webinar's slug.
    webinar: str = ""
    # A part of the address.
    address: str = ""


@dataclass(frozen=True)
class Slice:
    """Some mails, the latest first, and whether there are more on either side."""

    rows: Sequence[Delivery]
    has_newer: bool
    has_older: bool


def of_series(series: Series) -> ColumnElement[bool]:
    """Return the condition for mails of *series*, those about its people as such included."""
    # Asked row by row: of the latest fifty a hundred thousand others need not be known.
    by_registration = exists().where(
        Registration.id == Delivery.registration_id, Registration.series_id == series.id
    )
    by_person = exists().where(
        Registration.registrant_id == Delivery.registrant_id, Registration.series_id == series.id
    )
    return or_(by_registration, and_(Delivery.registration_id.is_(None), by_person))


def delivery_slice(
    series: Series,
    filters: DeliveryFilters,
    *,
    before: int | None = None,
    after: int | None = None,
    size: int,
) -> Slice:
    """Return up to *size* mails older than the one numbered *before*, or newer than *after*.

    Pages begin at a mail, not at a place in the list: the thousandth comes as fast as the first.
    """
    seat = joinedload(Delivery.enrollment).joinedload(Enrollment.webinar)
    wanted = _filtered(select(Delivery), series, filters).options(seat)
    if after is not None:
        newer = wanted.where(Delivery.id > after).order_by(Delivery.id).limit(size + 1)
        found = list(db.session.scalars(newer))
        return Slice(found[:size][::-1], len(found) > size, has_older=True)
    if before is not None:
        wanted = wanted.where(Delivery.id < before)
    found = list(db.session.scalars(wanted.order_by(Delivery.id.desc()).limit(size + 1)))
    return Slice(found[:size], before is not None, len(found) > size)


def delivery_ids(series: Series, filters: DeliveryFilters) -> list[int]:
    """Return the ids of all mails that the filters show, the oldest first."""
    wanted = _filtered(select(Delivery.id), series, filters)
    return sorted(db.session.scalars(wanted))


def delivery_of_series(series: Series, delivery_id: int) -> Delivery:
    """Return one mail of *series* with the rows that it names; raises NotFound."""
    found = db.session.scalar(
        select(Delivery)
        .where(Delivery.id == delivery_id, of_series(series))
        .options(
            joinedload(Delivery.registrant),
            joinedload(Delivery.enrollment).joinedload(Enrollment.webinar),
        )
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(gettext("There is no such mail in this series."))
    return found


def earlier_unsettled(delivery: Delivery) -> int | None:
    """Return the number of the earlier mail about the same seat that this one waits for."""
    if delivery.enrollment_id is None or delivery.state is not DeliveryState.DUE:
        return None
    return db.session.scalar(
        select(Delivery.id)
        .where(
            Delivery.enrollment_id == delivery.enrollment_id,
            Delivery.state == DUE,
            Delivery.id < delivery.id,
        )
        .order_by(Delivery.id.desc())
        .limit(1)
    )


def _filtered(statement: Select[T], series: Series, filters: DeliveryFilters) -> Select[T]:
    wanted = statement.where(of_series(series))
    if filters.stand is not None:
        wanted = wanted.where(stands(filters.stand))
    if filters.kind is not None:
        wanted = wanted.where(Delivery.kind == filters.kind)
    if filters.webinar:
        seats = (
            select(Enrollment.id)
            .join(Enrollment.webinar)
            .where(Webinar.series_id == series.id, Webinar.slug == filters.webinar)
        )
        wanted = wanted.where(Delivery.enrollment_id.in_(seats))
    if filters.address:
        wanted = wanted.where(Delivery.recipient.icontains(filters.address, autoescape=True))
    return wanted


def stands(stand: Stand) -> ColumnElement[bool]:
    """Return the condition for mails that stand there; see `domain.delivery_stands.stand_of`."""
    conditions = {
        Stand.WAITING: and_(Delivery.state == DUE, Delivery.last_error.is_(None)),
        Stand.DELAYED: and_(Delivery.state == DUE, Delivery.last_error.is_not(None)),
        Stand.FAILED: and_(Delivery.state == FAILED, Delivery.given_up_at.is_(None)),
        Stand.GIVEN_UP: and_(Delivery.state == FAILED, Delivery.given_up_at.is_not(None)),
    }
    settled = {one: state for state, one in STANDS.items()}
    return conditions[stand] if stand in conditions else Delivery.state == settled[stand]
