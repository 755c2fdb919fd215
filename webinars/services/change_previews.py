"""What a change of a webinar would do: asked before it is made, from what stands now."""

from datetime import datetime

from webinars.domain.change_preview import ChangePreview, Proposal, preview
from webinars.domain.changes import Face
from webinars.models import Webinar
from webinars.queries.audiences import audience
from webinars.queries.enrollments import seats
from webinars.services import webinars
from webinars.services.webinars import WebinarDetails


def of_change(webinar: Webinar, details: WebinarDetails, *, now: datetime) -> ChangePreview:
    """Return what `webinars.change` would do with *details*; nothing is changed.

    Raises Invalid or Conflict as that would.
    """
    webinars.check_change(webinar, details, now=now)
    return preview(
        webinar,
        _proposal(webinar, details),
        audience=audience(webinar),
        seats=seats([webinar])[webinar.id],
        rules=[rule.before for rule in webinar.series.reminder_rules],
        others=webinar.series.webinars,
        now=now,
    )


def _proposal(webinar: Webinar, details: WebinarDetails) -> Proposal:
    return Proposal(
        face=Face(
            details.title,
            details.description,
            details.starts_at,
            details.ends_at,
            details.status,
        ),
        zone=details.time_zone or webinar.series.time_zone,
        capacity=details.capacity,
        changed=frozenset(webinars.differing(webinar, details)),
    )
