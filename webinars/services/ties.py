"""What a webinar or series is tied to: practices, co-sponsors, speakers.

Practices and sponsors have calendars of their own: each notes when a webinar joins or leaves.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from webinars.models import Appearance, Practice, Series, Speaker, Sponsor, Webinar
from webinars.texts import Texts

T = TypeVar("T", Practice, Sponsor)


def set_practices(webinar: Webinar, practices: Iterable[Practice], *, now: datetime) -> None:
    """Tie *webinar* to exactly these practices."""
    wanted = set(practices)
    mark({*webinar.practices} ^ wanted, now=now)
    webinar.practices = _by_place(wanted)


def set_co_sponsors(owner: Series | Webinar, sponsors: Iterable[Sponsor], *, now: datetime) -> None:
    """Let exactly these organizations co-sponsor a webinar, or all webinars of a series."""
    wanted = set(sponsors)
    mark({*owner.co_sponsors} ^ wanted, now=now)
    owner.co_sponsors = _by_place(wanted)


def set_appearances(webinar: Webinar, speakers: Sequence[tuple[Speaker, Texts]]) -> None:
    """Let exactly these speakers appear in *webinar*, in this order, each in a role."""
    present = {appearance.speaker: appearance for appearance in webinar.appearances}
    appearances = []
    for position, (speaker, role) in enumerate(speakers, start=1):
        appearance = present.get(speaker) or Appearance(speaker=speaker)
        appearance.role, appearance.position = role, position
        appearances.append(appearance)
    webinar.appearances = appearances


def mark_owners(series: Series, *, now: datetime) -> None:
    """Note on all whose calendars show webinars of *series* that these have come or gone."""
    series.links_changed_at = now
    mark({*series.co_sponsors} | ({series.organizer} - {None}), now=now)
    for webinar in series.webinars:
        mark({*webinar.practices, *webinar.co_sponsors}, now=now)


def mark(owners: Iterable[Practice | Sponsor | None], *, now: datetime) -> None:
    """Note on *owners* that a webinar has joined or left their calendars."""
    for owner in owners:
        if owner is not None:
            owner.links_changed_at = now


def _by_place(rows: set[T]) -> list[T]:
    return sorted(rows, key=lambda row: row.position)
