"""Calendars to subscribe to: METHOD:PUBLISH (RFC 5546, 3.2.1), equal bytes for equal rows."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Component, Event, Timezone, TimezoneStandard, vText, vUri

from webinars.domain.ical.event import (
    EventText,
    Party,
    add_alarm,
    add_conference,
    calendar,
    event,
)
from webinars.domain.ical.text import clean_line
from webinars.models import Webinar

REFRESH = timedelta(hours=1)
# A name of CSS3 (RFC 7986, 5.9).
COLOR = "teal"


def published(
    webinar: Webinar,
    text: EventText,
    *,
    host: str,
    organizer: Party,
    page_url: str,
    join_url: str | None,
    alarm: timedelta | None,
) -> Event:
    """Return *webinar* as subscribers see it, the same in every feed of *host*.

    ``join_url`` is the subscriber's own, None in public feeds. A cancelled webinar has
    neither an alarm nor a place to join. Raises ValueError for a webinar without a date.
    """
    made = event(
        webinar,
        text,
        uid=f"webinar-{webinar.id}@{host}",
        # Google may overlook a change whose number does not rise.
        sequence=webinar.revision,
        # The moment of the last change, not of the answer: equal rows give equal bytes.
        stamped_at=webinar.updated_at,
        organizer=organizer,
        page_url=page_url,
        is_cancelled=webinar.is_cancelled,
    )
    if webinar.is_cancelled:
        return made
    if join_url is not None:
        add_conference(made, join_url, text.join_label)
    if alarm is not None:
        add_alarm(made, alarm)
    return made


def feed(events: Iterable[Event], *, name: str, source: str | None) -> bytes:
    """Return the calendar *name* with *events* in their order.

    ``source`` is the feed's public address; None keeps a secret one out of the bytes.
    """
    whole = calendar("PUBLISH")
    # icalendar escapes these two only as vText, and needs the type of the interval spelled out.
    whole.add("name", vText(clean_line(name)))
    whole.add("x-wr-calname", vText(clean_line(name)))
    whole.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", "PT1H")
    whole.add("color", COLOR)
    if source is not None:
        whole.add("source", vUri(source), parameters={"VALUE": "URI"})
    # RFC 5545, 3.4: a calendar has at least one component; a zone makes an empty one valid.
    components: list[Component] = [*events] or [_utc()]
    for component in components:
        whole.add_component(component)
    return bytes(whole.to_ical())


def _utc() -> Timezone:
    rule = TimezoneStandard()
    rule.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001  # local, as a zone's onset must be
    rule.add("tzoffsetfrom", timedelta(0))
    rule.add("tzoffsetto", timedelta(0))
    zone = Timezone()
    zone.add("tzid", "UTC")
    zone.add_component(rule)
    return zone
