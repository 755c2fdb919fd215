"""Links that subscribe to a feed, or copy one webinar into a calendar of the web.

A copied event hears of no change and no cancellation; pages say so.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from urllib.parse import quote, urlencode

from webinars.domain.ical.text import clean_line, clean_text

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar"
OFFICE_365 = "https://outlook.office.com/calendar"
YAHOO = "https://calendar.yahoo.com/"
# Longer addresses are cut off or refused on the way.
LONGEST = 1900
LONGEST_TITLE = 600
ELLIPSIS = "…"


@dataclass(frozen=True)
class SubscribeLinks:
    """One feed, as each calendar program wants it."""

    url: str
    webcal: str
    google: str
    outlook: str
    office_365: str


@dataclass(frozen=True)
class EventLinks:
    """One webinar, as each calendar of the web takes it; ``ics`` is for all others."""

    google: str
    outlook: str
    office_365: str
    yahoo: str
    ics: str


@dataclass(frozen=True)
class LinkedEvent:
    """What is copied: aware moments, and a text that names the page, as ``event_texts`` makes."""

    title: str
    starts_at: datetime
    ends_at: datetime
    text: str
    location: str
    page_url: str
    ics_url: str


def webcal_url(url: str) -> str:
    """Return the ``webcal:`` form of the address of a feed, which programs subscribe to."""
    return "webcal://" + url.partition("://")[2]


def subscribe_links(url: str, *, name: str) -> SubscribeLinks:
    """Return the links that subscribe to the feed at *url*, called *name* where asked for."""
    add = "/0/addfromweb?" + _query(url=url, name=clean_line(name))
    return SubscribeLinks(
        url=url,
        webcal=webcal_url(url),
        # With https in it, Google takes it for the address of a person.
        google=f"{GOOGLE}?{_query(cid=webcal_url(url))}",
        outlook=OUTLOOK + add,
        office_365=OFFICE_365 + add,
    )


def event_links(event: LinkedEvent) -> EventLinks:
    """Return the links that copy *event*, each short enough to travel."""
    return EventLinks(
        google=_google(event),
        outlook=_outlook(event, OUTLOOK),
        office_365=_outlook(event, OFFICE_365),
        yahoo=_yahoo(event),
        ics=event.ics_url,
    )


def _google(event: LinkedEvent) -> str:
    fields = {
        "action": "TEMPLATE",
        "text": _title(event),
        "dates": f"{_compact(event.starts_at)}/{_compact(event.ends_at)}",
        "location": event.location,
    }
    return _with_text(event, GOOGLE, fields, "details")


def _outlook(event: LinkedEvent, site: str) -> str:
    fields = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "startdt": _extended(event.starts_at),
        "enddt": _extended(event.ends_at),
        "subject": _title(event),
        "location": event.location,
    }
    return _with_text(event, f"{site}/deeplink/compose", fields, "body")


def _yahoo(event: LinkedEvent) -> str:
    minutes = int((event.ends_at - event.starts_at).total_seconds()) // 60
    fields = {
        "v": "60",
        "title": _title(event),
        "st": _compact(event.starts_at),
        "dur": f"{minutes // 60:02}{minutes % 60:02}",
        "in_loc": event.location,
    }
    return _with_text(event, YAHOO, fields, "desc")


def _title(event: LinkedEvent) -> str:
    return _shortened(clean_line(event.title), LONGEST_TITLE)


def _with_text(event: LinkedEvent, site: str, fields: dict[str, str], name: str) -> str:
    """Add the text; when it is too long, its beginning and the page that has all of it."""
    base = f"{site}?{_query(**fields)}"
    room = LONGEST - len(base) - len(f"&{name}=")
    text = clean_text(event.text)
    if _quoted_length(text) > room:
        closing = f"\n\n{event.page_url}"
        text = _shortened(text, room - _quoted_length(closing)) + closing
    return f"{base}&{_query(**{name: text})}"


def _shortened(text: str, room: int) -> str:
    """Return *text*, or its beginning with an ellipsis, of *room* octets once in an address."""
    if _quoted_length(text) <= room:
        return text
    room -= _quoted_length(ELLIPSIS)
    lengths = accumulate(map(_quoted_length, text))
    return text[: sum(length <= room for length in lengths)] + ELLIPSIS


def _quoted_length(text: str) -> int:
    return len(quote(text, safe=""))


def _query(**fields: str) -> str:
    # Spaces as %20: Outlook shows a plus as it is.
    return urlencode(fields, quote_via=quote, safe="")


def _compact(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _extended(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
