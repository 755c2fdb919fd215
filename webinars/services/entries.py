"""People whom organizers bring: registered without the public form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from webinars.models import Enrollment, MessageKind, Registrant, Registration, Series, Webinar
from webinars.services import deliveries, invitations, particulars, registrations
from webinars.services.registrations import RegistrationRequest


@dataclass(frozen=True)
class Entered:
    """What became of a person who was brought."""

    registration: Registration
    # Whether the address, and the registration, were there before.
    was_known: bool
    was_registered: bool
    added: Sequence[Enrollment]


def enter(
    series: Series,
    registrant: Registrant,
    wanted: RegistrationRequest,
    locked: Sequence[Webinar],
    *,
    was_known: bool,
    is_invited: bool,
    now: datetime,
) -> Entered:
    """Give a locked person seats in *locked* webinars of *series*, whatever its window.

    Somebody who is registered already gets the webinars added and nothing else changed. Mails
    go out only where *is_invited*; without them nobody is told of changes either, for there is
    no invitation to change.
    """
    registration, is_new = registrations.registration_of(
        registrant, series, ref=wanted.ref, now=now
    )
    added = registrations.take_locked(registration, locked, is_standing=wanted.is_standing, now=now)
    particulars.add(registration, wanted, is_known=was_known, is_new=is_new, now=now)
    if is_invited:
        invite(registration, added, now=now)
    return Entered(registration, was_known, not is_new, added)


def invite(registration: Registration, added: Sequence[Enrollment], *, now: datetime) -> None:
    """Write to a person about new seats: an invitation alone, or a welcome with several."""
    if not added:
        return
    if len(added) > 1 or not registrations.gets_invitation(added[0], now=now):
        seats = [enrollment.id for enrollment in added]
        deliveries.enqueue(
            MessageKind.WELCOME,
            registration.registrant,
            key=f"welcome:{registration.id}:brought:{seats[0]}:{added[0].ticket}",
            now=now,
            registration=registration,
            details={"enrollments": seats},
        )
    for enrollment in added:
        if registrations.gets_invitation(enrollment, now=now):
            invitations.invite(enrollment, MessageKind.INVITED, now=now)
