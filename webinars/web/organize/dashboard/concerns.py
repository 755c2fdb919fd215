"""What needs somebody, in words, each with the page where it is mended."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from webinars import i18n
from webinars.domain.attention import Attention, Concern
from webinars.domain.permissions import Permission
from webinars.i18n import gettext, ngettext, number
from webinars.models import EnrollmentStatus, Series
from webinars.queries.dashboard import SeriesToday
from webinars.web.filters import wording
from webinars.web.organize.access import allowed


@dataclass(frozen=True)
class Told:
    """One thing that needs somebody; without *address* for those who cannot mend it."""

    words: str
    action: str
    address: str | None
    is_urgent: bool


def concerns_of(today: SeriesToday) -> list[Told]:
    """Return what needs somebody in a series, in words."""
    return [_told(one, today.series) for one in today.attention]


def _told(one: Attention, series: Series) -> Told:
    action, permission, endpoint, values = WAYS[one.concern](one)
    address = None
    if allowed(permission, series):
        address = url_for(f"organize.{endpoint}", series=series.slug, **values)
    return Told(WORDS[one.concern](one, series), action, address, one.is_urgent)


Way = tuple[str, Permission, str, dict[str, Any]]


def _slug(one: Attention) -> str:
    return one.webinar.slug if one.webinar else ""


def _title(one: Attention) -> str:
    return str(wording(one.webinar.title)) if one.webinar else ""


def _starts(one: Attention, series: Series) -> str:
    if one.webinar is None or one.webinar.starts_at is None:
        return ""
    moment = one.webinar.starts_at
    zone = one.webinar.time_zone or series.time_zone
    return f"{i18n.short_day(moment, zone)}, {i18n.clock_time(moment, zone)}"


def _no_join_link(one: Attention, series: Series) -> str:
    return ngettext(
        "“%(webinar)s” begins on %(time)s and has no address to join yet. %(seats)s person "
        "holds a seat.",
        "“%(webinar)s” begins on %(time)s and has no address to join yet. %(seats)s people "
        "hold a seat.",
        one.count,
        webinar=_title(one),
        time=_starts(one, series),
        seats=number(one.count),
    )


def _mails_failed(one: Attention, _series: Series) -> str:
    return ngettext(
        "%(count)s mail could not be delivered.",
        "%(count)s mails could not be delivered.",
        one.count,
        count=number(one.count),
    )


def _access_requests(one: Attention, _series: Series) -> str:
    words = ngettext(
        "%(count)s request for access is not answered yet.",
        "%(count)s requests for access are not answered yet.",
        one.count,
        count=number(one.count),
    )
    if not one.near:
        return words
    near = ngettext(
        "%(count)s is for a webinar in the next seven days.",
        "%(count)s are for webinars in the next seven days.",
        one.near,
        count=number(one.near),
    )
    return f"{words} {near}"


def _unreachable(one: Attention, _series: Series) -> str:
    return ngettext(
        "%(count)s address cannot be reached: mail to it comes back.",
        "%(count)s addresses cannot be reached: mail to them comes back.",
        one.count,
        count=number(one.count),
    )


def _not_published(one: Attention, series: Series) -> str:
    return gettext(
        "The series is not public yet, and “%(webinar)s” begins on %(time)s.",
        webinar=_title(one),
        time=_starts(one, series),
    )


def _long_waitlist(one: Attention, _series: Series) -> str:
    return ngettext(
        "“%(webinar)s” is full, and %(count)s person waits for a seat.",
        "“%(webinar)s” is full, and %(count)s people wait for a seat.",
        one.count,
        webinar=_title(one),
        count=number(one.count),
    )


WORDS: Mapping[Concern, Callable[[Attention, Series], str]] = {
    Concern.NO_JOIN_LINK: _no_join_link,
    Concern.MAILS_FAILED: _mails_failed,
    Concern.ACCESS_REQUESTS: _access_requests,
    Concern.UNREACHABLE: _unreachable,
    Concern.NOT_PUBLISHED: _not_published,
    Concern.LONG_WAITLIST: _long_waitlist,
}
WAYS: Mapping[Concern, Callable[[Attention], Way]] = {
    Concern.NO_JOIN_LINK: lambda one: (
        gettext("Enter the address"),
        Permission.EDIT_SERIES,
        "webinars.edit",
        {"webinar": _slug(one)},
    ),
    Concern.MAILS_FAILED: lambda _one: (
        gettext("See why"),
        Permission.SEE_DELIVERIES,
        "deliveries.index",
        {"stand": "failed"},
    ),
    Concern.ACCESS_REQUESTS: lambda _one: (
        gettext("See who asked"),
        Permission.SEE_REGISTRANTS,
        "registrants.index",
        {"access": "any"},
    ),
    Concern.UNREACHABLE: lambda _one: (
        gettext("See whose"),
        Permission.SEE_DELIVERIES,
        "deliveries.suppressed",
        {},
    ),
    Concern.NOT_PUBLISHED: lambda _one: (
        gettext("Look at the series"),
        Permission.EDIT_SERIES,
        "series.show",
        {},
    ),
    Concern.LONG_WAITLIST: lambda one: (
        gettext("See who waits"),
        Permission.SEE_REGISTRANTS,
        "registrants.index",
        {"webinar": _slug(one), "status": EnrollmentStatus.WAITLISTED.value},
    ),
}
