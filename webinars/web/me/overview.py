"""What a registrant's own page shows of each series."""

from dataclasses import dataclass
from datetime import datetime

from webinars.domain.calendar_links import EventLinks, event_links
from webinars.domain.selection import at_the_same_time, collisions
from webinars.domain.stages import LAST, Stage, stage
from webinars.event_texts import linked_event
from webinars.i18n import current_language
from webinars.links import join_url
from webinars.models import (
    AccessRequestStatus,
    Choice,
    ConsentStatus,
    Enrollment,
    EnrollmentStatus,
    Registrant,
    Registration,
    Webinar,
)
from webinars.queries.registrations import places_in_line, registrations_of
from webinars.web.labels import OWN_ANSWERS
from webinars.web.public.cards import Card, cards


@dataclass(frozen=True)
class Held:
    """A seat, or a place on the waiting list."""

    enrollment: Enrollment
    stage: Stage
    # From 1; None for a seat.
    place: int | None
    # What else the person holds, of any series, at the same time.
    collides: list[Webinar]

    @property
    def is_past(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.stage in (Stage.OVER, Stage.CANCELLED)

    @property
    def join_url(self) -> str | None:
        """The way in, while there is one."""
        return join_url(self.enrollment.join_nonce) if self.place is None else None

    @property
    def answer(self) -> str:
        """What the person's calendar answered, in words; empty without an answer."""
        invitation = self.enrollment.invitation
        return str(OWN_ANSWERS.get(invitation.partstat, "")) if invitation else ""

    @property
    def copies(self) -> EventLinks | None:
        """Links that copy the webinar into a calendar; None without a date."""
        if not self.enrollment.webinar.is_dated:
            return None
        return event_links(linked_event(self.enrollment.webinar, current_language()))


@dataclass(frozen=True)
class Part:
    """One series of a registrant's page."""

    registration: Registration
    held: list[Held]
    # What could be added, in the series' order.
    offered: list[Card]
    # By id of what could be added: what takes place at the same time, held or to be added too.
    collisions: dict[int, list[Webinar]]

    @property
    def coming(self) -> list[Held]:
        """What is still to come, soonest first."""
        return [held for held in self.held if not held.is_past]

    @property
    def past(self) -> list[Held]:
        """What is over or called off."""
        return [held for held in self.held if held.is_past]

    @property
    def unconfirmed(self) -> int:
        """How many things a form without a token has brought, and nobody confirmed."""
        requests = self.registration.access_requests
        waiting = [one for one in requests if one.status is AccessRequestStatus.TO_BE_CONFIRMED]
        consents = self.registration.consents
        return len(waiting) + sum(one.status is ConsentStatus.TO_BE_CONFIRMED for one in consents)


def parts_of(registrant: Registrant, *, now: datetime) -> list[Part]:
    """Return the person's series, each with what they hold and what they could add."""
    registrations = registrations_of(registrant)
    places = places_in_line(registrations)
    webinars = [webinar for one in registrations for webinar in one.series.webinars]
    by_webinar = {card.webinar.id: card for card in cards(webinars, now)}
    taken = [
        enrollment.webinar
        for one in registrations
        for enrollment in _active(one)
        if not enrollment.webinar.is_over(now)
    ]
    return [_part(one, places, by_webinar, taken, now) for one in registrations]


def coming_webinars(registration: Registration, *, now: datetime) -> list[Webinar]:
    """Return what is still to come of what a registration holds, soonest first."""
    held = [enrollment.webinar for enrollment in _active(registration)]
    coming = [webinar for webinar in held if not webinar.is_cancelled and not webinar.is_over(now)]
    return sorted(coming, key=lambda webinar: (webinar.starts_at or LAST, webinar.id))


def _active(registration: Registration) -> list[Enrollment]:
    return [
        enrollment
        for enrollment in registration.enrollments
        if enrollment.status is not EnrollmentStatus.CANCELLED
    ]


def _part(
    registration: Registration,
    places: dict[int, int],
    by_webinar: dict[int, Card],
    taken: list[Webinar],
    now: datetime,
) -> Part:
    held = [
        Held(
            enrollment,
            stage(enrollment.webinar, now),
            places.get(enrollment.id),
            at_the_same_time(enrollment.webinar, taken),
        )
        for enrollment in _active(registration)
    ]
    held.sort(key=lambda one: (one.enrollment.webinar.starts_at or LAST, one.enrollment.id))
    offered = _offered(registration, held, by_webinar)
    choosable = [card.webinar for card in offered]
    return Part(registration, held, offered, collisions(choosable, [*taken, *choosable]))


def _offered(
    registration: Registration, held: list[Held], by_webinar: dict[int, Card]
) -> list[Card]:
    is_chosen = any(not one.is_past for one in held)
    if registration.series.choice is Choice.ONE and is_chosen:
        return []
    taken = {one.enrollment.webinar_id for one in held}
    shown = [by_webinar[webinar.id] for webinar in registration.series.webinars]
    return [card for card in shown if card.is_open and card.webinar.id not in taken]
