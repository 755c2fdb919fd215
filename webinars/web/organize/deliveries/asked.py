"""Reading the filters of a list of mails from its address, and writing them into one."""

import enum
from typing import Any, TypeVar

from flask import request

from webinars.domain.delivery_stands import Stand
from webinars.domain.permissions import Permission
from webinars.models import MessageKind, Series
from webinars.queries.delivery_lists import DeliveryFilters
from webinars.web.organize.access import allowed

LONGEST = 200
Member = TypeVar("Member", bound=enum.StrEnum)


def filters_asked_for(series: Series) -> DeliveryFilters:
    """Return what the address asks for; what makes no sense is left out."""
    sees_addresses = allowed(Permission.SEE_REGISTRANTS, series)
    return DeliveryFilters(
        stand=_member(Stand, "stand"),
        kind=_member(MessageKind, "kind"),
        webinar=_text("webinar"),
        address=_text("address") if sees_addresses else "",
    )


def as_typed(filters: DeliveryFilters) -> dict[str, Any]:
    """Return the query that reads as *filters*; what is left empty is not in it."""
    found = {
        "stand": filters.stand or "",
        "kind": filters.kind or "",
        "webinar": filters.webinar,
        "address": filters.address,
    }
    return {name: str(value) for name, value in found.items() if value}


def number_asked_for(name: str) -> int | None:
    """Return the number of a mail in the query, or None."""
    typed = request.args.get(name, "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 18 else None


def _text(name: str) -> str:
    return " ".join(request.args.get(name, "").replace("\0", "").split())[:LONGEST]


def _member(kind: type[Member], name: str) -> Member | None:
    try:
        return kind(request.args.get(name, ""))
    except ValueError:
        return None
