"""Letting the public see a series, hiding it again, putting it away, removing a draft."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from webinars.errors import Conflict
from webinars.extensions import db
from webinars.i18n import gettext, ngettext
from webinars.models import Action, Registration, Series, SeriesStatus, User, Webinar
from webinars.queries.enrollments import seats
from webinars.queries.series_lists import unenrolled_standing
from webinars.services import audit, series
from webinars.services.series import SeriesDetails


def publish(found: Series, *, now: datetime, actor: User | None = None) -> None:
    """Let the public see a draft; standing registrations are enrolled in what is to come."""
    if found.is_archived:
        raise Conflict(gettext("This series is archived. Restore it instead."))
    _turn(found, SeriesStatus.PUBLISHED, now=now, actor=actor)


def unpublish(found: Series, *, now: datetime, actor: User | None = None) -> None:
    """Hide a public series: its pages and calendars are gone, registrations stay as they are."""
    _turn(found, SeriesStatus.DRAFT, now=now, actor=actor)


def archive(found: Series, *, now: datetime, actor: User | None = None) -> None:
    """Put a public series away, once nothing of it is still to come; raises Conflict before."""
    if not found.is_public:
        raise Conflict(gettext("Only a series that is public can be archived."))
    count = len(to_come(found, now))
    if count:
        raise Conflict(
            ngettext(
                "One webinar of this series is still to come. Wait until it is over, cancel it, "
                "or remove it: then the series can be archived.",
                "%(count)s webinars of this series are still to come. Wait until they are over, "
                "cancel or remove them: then the series can be archived.",
                count,
                count=count,
            )
        )
    _turn(found, SeriesStatus.ARCHIVED, now=now, actor=actor)


def restore(found: Series, *, now: datetime, actor: User | None = None) -> None:
    """Bring an archived series back among those on offer."""
    if not found.is_archived:
        raise Conflict(gettext("This series is not archived."))
    _turn(found, SeriesStatus.PUBLISHED, now=now, actor=actor)


def remove(found: Series, *, now: datetime, actor: User | None = None) -> None:
    """Remove a draft for which nobody ever registered; raises Conflict for any other series."""
    if found.is_public:
        raise Conflict(gettext("This series is public: it cannot be deleted. Archive it instead."))
    is_asked_for = select(Registration.id).where(Registration.series_id == found.id).limit(1)
    if db.session.scalar(is_asked_for) is not None:
        raise Conflict(gettext("People have registered for this series: it cannot be deleted."))
    before = SeriesDetails.of(found).columns()
    audit.record(actor, Action.SERIES_REMOVED, found, now=now, before=before)
    db.session.delete(found)


@dataclass(frozen=True)
class Publishing:
    """What publishing does for who has registered for everything, added later or not."""

    seated: int
    invited: int
    waitlisted: int


def foretell_publishing(found: Series, *, now: datetime) -> Publishing:
    """Return how many seats, invitations and waiting places publishing a draft gives out."""
    seated = invited = waitlisted = 0
    for webinar in to_come(found, now):
        taken = seats([webinar])[webinar.id]
        wanted = unenrolled_standing(webinar)
        free = wanted if taken.free is None else taken.free
        given = 0 if taken.waiting else min(wanted, free)
        seated += given
        waitlisted += wanted - given
        invited += given if webinar.is_dated else 0
    return Publishing(seated, invited, waitlisted)


def to_come(found: Series, now: datetime) -> list[Webinar]:
    """Return the webinars of a series that are neither over nor cancelled."""
    return [one for one in found.webinars if not one.is_cancelled and not one.is_over(now)]


def _turn(found: Series, status: SeriesStatus, *, now: datetime, actor: User | None) -> None:
    details = replace(SeriesDetails.of(found), status=status)
    series.change(found, details, now=now, actor=actor)
