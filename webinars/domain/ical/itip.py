"""Invitations and their withdrawal: REQUEST and CANCEL (RFC 5546, 3.2.2 and 3.2.5)."""

from datetime import datetime

from icalendar import Event, vCalAddress

from webinars.domain.ical.event import EventText, Party, add_conference, calendar, event, party
from webinars.models import Invitation, Webinar
from webinars.models.delivery import CalendarMethod


def request(
    webinar: Webinar,
    invitation: Invitation,
    text: EventText,
    *,
    sequence: int,
    stamped_at: datetime,
    attendee_name: str,
    organizer_name: str,
    join_url: str,
    page_url: str,
) -> bytes:
    """Return the REQUEST that invites to *webinar*, or tells what became of it.

    UID, ORGANIZER and ATTENDEE are the invitation's own, however names and addresses changed
    since. Raises ValueError for a webinar without a date.
    """
    made = event(
        webinar,
        text,
        uid=invitation.uid,
        sequence=sequence,
        stamped_at=stamped_at,
        organizer=Party(organizer_name, invitation.organizer),
        page_url=page_url,
        is_cancelled=False,
        times=None,
    )
    made.add("attendee", _attendee(invitation, attendee_name))
    add_conference(made, join_url, text.join_label)
    return _message(CalendarMethod.REQUEST, made)


def cancel(
    webinar: Webinar,
    invitation: Invitation,
    text: EventText,
    *,
    sequence: int,
    stamped_at: datetime,
    attendee_name: str,
    organizer_name: str,
    page_url: str,
    last_times: tuple[datetime, datetime] | None = None,
) -> bytes:
    """Return the CANCEL that takes the invitation to *webinar* back.

    It repeats the start and end last sent: *last_times*, where the webinar's present ones are
    others or none. Raises ValueError when there are neither.
    """
    made = event(
        webinar,
        text,
        uid=invitation.uid,
        sequence=sequence,
        stamped_at=stamped_at,
        organizer=Party(organizer_name, invitation.organizer),
        page_url=page_url,
        is_cancelled=True,
        times=last_times,
    )
    made.add("attendee", _attendee(invitation, attendee_name))
    return _message(CalendarMethod.CANCEL, made)


def _attendee(invitation: Invitation, name: str) -> vCalAddress:
    attendee = party(Party(name, invitation.attendee))
    attendee.params["CUTYPE"] = "INDIVIDUAL"
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = invitation.partstat.value
    attendee.params["RSVP"] = "TRUE"
    return attendee


def _message(method: CalendarMethod, made: Event) -> bytes:
    # RFC 5546, 3.2: one message speaks of one UID; several make Outlook drop all but the first.
    whole = calendar(method.value)
    whole.add_component(made)
    return bytes(whole.to_ical())
