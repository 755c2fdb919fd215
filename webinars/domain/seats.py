"""Who gets a seat, who waits, who is next."""

from dataclasses import dataclass

from webinars.models import EnrollmentStatus


@dataclass(frozen=True)
class Seats:
    """How many seats a webinar has (None: no limit), holds and queues."""

    capacity: int | None
    confirmed: int
    waiting: int

    @property
    def free(self) -> int | None:
        """Seats that nobody holds; None when there is no limit, never below zero."""
        return None if self.capacity is None else max(0, self.capacity - self.confirmed)

    @property
    def is_full(self) -> bool:
        """Whether the next one must wait."""
        # Who waits comes first, even while a seat is about to be given on.
        return self.free == 0 or self.waiting > 0


def next_status(seats: Seats) -> EnrollmentStatus:
    """Return what the next one to ask for a seat gets."""
    return EnrollmentStatus.WAITLISTED if seats.is_full else EnrollmentStatus.CONFIRMED


def promotions(seats: Seats) -> int:
    """Return how many of those waiting can have a seat now."""
    return seats.waiting if seats.free is None else min(seats.waiting, seats.free)
