"""Calendar objects, read back as a calendar program reads them."""

import re
from typing import Any

from icalendar import Calendar, Component

HOSTILE = (
    'Ünïcode, commas; semi\\colons: "quotes" 🎥 a/b & <b>\nBEGIN:VEVENT\r\nUID:evil\r'
    "END:VCALENDAR\x00\x07 \u202edetnirp\u202c \u2028next\x85line " + "日本語" * 160
)


def events_of(content: bytes) -> list[Component]:
    """Return the events of the one calendar in *content*."""
    return Calendar.from_ical(content).walk("VEVENT")


def event_of(content: bytes) -> Component:
    """Return the only event of the one calendar in *content*."""
    [found] = events_of(content)
    return found


def calendar_name(content: bytes) -> str:
    """Return what the calendar calls itself, the same in both properties for it."""
    lines = content.replace(b"\r\n ", b"").decode().split("\r\n")
    names = {
        line.partition(":")[2] for line in lines if line.startswith(("NAME:", "X-WR-CALNAME:"))
    }
    [name] = names
    # RFC 5545, 3.3.11: what a TEXT escapes.
    return re.sub(r"\\(.)", lambda escape: escape[1], name)


def properties(content: bytes, *names: str) -> list[tuple[str, ...]]:
    """Return the given properties of each event, as text."""
    return [tuple(_text(found[name]) for name in names) for found in events_of(content)]


def lines_of(content: bytes) -> list[bytes]:
    """Return the lines as they are folded; each must end with CRLF."""
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")[:-1]
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    return lines


def _text(value: Any) -> str:
    return value.to_ical().decode() if hasattr(value, "to_ical") else str(value)
