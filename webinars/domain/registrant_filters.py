"""Which registrants of a series a list shows, and in which order: one frozen value.

The list, the export and the audiences of mails all read it, and it travels in addresses.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self, TypeVar

from webinars.models import AccessKind, EnrollmentStatus, PartStat
from webinars.texts import folded

LONGEST = 200
MOST_WORDS = 8
ANY = "any"
DESCENDING = "-"
Member = TypeVar("Member", bound=enum.StrEnum)


class SortKey(enum.StrEnum):
    """By what a list is sorted; the registration's number decides between equals."""

    NAME = "name"
    ORGANIZATION = "organization"
    REGISTERED = "registered"
    STATUS = "status"


class Attendance(enum.StrEnum):
    """Whether the holder of a seat went in."""

    JOINED = "joined"
    NOT_JOINED = "not_joined"


class Reach(enum.StrEnum):
    """Whether mail arrives."""

    COMES_BACK = "comes_back"


@dataclass(frozen=True)
class RegistrantFilters:
    """What is asked for; everything left empty asks for nothing.

    Status, attendance and answer are those in *webinar*, or in any webinar of the series.
    """

    text: str = ""
    # The webinar's slug.
    webinar: str = ""
    status: EnrollmentStatus | None = None
    # Which co-sponsor's link brought the person.
    ref: str = ""
    language: str = ""
    # A kind of access request, or ANY.
    access: str = ""
    attendance: Attendance | None = None
    reach: Reach | None = None
    # What the calendars of those with a seat answered.
    answer: PartStat | None = None
    sort: SortKey = SortKey.REGISTERED
    is_descending: bool = True

    @classmethod
    def read(cls, args: Mapping[str, str]) -> Self:
        """Read the query of an address; what makes no sense is left out."""
        sort = args.get("sort", "")
        key = _member(SortKey, sort.removeprefix(DESCENDING))
        access = args.get("access", "")
        return cls(
            text=_line(args.get("q", "")),
            webinar=_line(args.get("webinar", "")),
            status=_member(EnrollmentStatus, args.get("status", "")),
            ref=_line(args.get("ref", "")),
            language=_line(args.get("language", "")),
            access=access if access == ANY or _member(AccessKind, access) else "",
            attendance=_member(Attendance, args.get("attendance", "")),
            reach=_member(Reach, args.get("mail", "")),
            answer=_member(PartStat, args.get("answer", "")),
            sort=key or SortKey.REGISTERED,
            is_descending=sort.startswith(DESCENDING) if key else True,
        )

    def args(self) -> dict[str, str]:
        """Return the query that reads as this; what is left empty is not in it."""
        found = {
            "q": self.text,
            "webinar": self.webinar,
            "status": self.status or "",
            "ref": self.ref,
            "language": self.language,
            "access": self.access,
            "attendance": self.attendance or "",
            "mail": self.reach or "",
            "answer": self.answer or "",
            "sort": "" if self.is_usual_order else self.order,
        }
        return {name: str(value) for name, value in found.items() if value}

    @property
    def order(self) -> str:
        """Key and direction as the address has them: ``name``, or ``-name`` from the end."""
        return f"{DESCENDING if self.is_descending else ''}{self.sort}"

    @property
    def is_usual_order(self) -> bool:
        """Whether the newest come first, as when nobody asked for an order."""
        return self.sort is SortKey.REGISTERED and self.is_descending

    @property
    def words(self) -> list[str]:
        """The words to be found, without case and accents."""
        return folded(self.text).split()[:MOST_WORDS]

    @property
    def is_empty(self) -> bool:
        """Whether everybody is shown, in whatever order."""
        return not any(self.narrowing().values())

    @property
    def has_choices(self) -> bool:
        """Whether something beside words is asked for."""
        return any(value for name, value in self.narrowing().items() if name != "text")

    def narrowing(self) -> dict[str, Any]:
        """Return what leaves somebody out, by name."""
        order = {"sort", "is_descending"}
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if field.name not in order
        }

    def sorted_by(self, key: SortKey) -> Self:
        """Return the same people sorted by *key*; the other way round where they already are."""
        is_descending = not self.is_descending if key is self.sort else key is SortKey.REGISTERED
        return replace(self, sort=key, is_descending=is_descending)


def _line(text: str) -> str:
    # No database can look for NUL.
    return " ".join(text.replace("\0", " ").split())[:LONGEST]


def _member(members: type[Member], value: str) -> Member | None:
    return members(value) if value in {member.value for member in members} else None
