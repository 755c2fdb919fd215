"""Loads a series file: everything in it, or nothing."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from webinars.extensions import db
from webinars.models import Practice, PracticeGroup, Series, Speaker, Sponsor, User
from webinars.queries.bundles import (
    all_practice_groups,
    all_practices,
    all_speakers,
    all_sponsors,
    series_with_slug,
)
from webinars.queries.webinars import locked_webinars_of_series
from webinars.services import series as series_service
from webinars.services.bundles.catalog_loading import load_catalog
from webinars.services.bundles.given import Given
from webinars.services.bundles.reading import Known, check, open_draft
from webinars.services.bundles.report import Report
from webinars.services.bundles.schema import FileValues
from webinars.services.bundles.series_loading import (
    Defaults,
    called,
    load_co_sponsors,
    load_questions,
    load_reminders,
    series_details,
)
from webinars.services.bundles.webinar_loading import WebinarLoader
from webinars.settings import settings


def load(
    content: bytes, *, folder: Path | None, now: datetime, actor: User | None = None
) -> Report:
    """Create or update what the series file *content* describes; return what that changed.

    Pictures named in it are looked for in *folder*. Dates counted in days are counted from
    *now*. Raises BadFile, which has every problem with its line and field; then nothing may
    be kept.
    """
    draft = open_draft(content)
    stored = series_with_slug(draft.series_slug)
    if stored is not None:
        locked_webinars_of_series(stored.id)
    defaults = Defaults(settings().default_language, settings().default_time_zone)
    file = check(draft, _known(stored, defaults), folder=folder, now=now)
    report = Report()
    _load_series(file, stored, defaults, report, now=now, actor=actor)
    # Lists are read again in their new order.
    db.session.flush()
    db.session.expire_all()
    return report


def _load_series(
    file: FileValues,
    stored: Series | None,
    defaults: Defaults,
    report: Report,
    *,
    now: datetime,
    actor: User | None,
) -> None:
    rows = load_catalog(file, report, now=now)
    values = file["series"]
    given = Given(values, stored, called(values["slug"]), report)
    details = series_details(given, rows.sponsors, defaults)
    if stored is None:
        series = series_service.create(details, now=now, actor=actor)
        report.created(given.thing)
    else:
        series = stored
        report.changed(given.thing, details.differing(stored))
    load_co_sponsors(series, given, rows.sponsors, now=now, actor=actor)
    load_reminders(series, given)
    load_questions(series, values, details.language, report, now=now, actor=actor)
    webinars = WebinarLoader(series, details.language, rows, report, now, actor)
    webinars.load(file.get("webinars", []))
    # Last: a series that becomes public enrolls standing registrations in what it has then.
    series_service.change(series, details, now=now, actor=actor)


def _known(stored: Series | None, defaults: Defaults) -> Known:
    webinars = stored.webinars if stored else []
    return Known(
        language=stored.language if stored else defaults.language,
        time_zone=stored.time_zone if stored else defaults.time_zone,
        slugs={
            "speakers": _slugs(all_speakers()),
            "practice_groups": _slugs(all_practice_groups()),
            "practices": _slugs(all_practices()),
            "sponsors": _slugs(all_sponsors()),
        },
        webinar_zones={webinar.slug: webinar.time_zone for webinar in webinars},
    )


def _slugs(rows: Iterable[Speaker | PracticeGroup | Practice | Sponsor]) -> frozenset[str]:
    return frozenset(row.slug for row in rows)
