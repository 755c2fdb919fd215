"""A webinar as a VEVENT."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event, Parameters, vCalAddress, vUri

from webinars.domain.ical.text import clean_line, clean_parameter, clean_text, mailto
from webinars.models import Webinar

PRODUCT = "-//Webinars//Webinars 1//EN"


@dataclass(frozen=True)
class EventText:
    """What people read in an event, in one language.

    ``cancelled_summary`` is the title for someone to whom the event is called off, be it the
    whole webinar or only this person's invitation.
    """

    summary: str
    cancelled_summary: str
    description: str
    location: str
    join_label: str


@dataclass(frozen=True)
class Party:
    """Somebody named in an event; the address is a bare one, without ``mailto:``."""

    name: str
    address: str


def calendar(method: str) -> Calendar:
    """Return an empty calendar object for the iTIP *method*.

    ``Calendar.new()`` is never used: it invents a UID, so that no two answers are equal.
    """
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", PRODUCT)
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    return made


def event(
    webinar: Webinar,
    text: EventText,
    *,
    uid: str,
    sequence: int,
    stamped_at: datetime,
    organizer: Party,
    page_url: str,
    is_cancelled: bool,
    times: tuple[datetime, datetime] | None = None,
) -> Event:
    """Return *webinar* as a VEVENT in UTC, stamped and last modified at *stamped_at*.

    *times* are start and end where the webinar's own do not count. Raises ValueError for a
    webinar whose date is still to be announced.
    """
    starts_at, ends_at = times or (webinar.starts_at, webinar.ends_at)
    if starts_at is None or ends_at is None:
        raise ValueError(f"webinar {webinar.id} has no date")
    made = Event()
    made.add("uid", uid)
    made.add("sequence", sequence)
    made.add("dtstamp", stamped_at.astimezone(UTC))
    made.add("last-modified", stamped_at.astimezone(UTC))
    made.add("created", webinar.created_at.astimezone(UTC))
    made.add("dtstart", starts_at.astimezone(UTC))
    made.add("dtend", ends_at.astimezone(UTC))
    made.add("summary", clean_line(text.cancelled_summary if is_cancelled else text.summary))
    made.add("description", clean_text(text.description))
    made.add("location", clean_line(text.location))
    made.add("url", page_url)
    made.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    made.add("transp", "TRANSPARENT" if is_cancelled else "OPAQUE")
    made.add("class", "PUBLIC")
    made.add("organizer", party(organizer))
    return made


def party(person: Party) -> vCalAddress:
    """Return *person* as a CAL-ADDRESS; without a name the address stands for it."""
    made = vCalAddress(mailto(person.address))
    made.params["CN"] = clean_parameter(person.name) or person.address
    return made


def add_conference(to: Event, join_url: str, label: str) -> None:
    """Say where to join (RFC 7986, 5.11)."""
    # icalendar's Conference would write the two features as a single, unknown one.
    features = ["AUDIO", "VIDEO"]
    parameters = Parameters(value="URI", feature=features, label=clean_parameter(label))
    to.add("conference", vUri(join_url), parameters=parameters)


def add_alarm(to: Event, before: timedelta) -> None:
    """Show the event's title *before* its start."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -before)
    alarm.add("description", to["summary"])
    to.add_component(alarm)
