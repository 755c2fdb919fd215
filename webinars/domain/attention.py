"""What in a series needs somebody today, the most urgent first."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from webinars.models import Series, SeriesStatus, Webinar

SOON = timedelta(hours=48)
VERY_SOON = timedelta(hours=24)
# A draft whose first webinar comes within so long should be public by now.
TO_BE_PUBLISHED = timedelta(days=14)
# How near a webinar is when what people need for it becomes urgent.
NEAR = timedelta(days=7)
# Who waits is worth a look from so many on, or from a fifth of the seats.
MANY_WAITING = 10
WAITING_SHARE = 5


class Concern(enum.StrEnum):
    """What it is about; sorted by how much it matters."""

    NO_JOIN_LINK = "no_join_link"
    MAILS_FAILED = "mails_failed"
    ACCESS_REQUESTS = "access_requests"
    UNREACHABLE = "unreachable"
    NOT_PUBLISHED = "not_published"
    LONG_WAITLIST = "long_waitlist"


@dataclass(frozen=True)
class Seats:
    """How many hold a seat in a webinar, wait for one, or gave it up."""

    confirmed: int = 0
    waiting: int = 0
    cancelled: int = 0


@dataclass(frozen=True)
class Requests:
    """Open access requests of people whose webinars are still to come; *near* in a week."""

    open: int = 0
    near: int = 0


@dataclass(frozen=True)
class Attention:
    """One thing that needs somebody; *count* is of mails, requests or people."""

    concern: Concern
    is_urgent: bool
    count: int = 0
    near: int = 0
    webinar: Webinar | None = None


def attention(
    series: Series,
    coming: Sequence[tuple[Webinar, Seats]],
    *,
    failed: int,
    requests: Requests,
    unreachable: int = 0,
    now: datetime,
) -> list[Attention]:
    """Return what needs somebody; *coming* are the webinars that are on and not over, in order."""
    found = [
        *_without_join_link(series, coming, now),
        *_failed(failed),
        *_requested(requests),
        *_unreachable(unreachable),
        *_unpublished(series, coming, now),
        *_waiting(coming),
    ]
    order = list(Concern)
    return sorted(found, key=lambda one: (not one.is_urgent, order.index(one.concern)))


def _without_join_link(
    series: Series, coming: Sequence[tuple[Webinar, Seats]], now: datetime
) -> list[Attention]:
    return [
        Attention(
            Concern.NO_JOIN_LINK,
            is_urgent=webinar.starts_at - now <= VERY_SOON,
            count=seats.confirmed,
            webinar=webinar,
        )
        for webinar, seats in coming
        if webinar.starts_at is not None
        and webinar.starts_at - now <= SOON
        and not webinar.join_url
        and (seats.confirmed or series.status is SeriesStatus.PUBLISHED)
    ]


def _failed(failed: int) -> list[Attention]:
    return [Attention(Concern.MAILS_FAILED, is_urgent=True, count=failed)] if failed else []


def _requested(requests: Requests) -> list[Attention]:
    if not requests.open:
        return []
    urgent = requests.near > 0
    return [Attention(Concern.ACCESS_REQUESTS, urgent, requests.open, requests.near)]


def _unreachable(count: int) -> list[Attention]:
    return [Attention(Concern.UNREACHABLE, is_urgent=False, count=count)] if count else []


def _unpublished(
    series: Series, coming: Sequence[tuple[Webinar, Seats]], now: datetime
) -> list[Attention]:
    if series.status is not SeriesStatus.DRAFT:
        return []
    dated = (one for one, _ in coming if one.starts_at is not None and one.starts_at > now)
    first = min(dated, key=lambda one: one.starts_at or now, default=None)
    if first is None or first.starts_at is None or first.starts_at - now > TO_BE_PUBLISHED:
        return []
    return [Attention(Concern.NOT_PUBLISHED, first.starts_at - now <= SOON, webinar=first)]


def _waiting(coming: Sequence[tuple[Webinar, Seats]]) -> list[Attention]:
    return [
        Attention(Concern.LONG_WAITLIST, is_urgent=False, count=seats.waiting, webinar=webinar)
        for webinar, seats in coming
        if webinar.capacity is not None
        and seats.waiting
        and seats.waiting >= min(MANY_WAITING, max(1, webinar.capacity // WAITING_SHARE))
    ]
