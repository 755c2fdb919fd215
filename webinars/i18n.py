"""Which language is spoken, and how dates and times read in it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import (
    format_date,
    format_skeleton,
    format_time,
    get_timezone_gmt,
    get_timezone_location,
    get_timezone_name,
)
from babel.lists import format_list
from flask import current_app, has_request_context, request
from flask_babel import force_locale, get_locale, lazy_gettext
from flask_babel import gettext as babel_gettext
from flask_babel import ngettext as babel_ngettext

from webinars.links import settings

__all__ = ["gettext", "lazy_gettext", "ngettext"]

TRANSLATIONS = Path(__file__).parent / "translations"
LANGUAGE_COOKIE = "language"
# Babel's territory decides how dates and hours read; ours is the United States.
TERRITORIES = {"en": "en_US", "es": "es_US"}


def gettext(message: str, **values: object) -> str:
    """Return *message* in the language spoken now, its placeholders filled with *values*."""
    return str(babel_gettext(message, **values))


def ngettext(singular: str, plural: str, number: int, **values: object) -> str:
    """Return the form of a message that fits *number*, in the language spoken now."""
    return str(babel_ngettext(singular, plural, number, **values))


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of all languages with a catalog; English, the source, comes first."""
    found = sorted(path.parent.name for path in TRANSLATIONS.glob("*/LC_MESSAGES"))
    return ("en", *(code for code in found if code != "en"))


def language_name(code: str) -> str:
    """Return the language's name in itself: *español* for ``es``."""
    return str(Locale.parse(code).get_display_name(code) or code)


def language_name_here(code: str) -> str:
    """Return the language's name in the reader's language, or the code where none is known."""
    return str(Locale.parse(current_language()).languages.get(code, code))


def choose_language() -> str:
    """Return the request's language: asked for, remembered, or the browser's."""
    if not has_request_context():
        return settings().default_language
    for wanted in (request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if wanted in languages():
            return wanted
    return request.accept_languages.best_match(languages()) or settings().default_language


def current_language() -> str:
    """Return the code of the language spoken now."""
    locale = get_locale()
    return str(locale.language) if locale else settings().default_language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak *language* within the block, in a request or a worker."""
    spoken = language if language in languages() else current_app.config["BABEL_DEFAULT_LOCALE"]
    with force_locale(spoken):
        yield


def day(moment: datetime, zone: str) -> str:
    """Return the date of *moment* in *zone*: Tuesday, December 1, 2026."""
    return format_date(moment.astimezone(ZoneInfo(zone)), format="full", locale=_locale())


def short_day(moment: datetime, zone: str) -> str:
    """Return the date of *moment* in *zone*, short: Tue, Dec 1."""
    return format_skeleton(
        "MMMEd", moment.astimezone(ZoneInfo(zone)), locale=_locale(), tzinfo=ZoneInfo(zone)
    )


def clock_time(moment: datetime, zone: str) -> str:
    """Return the time of day of *moment* in *zone*: 3:00 PM."""
    return format_time(moment, format="short", tzinfo=ZoneInfo(zone), locale=_locale())


def zone_abbreviation(moment: datetime, zone: str) -> str:
    """Return what *zone* is called on that date: EST, EDT, or GMT-03:00 where no letters are."""
    local = moment.astimezone(ZoneInfo(zone))
    name = local.tzname() or ""
    return name if name.isalpha() else get_timezone_gmt(local, width="long", locale=_locale())


def zone_city(zone: str) -> str | None:
    """Return the place that *zone* is named after: New York; none for zones such as UTC."""
    if "/" not in zone or zone.startswith("Etc/"):
        return None
    place = get_timezone_location(ZoneInfo(zone), locale=_locale(), return_city=True)
    return place.rpartition("/")[2]


def zone_name(zone: str, moment: datetime) -> str:
    """Return the long name of *zone* at *moment*: Eastern Standard Time."""
    return get_timezone_name(moment.astimezone(ZoneInfo(zone)), width="long", locale=_locale())


def span(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """Return the hours of an event in *zone*: 3:00 PM to 4:30 PM EST.

    Where the clocks change on the way, both ends name their zone.
    """
    start, end = clock_time(starts_at, zone), clock_time(ends_at, zone)
    start_zone, end_zone = zone_abbreviation(starts_at, zone), zone_abbreviation(ends_at, zone)
    if start_zone == end_zone:
        return str(gettext("%(start)s to %(end)s %(zone)s", start=start, end=end, zone=end_zone))
    return str(
        gettext(
            "%(start)s %(start_zone)s to %(end)s %(end_zone)s",
            start=start,
            start_zone=start_zone,
            end=end,
            end_zone=end_zone,
        )
    )


def when(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """Return day and hours of an event in *zone*, in one line."""
    return str(
        gettext(
            "%(day)s, %(hours)s", day=day(starts_at, zone), hours=span(starts_at, ends_at, zone)
        )
    )


def when_there(
    starts_at: datetime, ends_at: datetime, *, zone: str, reader_zone: str
) -> str | None:
    """Return an event's time in its own *zone*, for a reader who was told it in another one.

    "That is 3:00 PM to 4:30 PM EST in New York", with the day where it differs; None where
    the clocks of both zones agree.
    """
    here, there = ZoneInfo(reader_zone), ZoneInfo(zone)
    ends = [(moment.astimezone(here), moment.astimezone(there)) for moment in (starts_at, ends_at)]
    if all(ours.utcoffset() == theirs.utcoffset() for ours, theirs in ends):
        return None
    same_day = ends[0][0].date() == ends[0][1].date()
    told = span(starts_at, ends_at, zone) if same_day else when(starts_at, ends_at, zone)
    city = zone_city(zone)
    if city is None:
        return str(gettext("that is %(time)s", time=told))
    return str(gettext("that is %(time)s in %(city)s", time=told, city=city))


def listed(words: Sequence[str]) -> str:
    """Return *words* as one phrase: A, B, and C."""
    return format_list(words, locale=_locale())


def _locale() -> str:
    language = current_language()
    return TERRITORIES.get(language, language)
