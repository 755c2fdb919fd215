"""A series with two people: Ana has a seat in the first webinar, Bea waits for one."""

from datetime import timedelta

from tests.factories import (
    a_registrant,
    a_registration,
    a_series,
    a_webinar,
    an_enrollment,
    an_invitation,
    saved,
)
from webinars.clock import utcnow
from webinars.models import EnrollmentStatus, Series

SOON = timedelta(days=7)


def a_guide() -> Series:
    """Store the series, with a full first webinar and a second one with room."""
    series = a_series(slug="guide")
    first = a_webinar(slug="first", series=series, starts_at=utcnow() + SOON, capacity=1)
    a_webinar(slug="second", series=series, starts_at=utcnow() + 2 * SOON, capacity=5)
    ana = a_registration(
        registrant=a_registrant(name="Ana Ruiz", email="ana@example.org", organization="North"),
        series=series,
    )
    bea = a_registration(
        registrant=a_registrant(name="Bea Bravo", email="bea@example.org", organization="South"),
        series=series,
    )
    seat = an_enrollment(first, registration=ana)
    waiting = an_enrollment(first, registration=bea, status=EnrollmentStatus.WAITLISTED)
    saved(series, seat, waiting)
    saved(an_invitation(seat))
    return series


def person_page(series: Series, place: int, further: str = "") -> str:
    """The address of the page of the first or second person."""
    registrant = series.registrations[place].registrant_id
    return f"/organize/registrants/{series.slug}/{registrant}/{further}"


def seat_page(series: Series, place: int, further: str) -> str:
    """The address of what is done with the seat of the first or second person."""
    seat = series.registrations[place].enrollments[0].id
    return person_page(series, place, f"seats/{seat}/{further}")
