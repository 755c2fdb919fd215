"""Who gets a seat, who waits, who is next."""

import pytest

from webinars.domain.seats import Seats, next_status, promotions
from webinars.models import EnrollmentStatus


@pytest.mark.parametrize(
    ("seats", "status"),
    [
        (Seats(None, 1000, 0), EnrollmentStatus.CONFIRMED),
        (Seats(2, 1, 0), EnrollmentStatus.CONFIRMED),
        (Seats(2, 2, 0), EnrollmentStatus.WAITLISTED),
        (Seats(2, 1, 1), EnrollmentStatus.WAITLISTED),
        (Seats(1, 2, 0), EnrollmentStatus.WAITLISTED),
        (Seats(0, 0, 0), EnrollmentStatus.WAITLISTED),
    ],
)
def test_the_next_one_gets_a_seat_when_one_is_free_and_nobody_waits(seats, status):
    assert next_status(seats) is status


@pytest.mark.parametrize(
    ("seats", "number"),
    [
        (Seats(5, 3, 4), 2),
        (Seats(5, 3, 1), 1),
        (Seats(5, 7, 3), 0),
        (Seats(None, 7, 3), 3),
        (Seats(5, 5, 0), 0),
    ],
)
def test_so_many_of_those_who_wait_can_have_a_seat(seats, number):
    assert promotions(seats) == number
