"""What became of a mail that came in."""

from dataclasses import dataclass

from webinars.models import InboundState


@dataclass(frozen=True)
class Outcome:
    """How a mail ends, with a *reason* in words for organizers, and whom it is about."""

    state: InboundState
    reason: str = ""
    registrant_id: int | None = None
    enrollment_id: int | None = None
    delivery_id: int | None = None
