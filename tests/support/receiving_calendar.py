"""Somebody's calendar program: what it shows after the mails it got (RFC 5546, 2.1.5)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from icalendar import Calendar, Component


@dataclass
class Shown:
    """The last message of one UID, as the program has it."""

    sequence: int
    stamped_at: datetime
    first_message_id: str
    is_cancelled: bool
    title: str
    times: tuple[datetime, datetime]
    page_url: str
    attendee: str
    partstat: str


@dataclass
class ReceivingCalendar:
    """All events of one mailbox; what breaks the order of messages is an AssertionError."""

    events: dict[str, Shown] = field(default_factory=dict)

    @property
    def on_show(self) -> list[Shown]:
        """The events that take place."""
        return [one for one in self.events.values() if not one.is_cancelled]

    def receive(self, content: bytes) -> None:
        """Take a mail over; one without a calendar part changes nothing."""
        mail = message_from_bytes(content, policy=default)
        assert isinstance(mail, EmailMessage)
        parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        if parts:
            [part] = parts
            self._apply(mail, part)

    def _apply(self, mail: EmailMessage, part: EmailMessage) -> None:
        calendar = Calendar.from_ical(part.get_payload(decode=True))
        [event] = calendar.walk("VEVENT")
        is_cancel = calendar["METHOD"] == "CANCEL"
        assert part.get_param("method") == calendar["METHOD"]
        assert (event["STATUS"] == "CANCELLED") is is_cancel
        assert mail["To"].addresses[0].addr_spec == event["ATTENDEE"].removeprefix("mailto:")
        assert mail["From"].addresses[0].addr_spec == event["ORGANIZER"].removeprefix("mailto:")
        known = self.events.get(event["UID"])
        if known is None:
            assert not is_cancel, "a CANCEL of what was never announced"
        else:
            _check_order(known, event, mail)
        self.events[event["UID"]] = _shown(event, mail, known, is_cancelled=is_cancel)


def _check_order(known: Shown, event: Component, mail: EmailMessage) -> None:
    assert not known.is_cancelled, "a UID came back after its CANCEL"
    assert event["SEQUENCE"] >= known.sequence
    assert known.stamped_at + timedelta(seconds=1) <= event.DTSTAMP
    times = (event.start, event.end)
    assert times == known.times or event["SEQUENCE"] > known.sequence
    assert mail["In-Reply-To"] == mail["References"] == known.first_message_id


def _shown(
    event: Component, mail: EmailMessage, known: Shown | None, *, is_cancelled: bool
) -> Shown:
    return Shown(
        sequence=event["SEQUENCE"],
        stamped_at=event.DTSTAMP,
        first_message_id=known.first_message_id if known else str(mail["Message-ID"]),
        is_cancelled=is_cancelled,
        title=str(event["SUMMARY"]),
        times=(event.start, event.end),
        page_url=str(event["URL"]),
        attendee=event["ATTENDEE"].removeprefix("mailto:"),
        partstat=event["ATTENDEE"].params["PARTSTAT"],
    )
