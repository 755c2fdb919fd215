"""Scheduling, rescheduling, changing and cancelling a webinar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from webinars.domain.changes import (
    NEWS,
    TO_UNINVITED,
    VISIBLE,
    Face,
    Impact,
    impact,
    is_urgent,
)
from webinars.domain.web_addresses import is_secure_address
from webinars.errors import Conflict, Invalid
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.models import (
    Action,
    Enrollment,
    EnrollmentStatus,
    MessageKind,
    Priority,
    Registrant,
    Registration,
    Series,
    User,
    Webinar,
    WebinarStatus,
)
from webinars.queries.enrollments import uninvited_enrollments, waiting_enrollments
from webinars.queries.webinars import locked_webinars
from webinars.services import (
    audit,
    catalog,
    deliveries,
    invitations,
    registrations,
    ties,
    waitlist,
)
from webinars.texts import Texts


@dataclass(frozen=True)
class WebinarDetails:
    """Everything an organizer sets of a webinar; moments are aware, in UTC."""

    slug: str
    position: int
    title: Texts
    description: Texts
    starts_at: datetime | None
    ends_at: datetime | None
    time_zone: str | None
    capacity: int | None
    join_url: str | None
    recording_url: str | None
    status: WebinarStatus
    offers_captions: bool
    offers_sign_language: bool
    interpretation: tuple[str, ...]
    is_recorded: bool


def create(
    series: Series, details: WebinarDetails, *, now: datetime, actor: User | None = None
) -> Webinar:
    """Add a webinar to *series*; standing registrations are enrolled when it is published."""
    check(details)
    webinar = Webinar(
        series=series,
        revision=0,
        last_ticket=0,
        scheduled_at=now if details.starts_at else None,
        cancelled_at=now if details.status is WebinarStatus.CANCELLED else None,
        created_at=now,
        updated_at=now,
        **_columns(details),
    )
    series.links_changed_at = now
    db.session.add(webinar)
    audit.record(actor, Action.WEBINAR_CREATED, webinar, now=now, after=_columns(details))
    if series.is_published and not webinar.is_cancelled and not webinar.is_over(now):
        registrations.enroll_standing(webinar, now=now)
    return webinar


def change(
    webinar: Webinar, details: WebinarDetails, *, now: datetime, actor: User | None = None
) -> bool:
    """Give *webinar* the new details and tell everyone concerned; return whether it changed.

    Confirmed seats get a REQUEST or CANCEL by mail, those who wait a note; added seats go
    to the first who wait. Raises Invalid when the times make no sense, and Conflict when a
    webinar that has ended would be cancelled.
    """
    locked_webinars([webinar.id])
    changed = check_change(webinar, details, now=now)
    if not changed:
        return False
    before, former = Face.of(webinar), {name: getattr(webinar, name) for name in changed}
    was_over = webinar.is_over(now)
    for name, value in changed.items():
        setattr(webinar, name, value)
    audit.record(actor, _action(changed), webinar, now=now, before=former, after=changed)
    if changed.keys() & VISIBLE:
        touch(webinar, now=now)
    if "starts_at" in changed:
        webinar.scheduled_at = now if webinar.starts_at else None
    if "status" in changed:
        webinar.cancelled_at = now if webinar.is_cancelled else None
    db.session.flush()
    # Into the past, too: else calendars would go on announcing what is not to come.
    if not (was_over and webinar.is_over(now)):
        _tell_seated(webinar, before, now=now)
        # Who gets a seat now reads that instead of what is news for who waits.
        waitlist.promote(webinar, now=now)
        _tell_waiting(webinar, before, now=now)
    return True


def details_of(webinar: Webinar) -> WebinarDetails:
    """Return what an organizer has set of *webinar*."""
    values = {field.name: getattr(webinar, field.name) for field in fields(WebinarDetails)}
    return WebinarDetails(**(values | {"interpretation": tuple(webinar.interpretation)}))


def check_change(webinar: Webinar, details: WebinarDetails, *, now: datetime) -> dict[str, Any]:
    """Return what *details* would change; raises Invalid or Conflict when that cannot be."""
    check(details)
    changed = differing(webinar, details)
    if changed.get("status") is WebinarStatus.CANCELLED and webinar.is_over(now):
        raise Conflict(gettext("A webinar that has ended cannot be cancelled."))
    return changed


def differing(webinar: Webinar, details: WebinarDetails) -> dict[str, Any]:
    """Return those of *details* that are other than what *webinar* has."""
    return {
        name: value for name, value in _columns(details).items() if getattr(webinar, name) != value
    }


def remove(webinar: Webinar, *, now: datetime, actor: User | None = None) -> None:
    """Remove a webinar that nobody ever registered for; raises Conflict when somebody did."""
    locked_webinars([webinar.id])
    is_asked_for = select(Enrollment.id).where(Enrollment.webinar_id == webinar.id).limit(1)
    if db.session.scalar(is_asked_for) is not None:
        raise Conflict(
            gettext(
                "People have registered for this webinar: it cannot be removed. Cancel it instead; "
                "then everybody is told."
            )
        )
    ties.mark_webinar(webinar, now=now)
    before = _columns(details_of(webinar))
    audit.record(actor, Action.WEBINAR_REMOVED, webinar, now=now, before=before)
    webinar.series.webinars.remove(webinar)


def reorder(
    series: Series, slugs: Sequence[str], *, now: datetime, actor: User | None = None
) -> None:
    """Bring the webinars of *series* into the order of *slugs*."""
    before = [webinar.slug for webinar in series.webinars]
    if not catalog.reorder(list(series.webinars), slugs):
        return
    db.session.flush()
    db.session.expire(series, ["webinars"])
    series.updated_at = now
    after = [webinar.slug for webinar in series.webinars]
    audit.record(
        actor,
        Action.WEBINARS_REORDERED,
        series,
        now=now,
        before={"webinars": before},
        after={"webinars": after},
    )


def touch(webinar: Webinar, *, now: datetime) -> None:
    """Let feeds notice that something they show of *webinar* has changed.

    Its LAST-MODIFIED, which counts seconds, is another each time, and never goes back though
    the clock be set back.
    """
    webinar.revision += 1
    is_later = now.replace(microsecond=0) > webinar.updated_at.replace(microsecond=0)
    webinar.updated_at = now if is_later else webinar.updated_at + timedelta(seconds=1)


def _action(changed: Mapping[str, Any]) -> Action:
    if "status" in changed:
        is_cancelled = changed["status"] is WebinarStatus.CANCELLED
        return Action.WEBINAR_CANCELLED if is_cancelled else Action.WEBINAR_REVIVED
    is_moved = not changed.keys().isdisjoint({"starts_at", "ends_at"})
    return Action.WEBINAR_RESCHEDULED if is_moved else Action.WEBINAR_CHANGED


def _tell_seated(webinar: Webinar, before: Face, *, now: datetime) -> None:
    after = Face.of(webinar)
    what = impact(before, after)
    details = _former_times(before)
    haste = Priority.URGENT if is_urgent(before, after, now) else Priority.CHANGE
    if what is not Impact.NONE:
        _mark_personal_feeds(webinar, now=now)
    match what:
        case Impact.TEXT:
            invitations.update_text(webinar, priority=haste, details=details, now=now)
        case Impact.TIME:
            invitations.update_time(webinar, priority=haste, details=details, now=now)
        case Impact.DATED:
            invitations.invite_all(webinar, MessageKind.INVITED, now=now)
        case Impact.REVIVED:
            invitations.invite_all(webinar, MessageKind.INVITED, now=now)
            _tell_uninvited(webinar, what, details, now=now)
        case Impact.UNDATED:
            ties.mark_webinar(webinar, now=now)
            details |= {"postponed": True}
            deliveries.supersede(deliveries.of_webinar(webinar), now=now)
            invitations.cancel_all(webinar, priority=haste, details=details, now=now)
        case Impact.CANCELLED:
            deliveries.supersede(deliveries.of_webinar(webinar), now=now)
            _tell_uninvited(webinar, what, details, now=now)
            invitations.cancel_all(webinar, priority=haste, details=details, now=now)


def _tell_uninvited(
    webinar: Webinar, what: Impact, details: dict[str, Any], *, now: datetime
) -> None:
    """Write to those whose seat is in no calendar, for want of a date; it is a plain mail.

    Where there is a date, who has none was taken in without mails.
    """
    if webinar.is_dated:
        return
    is_off = what is Impact.CANCELLED
    for enrollment in uninvited_enrollments(webinar):
        kind = MessageKind.CANCELLED if is_off else MessageKind.WAITLIST_NEWS
        news = {} if is_off else {"news": NEWS[what], "has_seat": True}
        deliveries.enqueue_plain_news(kind, enrollment, now=now, details=details | news)


def _tell_waiting(webinar: Webinar, before: Face, *, now: datetime) -> None:
    """Write to those in the waitlist; it is no calendar message, for they have no seat."""
    what = impact(before, Face.of(webinar))
    if what not in NEWS or (what in TO_UNINVITED and webinar.is_over(now)):
        return
    details = _former_times(before) | {"news": NEWS[what]}
    for enrollment in waiting_enrollments(webinar):
        kind = MessageKind.WAITLIST_NEWS
        deliveries.enqueue_plain_news(kind, enrollment, now=now, details=details)


def _former_times(before: Face) -> dict[str, Any]:
    return {
        "was_starts_at": before.starts_at and before.starts_at.isoformat(),
        "was_ends_at": before.ends_at and before.ends_at.isoformat(),
    }


def _mark_personal_feeds(webinar: Webinar, *, now: datetime) -> None:
    seats = select(Registration.registrant_id).join(Registration.enrollments)
    holders = seats.where(
        Enrollment.webinar_id == webinar.id, Enrollment.status == EnrollmentStatus.CONFIRMED
    )
    db.session.execute(
        update(Registrant).where(Registrant.id.in_(holders)).values(links_changed_at=now),
        execution_options={"synchronize_session": False},
    )


def check(details: WebinarDetails) -> None:
    """Raise Invalid when *details* make no sense."""
    if (details.starts_at is None) != (details.ends_at is None):
        raise Invalid(gettext("A webinar has both a start and an end, or neither."))
    if details.starts_at and details.ends_at and details.ends_at <= details.starts_at:
        raise Invalid(gettext("A webinar must end after it starts."))
    if details.capacity is not None and details.capacity < 0:
        raise Invalid(gettext("The number of seats cannot be below zero."))
    if details.recording_url is not None and not is_secure_address(details.recording_url):
        raise Invalid(gettext("The address of a recording begins with https://."))


def _columns(details: WebinarDetails) -> dict[str, Any]:
    values = {field.name: getattr(details, field.name) for field in fields(details)}
    return values | {"interpretation": list(details.interpretation)}
