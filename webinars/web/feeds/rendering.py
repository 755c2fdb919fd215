"""A feed's rows as the bytes of a calendar."""

from dataclasses import dataclass
from datetime import timedelta

from icalendar import Event

from webinars.domain.ical.event import Party
from webinars.domain.ical.feed import feed as calendar_feed
from webinars.domain.ical.feed import published
from webinars.event_texts import event_text, page_url
from webinars.i18n import gettext, speaking
from webinars.links import join_url
from webinars.models import FeedKind
from webinars.queries.feeds import Feed, FeedEntry, feed_entries
from webinars.settings import settings

ALARM_BEFORE = timedelta(minutes=15)


@dataclass(frozen=True)
class Options:
    """What a subscriber may choose in the address."""

    language: str | None
    has_alarm: bool


def render(feed: Feed, options: Options, *, source: str | None) -> bytes:
    """Return *feed* as a calendar; *source* is its public address, if it has one."""
    entries = [_event(entry, feed, options) for entry in feed_entries(feed)]
    return calendar_feed(entries, name=_name(feed, options), source=source)


def _name(feed: Feed, options: Options) -> str:
    language = options.language or feed.language or settings().default_language
    if feed.name is not None:
        return feed.name.pick(language).text
    with speaking(language):
        is_personal = feed.kind is FeedKind.PERSONAL
        return str(gettext("My webinars") if is_personal else gettext("Webinars"))


def _event(entry: FeedEntry, feed: Feed, options: Options) -> Event:
    webinar = entry.webinar
    language = options.language or feed.language or webinar.series.language
    # Only the holder of a seat learns where to join, and that by a link of their own.
    join = join_url(entry.join_nonce) if entry.join_nonce else None
    sender = settings().sender
    return published(
        webinar,
        event_text(webinar, language, join_url=join),
        host=settings().host,
        organizer=Party(sender.display_name, sender.addr_spec),
        page_url=page_url(webinar),
        join_url=join,
        alarm=ALARM_BEFORE if options.has_alarm else None,
    )
