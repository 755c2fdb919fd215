"""Dates and times as organizers type them: on the wall of one zone, and which moment that is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import Field, SelectField, StringField
from wtforms.widgets import TextInput

from webinars.domain import scheduling
from webinars.domain.scheduling import TimeFault
from webinars.i18n import clock_time, gettext, lazy_gettext, zone_abbreviation
from webinars.web.fields import AtMost, choices, one_line

FIRST, SECOND = "first", "second"


class DateInput(TextInput):
    """A browser's own way to choose a date; a line of text where it has none."""

    input_type = "date"


class TimeInput(TextInput):
    """A browser's own way to choose a time of day."""

    input_type = "time"


def date_field(label: str) -> StringField:
    """Return a field for a date, YYYY-MM-DD."""
    return StringField(label, widget=DateInput(), validators=[AtMost(10)], filters=[one_line])


def time_field(label: str) -> StringField:
    """Return a field for a time of day, HH:MM."""
    return StringField(label, widget=TimeInput(), validators=[AtMost(8)], filters=[one_line])


def occurrence_field() -> SelectField:
    """Return the choice between the two times that the clocks show alike."""
    words = {
        "": lazy_gettext("This time comes once"),
        FIRST: lazy_gettext("The first time, before the clocks are turned back"),
        SECOND: lazy_gettext("The second time, after the clocks are turned back"),
    }
    return SelectField(lazy_gettext("Which of the two?"), choices=choices(words), default="")


@dataclass(frozen=True)
class Entry:
    """Where one moment is typed: the fields of its date, its time, and which of two it is."""

    date: Field
    time: Field
    which: Field | None = None

    def moment(self, zone: str) -> datetime | None:
        """Return the moment typed, None when both fields are empty or something is wrong.

        What is wrong is then noted at the field.
        """
        date, time = self.date.data, (self.time.data or "")[:5]
        if not date and not time:
            return None
        if not date or not time:
            self._refuse(self.time if date else self.date, gettext("Enter both date and time."))
            return None
        wall = scheduling.parse_wall_time(f"{date} {time}")
        if isinstance(wall, TimeFault):
            self._refuse(*self._malformed(wall))
            return None
        at = scheduling.to_utc(wall, zone)
        return at if isinstance(at, datetime) else self._settled(wall, at, zone)

    def _settled(self, wall: datetime, fault: TimeFault, zone: str) -> datetime | None:
        first, second = (
            scheduling.moment(text, zone) for text in scheduling.alternatives(wall, zone)
        )
        if not isinstance(first, datetime) or not isinstance(second, datetime):
            raise TypeError("an alternative is no moment")
        if fault is TimeFault.AMBIGUOUS and self.which is not None:
            if self.which.data in {FIRST, SECOND}:
                return first if self.which.data == FIRST else second
            self._refuse(
                self.which,
                gettext(
                    "On that day the clocks are turned back: %(time)s comes twice. "
                    "Choose which of the two you mean.",
                    time=clock_time(first, zone),
                ),
            )
        elif fault is TimeFault.AMBIGUOUS:
            words = gettext(
                "On that day the clocks are turned back: this time comes twice. Choose another."
            )
            self._refuse(self.time, words)
        else:
            self._refuse(
                self.time,
                gettext(
                    "On that day the clocks are turned ahead: this time does not exist. "
                    "Enter %(before)s (%(first_zone)s) or %(after)s (%(second_zone)s).",
                    before=clock_time(first, zone),
                    first_zone=zone_abbreviation(first, zone),
                    after=clock_time(second, zone),
                    second_zone=zone_abbreviation(second, zone),
                ),
            )
        return None

    def _malformed(self, fault: TimeFault) -> tuple[Field, str]:
        if fault is TimeFault.OUT_OF_RANGE:
            return self.date, gettext("Enter a year between 2000 and 2100.")
        if fault is TimeFault.NO_SUCH_DATE:
            return self.date, gettext("There is no such date.")
        if scheduling.parse_time((self.time.data or "")[:5]) is None:
            return self.time, gettext("Enter a time such as 15:30.")
        return self.date, gettext("Enter a date such as 2026-12-01.")

    @staticmethod
    def _refuse(field: Field, words: str) -> None:
        field.errors = (*field.errors, words)


def typed(at: datetime | None, zone: str, name: str) -> dict[str, Any]:
    """Return what the fields *name*_date, *name*_time and *name*_which hold for a moment."""
    if at is None:
        return {f"{name}_date": "", f"{name}_time": "", f"{name}_which": ""}
    there = at.astimezone(ZoneInfo(zone))
    wall = there.replace(tzinfo=None, fold=0)
    is_doubled = scheduling.to_utc(wall, zone) is TimeFault.AMBIGUOUS
    which = (SECOND if there.fold else FIRST) if is_doubled else ""
    return {
        f"{name}_date": there.strftime("%Y-%m-%d"),
        f"{name}_time": there.strftime("%H:%M"),
        f"{name}_which": which,
    }
