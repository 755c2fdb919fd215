"""A hundred thousand registrants in one series, put there within seconds."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from flask import Flask
from flask_security import hash_password
from sqlalchemy import insert, select, update

from webinars.database import Base
from webinars.extensions import db, transaction
from webinars.models import (
    AccessKind,
    AccessRequest,
    AccessRequestStatus,
    Consent,
    ConsentStatus,
    Delivery,
    DeliveryState,
    Enrollment,
    EnrollmentStatus,
    JoinClick,
    MessageKind,
    Priority,
    Registrant,
    Registration,
    Series,
    User,
    Webinar,
)

OWNER = ("owner@example.org", "correct horse battery")
AT_ONCE = 5000
FIRST = ("Ana", "José", "Zoë", "Wei", "Fatima", "Noah", "Ingrid", "Kofi", "Mei", "Luis", "Ruth")
LAST = ("Ruiz", "Muñoz", "Okafor", "Smith", "Nguyen", "Larsen", "Haddad", "Kim", "Garcia", "Brown")
KINDS = ("County Health Department", "City Council", "University", "Community Clinic", "Alliance")
STATES = ("California", "Texas", "Utah", "Ohio", "Maine", "Oregon", "Puerto Rico")
REFS = ("", "", "", "naccho", "astho", "bcbs")
STATUSES = (*[EnrollmentStatus.CONFIRMED] * 8, EnrollmentStatus.WAITLISTED)
BEGAN = datetime(2026, 1, 5, tzinfo=UTC)


def fill(app: Flask, slug: str, people: int) -> None:
    """Register so many *people* for the series *slug*, with mails, and make an owner's account."""
    with app.app_context():
        series = db.session.scalars(select(Series).where(Series.slug == slug)).one()
        webinar_ids = [webinar.id for webinar in series.webinars][:4]
        with transaction():
            _add(User, [_owner()])
            _add(Registrant, map(_registrant, range(1, people + 1)))
            numbers = range(1, people + 1)
            _add(Registration, (_registration(number, series.id) for number in numbers))
            _add(Enrollment, _enrollments(numbers, webinar_ids))
            _add(Consent, map(_consent, numbers))
            _add(AccessRequest, map(_access_request, numbers[::10]))
            _add(JoinClick, map(_join_click, numbers[::3]))
            _add(Delivery, map(_delivery, numbers))
            db.session.execute(
                update(Webinar).where(Webinar.id.in_(webinar_ids)).values(last_ticket=people)
            )
        _analyze()


def _add(model: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    left = iter(rows)
    connection = db.session.connection()
    while some := list(islice(left, AT_ONCE)):
        connection.execute(insert(model.__table__), some)


def _analyze() -> None:
    # What a running installation's database has done by itself long before.
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _owner() -> dict[str, Any]:
    email, password = OWNER
    return {
        "email": email,
        "name": "Olga Owner",
        "password": hash_password(password),
        "active": True,
        "is_owner": True,
        "language": "en",
        "time_zone": "America/New_York",
        "fs_uniquifier": "benchmark",
        "created_at": BEGAN,
    }


def _of(values: tuple[Any, ...], number: int) -> Any:
    # A prime keeps what one column holds independent of the next.
    return values[number * 7919 % len(values)]


def _moment(number: int) -> datetime:
    return BEGAN + timedelta(seconds=30 * number)


def _registrant(number: int) -> dict[str, Any]:
    email = f"person{number}@county{number % 997}.example.org"
    name = f"{_of(FIRST, number)} {_of(LAST, number // 3)} {number % 1013}"
    return {
        "id": number,
        "email": email,
        "email_key": email,
        "name": name,
        "organization": f"{_of(KINDS, number)} of {_of(STATES, number // 5)} {number % 499}",
        "role": "Health officer",
        "state": _of(STATES, number),
        "language": "es" if number % 5 == 0 else "en",
        "time_zone": "America/Denver",
        "manage_nonce": f"manage-{number}",
        "feed_nonce": f"feed-{number}",
        "unsubscribe_nonce": f"unsubscribe-{number}",
        "links_changed_at": BEGAN,
        "created_at": _moment(number),
    }


def _registration(number: int, series_id: int) -> dict[str, Any]:
    return {
        "id": number,
        "registrant_id": number,
        "series_id": series_id,
        "is_standing": number % 3 == 0,
        "ref": _of(REFS, number),
        "created_at": _moment(number),
    }


def _enrollments(numbers: range, webinar_ids: list[int]) -> Iterator[dict[str, Any]]:
    """Two webinars each, so that every webinar has half of all."""
    for number in numbers:
        for place in (number % 4, (number + 1) % 4):
            status = _of(STATUSES, number + place)
            is_confirmed = status is EnrollmentStatus.CONFIRMED
            yield {
                "id": 2 * number - (place == number % 4),
                "registration_id": number,
                "webinar_id": webinar_ids[place],
                "status": status,
                "ticket": number,
                "generation": 0,
                "join_nonce": f"join-{number}-{place}",
                "enrolled_at": _moment(number),
                "confirmed_at": _moment(number) if is_confirmed else None,
                "cancelled_at": None,
            }


def _consent(number: int) -> dict[str, Any]:
    return {
        "registration_id": number,
        "sponsor_id": None,
        "wording": "I agree that my details are kept to run the series.",
        "status": ConsentStatus.GIVEN,
        "given_at": _moment(number),
    }


def _access_request(number: int) -> dict[str, Any]:
    return {
        "registration_id": number,
        "kind": _of(tuple(AccessKind), number // 10),
        "note": "",
        "status": AccessRequestStatus.OPEN,
        "created_at": _moment(number),
    }


def _join_click(number: int) -> dict[str, Any]:
    return {"enrollment_id": 2 * number, "clicked_at": _moment(number)}


def _delivery(number: int) -> dict[str, Any]:
    return {
        "key": f"welcome:{number}",
        "kind": MessageKind.WELCOME,
        "priority": Priority.CHANGE,
        "state": DeliveryState.FAILED if number % 1000 == 0 else DeliveryState.SENT,
        "due_at": _moment(number),
        "created_at": _moment(number),
        "recipient": f"person{number}@county{number % 997}.example.org",
        "registrant_id": number,
        "registration_id": number,
        "details": {},
        "attempts": 1,
        "subject": "Your registration",
        "settled_at": _moment(number),
        "last_error": "550 no such user" if number % 1000 == 0 else None,
    }
