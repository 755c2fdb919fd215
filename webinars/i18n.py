"""Which language is spoken, and how dates and times read in it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import (
    format_date,
    format_skeleton,
    format_time,
    format_timedelta,
    get_timezone_gmt,
    get_timezone_name,
)
from babel.lists import format_list
from babel.numbers import format_decimal
from flask import g, has_request_context, request
from flask_babel import force_locale, get_locale, lazy_gettext, refresh
from flask_babel import gettext as babel_gettext
from flask_babel import ngettext as babel_ngettext

from webinars.settings import settings

__all__ = ["gettext", "lazy_gettext", "ngettext"]

LANGUAGE_COOKIE = "language"
SOURCE = "en"
# The territory decides how dates and hours read, where a language is at home in it.
TERRITORY = "US"
# A year whose rules tell whether the clocks of a zone are changed at all.
THIS_CENTURY = 2030


def gettext(message: str, **values: object) -> str:
    """Return *message* in the language spoken now, its placeholders filled with *values*."""
    return str(babel_gettext(message, **values))


def ngettext(singular: str, plural: str, number: int, **values: object) -> str:
    """Return the form of a message that fits *number*, in the language spoken now."""
    return str(babel_ngettext(singular, plural, number, **values))


def languages() -> tuple[str, ...]:
    """Return the codes of all languages we speak; English, the source, comes first.

    A language is spoken when it has a compiled catalog: nothing else has to name it.
    """
    return _languages(settings().translations)


@cache
def _languages(folders: tuple[Path, ...]) -> tuple[str, ...]:
    found = chain.from_iterable(folder.glob("*/LC_MESSAGES/messages.mo") for folder in folders)
    codes = {path.parent.parent.name.replace("_", "-") for path in found}
    return (SOURCE, *sorted(codes - {SOURCE}))


def is_language(code: str) -> bool:
    """Whether *code* names a language that people know: ``es``, ``hmn``, ``zh-Hant``."""
    return "_" not in code and code.replace("-", "_") in Locale(SOURCE).languages


@cache
def locale_of(language: str) -> Locale:
    """Return how dates, names and lists read in *language*: as at home, where that is known."""
    for code in (f"{language}-{TERRITORY}", language):
        try:
            return Locale.parse(code, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
    return Locale(SOURCE, TERRITORY)


def language_name(code: str) -> str:
    """Return the language's name in itself: *español* for ``es``."""
    locale = Locale.parse(code, sep="-")
    return str(locale.get_display_name(locale) or code)


def language_name_here(code: str) -> str:
    """Return the language's name in the reader's language, or the code where none is known."""
    return str(_locale().languages.get(code.replace("-", "_"), code))


def direction_of(language: str) -> str:
    """Return ``ltr`` or ``rtl``, as *language* is written."""
    return locale_of(language).text_direction


def choose_language() -> str:
    """Return the locale of the request's language.

    What the address asks for comes first, then what this browser was told once, then what
    the page's person chose (see ``prefer``), then what the browser wants.
    """
    return _chosen_language().replace("-", "_")


def _chosen_language() -> str:
    default = settings().default_language
    if not has_request_context():
        return default
    asked = (request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE), g.get("preferred"))
    for wanted in asked:
        if wanted in languages():
            return str(wanted)
    return _wanted_by_browser() or default


def _wanted_by_browser() -> str | None:
    """Return the language of ours that the browser likes best (RFC 4647, 3.4: lookup)."""
    for accepted, quality in request.accept_languages:
        found = _nearest(accepted, languages()) if quality > 0 else None
        if found:
            return found
    return None


def _nearest(wanted: str, ours: tuple[str, ...]) -> str | None:
    """Return what comes nearest to *wanted*: ``es`` for ``es-MX``, but also the other way."""
    by_name = {code.lower(): code for code in ours}
    parts = wanted.lower().replace("_", "-").split("-")
    shorter = ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]
    related = [code for code in by_name if code.startswith(f"{parts[0]}-")]
    return next((by_name[name] for name in (*shorter, *related) if name in by_name), None)


def prefer(language: str) -> None:
    """Let the page be in the *language* of the person it belongs to.

    A language chosen in this browser still comes first: by the link, or by its cookie.
    """
    g.preferred = language
    refresh()


def current_language() -> str:
    """Return the code of the language spoken now."""
    locale = get_locale()
    return str(locale).replace("_", "-") if locale else settings().default_language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak *language* within the block, in a request or a worker."""
    spoken = language if language in languages() else settings().default_language
    with force_locale(spoken.replace("-", "_")):
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
    return _city(zone, current_language())


@cache
def _city(zone: str, language: str) -> str:
    aliases: Mapping[str, str] = get_global("zone_aliases")
    today = aliases.get(zone, zone)
    # CLDR knows some places only by a name that the zone had once: Calcutta for Kolkata.
    names = (today, *(former for former, new in aliases.items() if new == today))
    known = locale_of(language).time_zones
    for name in names:
        if "city" in known.get(name, {}):
            return str(known[name]["city"])
    return today.rpartition("/")[2].replace("_", " ")


def zone_country(zone: str) -> str | None:
    """Return the country that *zone* belongs to, in the reader's language, where it has one."""
    today = get_global("zone_aliases").get(zone, zone)
    code = get_global("zone_territories").get(today)
    return locale_of(current_language()).territories.get(code)


def zone_name(zone: str, moment: datetime) -> str:
    """Return the long name of *zone* at *moment*: Eastern Standard Time."""
    return get_timezone_name(moment.astimezone(ZoneInfo(zone)), width="long", locale=_locale())


def zone_name_all_year(zone: str) -> str:
    """Return what *zone* is called in winter and summer alike: Eastern Time.

    A zone whose clocks are never changed has one name: Mountain Standard Time in Phoenix.
    """
    there = ZoneInfo(zone)
    offsets = {datetime(THIS_CENTURY, month, 1, tzinfo=there).utcoffset() for month in (1, 7)}
    variant: Literal["generic", "standard"] = "generic" if len(offsets) > 1 else "standard"
    return get_timezone_name(there, width="long", zone_variant=variant, locale=_locale())


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


def ago(moment: datetime, now: datetime) -> str:
    """Return how long *moment* is past at *now*, to the minute at most: 3 hours ago."""
    past = min(moment - now, timedelta(seconds=-1))
    return format_timedelta(past, granularity="minute", add_direction=True, locale=_locale())


def number(value: float) -> str:
    """Return *value* with the separators of the reader's language: 12,345."""
    return format_decimal(value, locale=_locale())


def listed(words: Sequence[str]) -> str:
    """Return *words* as one phrase: A, B, and C."""
    return format_list(words, locale=_locale())


def _locale() -> Locale:
    return locale_of(current_language())
