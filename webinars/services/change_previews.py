"""What a change of a webinar would do: asked before it is made, from what stands now."""

from dataclasses import replace
from datetime import datetime

from webinars.domain.change_preview import Audience, ChangePreview, Proposal, preview
from webinars.domain.changes import Face
from webinars.domain.seats import Seats
from webinars.models import MessageKind, Series, Webinar
from webinars.queries.audiences import audience, standing_by_zone
from webinars.queries.enrollments import seats
from webinars.services import webinars
from webinars.services.webinars import WebinarDetails


def of_change(webinar: Webinar, details: WebinarDetails, *, now: datetime) -> ChangePreview:
    """Return what `webinars.change` would do with *details*; nothing is changed.

    Raises Invalid or Conflict as that would.
    """
    webinars.check_change(webinar, details, now=now)
    series = webinar.series
    return preview(
        Face.of(webinar),
        _proposal(series, details, frozenset(webinars.differing(webinar, details))),
        is_public=series.is_public,
        audience=audience(webinar),
        seats=seats([webinar])[webinar.id],
        rules=series.reminder_rules,
        scheduled_at=webinar.scheduled_at,
        others=[other for other in series.webinars if other is not webinar],
        now=now,
    )


def of_new(series: Series, details: WebinarDetails, *, now: datetime) -> ChangePreview:
    """Return what `webinars.create` would do with *details*; nothing is added.

    Raises Invalid as that would.
    """
    webinars.check(details)
    face = _face(details)
    people = standing_by_zone(series) if series.is_published else {}
    foretold = preview(
        replace(face, starts_at=None, ends_at=None),
        _proposal(series, details, frozenset({"starts_at", "ends_at"} if face.starts_at else ())),
        is_public=series.is_public,
        audience=Audience(uninvited=people),
        seats=Seats(details.capacity, 0, 0),
        rules=series.reminder_rules,
        scheduled_at=None,
        others=series.webinars,
        now=now,
    )
    invited = _seated(sum(people.values()), details) if foretold.mails else 0
    return replace(foretold, mails={MessageKind.INVITED: invited} if invited else {})


def _seated(wanting: int, details: WebinarDetails) -> int:
    return wanting if details.capacity is None else min(wanting, details.capacity)


def _proposal(series: Series, details: WebinarDetails, changed: frozenset[str]) -> Proposal:
    zone = details.time_zone or series.time_zone
    return Proposal(_face(details), zone, details.capacity, changed)


def _face(details: WebinarDetails) -> Face:
    return Face(
        details.slug,
        details.title,
        details.description,
        details.starts_at,
        details.ends_at,
        details.status,
    )
