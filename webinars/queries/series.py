"""What pages ask about series and their webinars.

For the public, drafts are as if they were not there.
"""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from webinars.errors import Gone, NotFound
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.links import Purpose, nonce_of
from webinars.models import (
    Appearance,
    Practice,
    RevokedToken,
    Series,
    SeriesStatus,
    Webinar,
)

IS_PUBLISHED = Series.status == SeriesStatus.PUBLISHED
# What is archived is no longer offered, but its pages and calendars stay.
IS_PUBLIC = Series.status != SeriesStatus.DRAFT


def published_series(slug: str) -> Series:
    """Return the series with its webinars, organizer and co-sponsors, archived or not.

    Raises NotFound for a draft.
    """
    return _shown(
        slug,
        IS_PUBLIC,
        joinedload(Series.organizer),
        selectinload(Series.co_sponsors),
        selectinload(Series.webinars),
    )


def series_for_organizers(slug: str) -> Series | None:
    """Return the series, whether the public may see it or not; None where there is none."""
    return db.session.scalar(select(Series).where(Series.slug == slug))


def is_public(slug: str) -> bool:
    """Whether there is such a series, and the public may see it."""
    return db.session.scalar(select(Series.id).where(IS_PUBLIC, Series.slug == slug)) is not None


def series_with_everything(slug: str, *, preview: str | None) -> Series:
    """Return the series with all that its page shows of its webinars; raises NotFound.

    With the token *preview* its draft; raises Gone when that token was taken back.
    """
    webinars = selectinload(Series.webinars)
    return _shown(
        slug,
        _may_be_seen(preview),
        joinedload(Series.organizer),
        selectinload(Series.co_sponsors),
        webinars.selectinload(Webinar.appearances).joinedload(Appearance.speaker),
        webinars.selectinload(Webinar.practices).joinedload(Practice.group),
        webinars.selectinload(Webinar.co_sponsors),
    )


def webinar_with_everything(series_slug: str, webinar_slug: str, *, preview: str | None) -> Webinar:
    """Return the webinar with all that its page shows, its series' others too; raises NotFound.

    With the token *preview* that of a draft; raises Gone when that token was taken back.
    """
    series = joinedload(Webinar.series)
    found = db.session.scalar(
        select(Webinar)
        .join(Webinar.series)
        .where(_may_be_seen(preview), Series.slug == series_slug, Webinar.slug == webinar_slug)
        .options(
            series.joinedload(Series.organizer),
            series.selectinload(Series.co_sponsors),
            series.selectinload(Series.webinars),
            selectinload(Webinar.appearances).joinedload(Appearance.speaker),
            selectinload(Webinar.practices).joinedload(Practice.group),
            selectinload(Webinar.practices).selectinload(Practice.case_studies),
            selectinload(Webinar.co_sponsors),
        )
    )
    if found is None:
        raise NotFound(gettext("There is no such webinar."))
    return found


def all_published_series() -> list[Series]:
    """Return every series on offer with its webinars and organizations, the oldest first."""
    return list(
        db.session.scalars(
            select(Series)
            .where(IS_PUBLISHED)
            .order_by(Series.created_at, Series.id)
            .options(
                joinedload(Series.organizer),
                selectinload(Series.co_sponsors),
                selectinload(Series.webinars),
            )
        )
    )


def shows_only_demonstrations() -> bool:
    """Whether something is published, and all of it for demonstration."""
    published = select(func.count(), func.count().filter(Series.is_demonstration))
    total, demonstrations = db.session.execute(published.where(IS_PUBLISHED)).one()
    return 0 < total == demonstrations


def _may_be_seen(preview: str | None) -> ColumnElement[bool]:
    """Return which series are shown: the public ones, or the draft that *preview* opens."""
    if preview is None:
        return IS_PUBLIC
    nonce = nonce_of(Purpose.PREVIEW, preview)
    if nonce is None:
        raise NotFound(gettext("This link is not valid. Check that it is complete."))
    if db.session.get(RevokedToken, nonce) is not None:
        raise Gone(gettext("This link was taken back. Ask those who gave it to you for a new one."))
    return Series.preview_nonce == nonce


def _shown(slug: str, may_be_seen: ColumnElement[bool], *options: LoaderOption) -> Series:
    found = db.session.scalar(
        select(Series).where(may_be_seen, Series.slug == slug).options(*options)
    )
    if found is None:
        raise NotFound(gettext("There is no such series of webinars."))
    return found
