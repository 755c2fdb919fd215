"""What each feed shows, and the few facts that decide its bytes.

A feed's question is answered by one row, so that an unchanged feed costs a single, cheap query.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, case, func, null, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager

from webinars.database import UtcDateTime
from webinars.errors import NotFound
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.links import Purpose, nonce_of
from webinars.models import (
    Enrollment,
    EnrollmentStatus,
    FeedKind,
    Practice,
    Registrant,
    Registration,
    Series,
    SeriesStatus,
    Sponsor,
    Webinar,
    WebinarStatus,
)
from webinars.models.series import series_sponsor
from webinars.models.webinar import webinar_practice, webinar_sponsor
from webinars.queries.registrants import registrant_by_feed_token
from webinars.texts import Texts

PAST_KEPT = timedelta(days=365)
CANCELLED_KEPT = timedelta(days=30)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Feed:
    """A feed as it stands on a UTC day: an equal one has equal bytes.

    ``facts`` are what its rows come down to; ``language`` is None where every webinar speaks
    its series' own, ``name`` where the feed is called alike for everybody.
    """

    kind: FeedKind
    owner_id: int | None
    day: date
    name: Texts | None
    language: str | None
    last_modified: datetime
    facts: tuple[object, ...]


@dataclass(frozen=True)
class FeedEntry:
    """A webinar in a feed, in the personal one with the nonce of the person's join link."""

    webinar: Webinar
    join_nonce: str | None


def everything_feed(now: datetime) -> Feed:
    """Return the feed of all published series."""
    return _feed(FeedKind.EVERYTHING, EVERYTHING, now)


def series_feed(slug: str, now: datetime) -> Feed:
    """Return the feed of a published series; raise NotFound."""
    return _feed(FeedKind.SERIES, SERIES, now, slug=slug)


def webinar_feed(series_slug: str, slug: str, now: datetime) -> Feed:
    """Return the feed of one webinar of a published series; raise NotFound."""
    return _feed(FeedKind.WEBINAR, WEBINAR, now, series_slug=series_slug, slug=slug)


def practice_feed(slug: str, now: datetime) -> Feed:
    """Return the feed of the webinars that teach a practice; raise NotFound."""
    return _feed(FeedKind.PRACTICE, PRACTICE, now, slug=slug)


def sponsor_feed(slug: str, now: datetime) -> Feed:
    """Return the feed of all that an organization organizes or co-sponsors; raise NotFound."""
    return _feed(FeedKind.SPONSOR, SPONSOR, now, slug=slug)


def personal_feed(token: str, now: datetime) -> Feed:
    """Return the feed of a registrant's seats; raise NotFound, or Gone for a replaced token."""
    try:
        return _feed(FeedKind.PERSONAL, PERSONAL, now, nonce=nonce_of(Purpose.FEED, token))
    except NotFound:
        # Says better what is wrong with the token.
        registrant_by_feed_token(token)
        raise


def newest_versions(kind: FeedKind, ids: Collection[int], now: datetime) -> dict[int, datetime]:
    """Return the Last-Modified that the feeds of these owners have now, by owner.

    Owners without a public feed are left out; *kind* is one with an owner that has a name.
    """
    day = now.astimezone(UTC).date()
    question, owner = ALL[kind]
    rows = db.session.execute(question.where(owner.in_(ids)), _limits(day))
    feeds = (_of_row(kind, row, day) for row in rows)
    return {feed.owner_id: feed.last_modified for feed in feeds if feed.owner_id is not None}


def feed_entries(feed: Feed) -> list[FeedEntry]:
    """Return what *feed* shows, by start, in one query."""
    is_personal = feed.kind is FeedKind.PERSONAL
    nonce = Enrollment.join_nonce if is_personal else null()
    question = select(Webinar, nonce).join(Webinar.series).options(contains_eager(Webinar.series))
    if is_personal:
        question = question.join(Webinar.enrollments).join(Enrollment.registration)
    rows = db.session.execute(
        question.where(IS_SHOWN, _belongs(feed)).order_by(Webinar.starts_at, Webinar.id),
        _limits(feed.day),
    )
    return [FeedEntry(webinar, join_nonce) for webinar, join_nonce in rows]


def _feed(kind: FeedKind, question: Select[Any], now: datetime, **owner: object) -> Feed:
    day = now.astimezone(UTC).date()
    row = db.session.execute(question, {**owner, **_limits(day)}).one_or_none()
    if row is None:
        raise NotFound(gettext("There is no such calendar."))
    return _of_row(kind, row, day)


def _of_row(kind: FeedKind, row: Row[Any], day: date) -> Feed:
    owner_id, name, language, links_changed_at, *facts = tuple(row)
    *_, updated_at, series_updated_at, cancelled_end, past_end = facts
    moments = (
        links_changed_at,
        updated_at,
        series_updated_at,
        _left_at(cancelled_end, CANCELLED_KEPT),
        _left_at(past_end, PAST_KEPT),
    )
    return Feed(
        kind=kind,
        owner_id=owner_id,
        day=day,
        name=name,
        language=language,
        last_modified=max(filter(None, moments), default=_midnight(day)),
        facts=tuple(facts),
    )


def _limits(day: date) -> dict[str, datetime]:
    """Return before which end a webinar is no longer shown on *day*."""
    today = _midnight(day)
    return {"past_limit": today - PAST_KEPT, "cancelled_limit": today - CANCELLED_KEPT}


def _left_at(end: datetime | None, kept: timedelta) -> datetime | None:
    """Return the UTC midnight at which what ended at *end* left its feeds."""
    return None if end is None else _midnight((end + kept).date() + DAY)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _belongs(feed: Feed) -> ColumnElement[bool]:
    match feed.kind:
        case FeedKind.EVERYTHING:
            return Webinar.id.is_not(None)
        case FeedKind.SERIES:
            return Webinar.series_id == feed.owner_id
        case FeedKind.WEBINAR:
            return Webinar.id == feed.owner_id
        case FeedKind.PRACTICE:
            return _teaches(feed.owner_id)
        case FeedKind.SPONSOR:
            return _is_supported_by(feed.owner_id)
        case FeedKind.PERSONAL:
            return and_(IS_SEAT, Registration.registrant_id == feed.owner_id)


def _teaches(practice: int | InstrumentedAttribute[int] | None) -> ColumnElement[bool]:
    links = webinar_practice.c
    return Webinar.id.in_(select(links.webinar_id).where(links.practice_id == practice))


def _is_supported_by(sponsor: int | InstrumentedAttribute[int] | None) -> ColumnElement[bool]:
    single, whole = webinar_sponsor.c, series_sponsor.c
    organized = select(Series.id).where(Series.organizer_id == sponsor).correlate(Sponsor)
    return or_(
        Webinar.id.in_(select(single.webinar_id).where(single.sponsor_id == sponsor)),
        Webinar.series_id.in_(select(whole.series_id).where(whole.sponsor_id == sponsor)),
        Webinar.series_id.in_(organized),
    )


# The questions are made once: making one takes ten times as long as asking it.
IS_SEAT = Enrollment.status == EnrollmentStatus.CONFIRMED
IS_PUBLIC = Series.status != SeriesStatus.DRAFT
IS_CANCELLED = Webinar.status == WebinarStatus.CANCELLED
IS_DATED = and_(IS_PUBLIC, Webinar.ends_at.is_not(None))
HAS_LEFT = or_(
    Webinar.ends_at < bindparam("past_limit", type_=UtcDateTime()),
    and_(IS_CANCELLED, Webinar.ends_at < bindparam("cancelled_limit", type_=UtcDateTime())),
)
IS_SHOWN = and_(IS_DATED, ~HAS_LEFT)
WEBINAR_SERIES = Series.id == Webinar.series_id

# What decides a feed's bytes and Last-Modified, of webinars joined with their series.
FACTS: Sequence[ColumnElement[Any]] = (
    func.count(case((IS_SHOWN, 1))),
    func.sum(case((IS_SHOWN, Webinar.id))),
    func.sum(case((IS_SHOWN, Webinar.revision))),
    func.max(case((IS_SHOWN, Webinar.updated_at))),
    func.max(Series.updated_at),
    func.max(case((and_(IS_DATED, HAS_LEFT, IS_CANCELLED), Webinar.ends_at))),
    func.max(case((and_(IS_DATED, HAS_LEFT, ~IS_CANCELLED), Webinar.ends_at))),
)
EVERYTHING: Select[Any] = (
    select(null(), null(), null(), func.max(Series.links_changed_at), *FACTS)
    .select_from(Series)
    .outerjoin(Webinar, WEBINAR_SERIES)
)
ALL_SERIES: Select[Any] = (
    select(Series.id, Series.title, Series.language, Series.links_changed_at, *FACTS)
    .select_from(Series)
    .outerjoin(Webinar, WEBINAR_SERIES)
    .where(IS_PUBLIC)
    .group_by(Series.id)
)
ALL_WEBINARS: Select[Any] = (
    select(Webinar.id, Webinar.title, Series.language, Webinar.updated_at, *FACTS)
    .select_from(Webinar)
    .join(Series, WEBINAR_SERIES)
    .where(IS_PUBLIC)
    .group_by(Webinar.id, Series.id)
)
ALL_PRACTICES: Select[Any] = (
    select(Practice.id, Practice.name, null(), Practice.links_changed_at, *FACTS)
    .select_from(Practice)
    .outerjoin(Webinar, _teaches(Practice.id))
    .outerjoin(Series, WEBINAR_SERIES)
    .group_by(Practice.id)
)
ALL_SPONSORS: Select[Any] = (
    select(Sponsor.id, Sponsor.name, null(), Sponsor.links_changed_at, *FACTS)
    .select_from(Sponsor)
    .outerjoin(Webinar, _is_supported_by(Sponsor.id))
    .outerjoin(Series, WEBINAR_SERIES)
    .group_by(Sponsor.id)
)
ALL: Mapping[FeedKind, tuple[Select[Any], InstrumentedAttribute[int]]] = {
    FeedKind.SERIES: (ALL_SERIES, Series.id),
    FeedKind.WEBINAR: (ALL_WEBINARS, Webinar.id),
    FeedKind.PRACTICE: (ALL_PRACTICES, Practice.id),
    FeedKind.SPONSOR: (ALL_SPONSORS, Sponsor.id),
}
SERIES = ALL_SERIES.where(Series.slug == bindparam("slug"))
WEBINAR = ALL_WEBINARS.where(
    Series.slug == bindparam("series_slug"), Webinar.slug == bindparam("slug")
)
PRACTICE = ALL_PRACTICES.where(Practice.slug == bindparam("slug"))
SPONSOR = ALL_SPONSORS.where(Sponsor.slug == bindparam("slug"))
PERSONAL: Select[Any] = (
    select(Registrant.id, null(), Registrant.language, Registrant.links_changed_at, *FACTS)
    .select_from(Registrant)
    .outerjoin(Registration, Registration.registrant_id == Registrant.id)
    .outerjoin(Enrollment, and_(IS_SEAT, Enrollment.registration_id == Registration.id))
    .outerjoin(Webinar, Webinar.id == Enrollment.webinar_id)
    .outerjoin(Series, WEBINAR_SERIES)
    .where(Registrant.feed_nonce == bindparam("nonce"), Registrant.erased_at.is_(None))
    .group_by(Registrant.id)
)
