"""What a webinar or series is tied to: practices, co-sponsors, speakers.

Practices and sponsors have calendars of their own: each notes when a webinar joins or leaves.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from webinars.models import (
    Action,
    Appearance,
    Practice,
    Series,
    Speaker,
    Sponsor,
    User,
    Webinar,
)
from webinars.services import audit
from webinars.texts import Texts

T = TypeVar("T", Practice, Sponsor)


def set_practices(
    webinar: Webinar, practices: Iterable[Practice], *, now: datetime, actor: User | None = None
) -> None:
    """Tie *webinar* to exactly these practices."""
    before, wanted = list(webinar.practices), set(practices)
    mark({*before} ^ wanted, now=now)
    webinar.practices = _by_place(wanted)
    _record(actor, webinar, "practices", before, webinar.practices, now=now)


def set_co_sponsors(
    owner: Series | Webinar,
    sponsors: Iterable[Sponsor],
    *,
    now: datetime,
    actor: User | None = None,
) -> None:
    """Let exactly these organizations co-sponsor a webinar, or all webinars of a series."""
    before, wanted = list(owner.co_sponsors), set(sponsors)
    mark({*before} ^ wanted, now=now)
    owner.co_sponsors = _by_place(wanted)
    _record(actor, owner, "co_sponsors", before, owner.co_sponsors, now=now)


def set_appearances(
    webinar: Webinar,
    speakers: Sequence[tuple[Speaker, Texts]],
    *,
    now: datetime,
    actor: User | None = None,
) -> None:
    """Let exactly these speakers appear in *webinar*, in this order, each in a role."""
    before = _parts(webinar)
    present = {appearance.speaker: appearance for appearance in webinar.appearances}
    appearances = []
    for position, (speaker, role) in enumerate(speakers, start=1):
        appearance = present.get(speaker) or Appearance(speaker=speaker)
        appearance.role, appearance.position = role, position
        appearances.append(appearance)
    webinar.appearances = appearances
    _record(actor, webinar, "speakers", before, _parts(webinar), now=now)


def mark_owners(series: Series, *, now: datetime) -> None:
    """Note on all whose calendars show webinars of *series* that these have come or gone."""
    series.links_changed_at = now
    mark({*series.co_sponsors} | ({series.organizer} - {None}), now=now)
    for webinar in series.webinars:
        mark({*webinar.practices, *webinar.co_sponsors}, now=now)


def mark_webinar(webinar: Webinar, *, now: datetime) -> None:
    """Note on everything whose calendar showed *webinar* that it has left."""
    series = webinar.series
    series.links_changed_at = now
    mark({*webinar.practices, *webinar.co_sponsors}, now=now)
    mark({*series.co_sponsors, series.organizer}, now=now)


def mark(owners: Iterable[Practice | Sponsor | None], *, now: datetime) -> None:
    """Note on *owners* that a webinar has joined or left their calendars."""
    for owner in owners:
        if owner is not None:
            owner.links_changed_at = now


def _parts(webinar: Webinar) -> list[str]:
    return [
        ": ".join(filter(None, (part.speaker.name, next(iter(part.role.values()), ""))))
        for part in webinar.appearances
    ]


def _record(
    actor: User | None,
    owner: Series | Webinar,
    name: str,
    before: Sequence[object],
    after: Sequence[object],
    *,
    now: datetime,
) -> None:
    if list(before) != list(after):
        action = Action.SERIES_CHANGED if isinstance(owner, Series) else Action.WEBINAR_CHANGED
        audit.record(actor, action, owner, now=now, before={name: before}, after={name: after})


def _by_place(rows: set[T]) -> list[T]:
    return sorted(rows, key=lambda row: row.position)
