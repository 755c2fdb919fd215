"""What is said of a series in one line: how many webinars, when, and who is behind it."""

from zoneinfo import ZoneInfo

from babel.dates import format_interval

from webinars.i18n import current_language, gettext, listed, locale_of, ngettext
from webinars.models import Series, Sponsor, Webinar


def dated_webinars(series: Series) -> list[Webinar]:
    """Return the webinars that take place on a known date, in the series' order."""
    return [one for one in series.webinars if one.is_dated and not one.is_cancelled]


def size(series: Series) -> str:
    """Return how many webinars *series* has."""
    number = len(series.webinars)
    if not number:
        return gettext("A series of webinars")
    return ngettext("A series of %(num)s webinar", "A series of %(num)s webinars", number)


def dates(series: Series) -> str:
    """Return the first and the last day of *series* in its own zone; empty while none is known."""
    starts = sorted(one.starts_at for one in dated_webinars(series) if one.starts_at)
    if not starts:
        return ""
    zone, language = ZoneInfo(series.time_zone), current_language()
    first, last = (moment.astimezone(zone).date() for moment in (starts[0], starts[-1]))
    return str(format_interval(first, last, skeleton="yMMMMd", locale=locale_of(language)))


def behind(series: Series) -> tuple[str, ...]:
    """Return a phrase on the organizer and one on the co-sponsors, of those there are."""
    phrases = []
    if series.organizer is not None:
        name = series.organizer.name.pick(current_language()).text
        phrases.append(gettext("Organized by %(name)s", name=name))
    if series.co_sponsors:
        names = listed([short_name(sponsor) for sponsor in series.co_sponsors])
        phrases.append(gettext("Co-sponsored by %(names)s", names=names))
    return tuple(phrases)


def short_name(sponsor: Sponsor) -> str:
    """Return the organization's name, as short as it is known."""
    return sponsor.acronym or sponsor.name.pick(current_language()).text
