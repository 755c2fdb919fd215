"""Which webinars of a series may be chosen."""

import enum
from collections.abc import Collection, Iterable
from datetime import datetime

from webinars.models import Choice, Series, Webinar


class Refusal(enum.StrEnum):
    """Why a webinar cannot be chosen."""

    NOT_OPEN_YET = "not_open_yet"
    CLOSED = "closed"
    # The series is put away.
    ARCHIVED = "archived"
    PAST = "past"
    CANCELLED = "cancelled"


class Fault(enum.StrEnum):
    """What is wrong with a choice as a whole."""

    NOTHING = "nothing"
    UNKNOWN = "unknown"
    TOO_MANY = "too_many"


def refusal(series: Series, webinar: Webinar, now: datetime) -> Refusal | None:
    """Return why *webinar* cannot be chosen at *now*, or None when it can.

    One that has begun can still be joined; it is past from its end on.
    """
    if webinar.is_cancelled:
        return Refusal.CANCELLED
    if webinar.is_over(now):
        return Refusal.PAST
    return window_refusal(series, now)


def window_refusal(series: Series, now: datetime) -> Refusal | None:
    """Return why nothing of *series* can be chosen at *now*, or None inside its window."""
    if series.is_archived:
        return Refusal.ARCHIVED
    if series.registration_opens_at is not None and now < series.registration_opens_at:
        return Refusal.NOT_OPEN_YET
    if series.registration_closes_at is not None and series.registration_closes_at <= now:
        return Refusal.CLOSED
    return None


def open_webinars(series: Series, now: datetime) -> list[Webinar]:
    """Return the webinars that can be chosen at *now*, in the series' order."""
    return [webinar for webinar in series.webinars if refusal(series, webinar, now) is None]


def chosen(
    series: Series, slugs: Collection[str], *, is_standing: bool, now: datetime
) -> list[Webinar] | Fault:
    """Return the webinars a form asks for, or what is wrong with the choice.

    A standing registration, and any in a series that is taken whole, asks for every
    open webinar; a refused one stays in the list only when it was named.
    """
    by_slug = {webinar.slug: webinar for webinar in series.webinars}
    if any(slug not in by_slug for slug in slugs):
        return Fault.UNKNOWN
    wanted = [webinar for webinar in series.webinars if webinar.slug in slugs]
    if series.choice is Choice.ONE and (is_standing or len(wanted) > 1):
        return Fault.TOO_MANY
    if is_standing or series.choice is Choice.ALL:
        everything = open_webinars(series, now)
        wanted += [webinar for webinar in everything if webinar not in wanted]
    # A standing registration may begin with nothing: its webinars are still to be added.
    return wanted if wanted or is_standing else Fault.NOTHING


def at_the_same_time(webinar: Webinar, others: Iterable[Webinar]) -> list[Webinar]:
    """Return those of *others* that take place while *webinar* does, the soonest first.

    One that begins when the other ends does not collide with it, nor does one that has no date
    or is cancelled.
    """
    found = [other for other in others if other is not webinar and _overlap(webinar, other)]
    return sorted(found, key=lambda other: (other.starts_at, other.id))


def collisions(webinars: Iterable[Webinar], others: Iterable[Webinar]) -> dict[int, list[Webinar]]:
    """Return by id, for those of *webinars* that collide with some of *others*, with which."""
    others = list(others)
    found = {webinar.id: at_the_same_time(webinar, others) for webinar in webinars}
    return {id_: colliding for id_, colliding in found.items() if colliding}


def _overlap(one: Webinar, other: Webinar) -> bool:
    if one.is_cancelled or other.is_cancelled:
        return False
    if one.starts_at is None or one.ends_at is None:
        return False
    if other.starts_at is None or other.ends_at is None:
        return False
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
