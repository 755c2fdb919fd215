"""Bringing a short list into another order: one step up or down, and back."""

from collections.abc import Mapping, Sequence

from flask import request

ORDER = "order"


def moved(slugs: Sequence[str], form: Mapping[str, str]) -> list[str]:
    """Return *slugs* with the one named in the field ``up`` or ``down`` moved by one place."""
    order = list(slugs)
    for field, step in (("up", -1), ("down", 1)):
        slug = form.get(field, "")
        if slug in order:
            place = order.index(slug)
            order.insert(max(0, place + step), order.pop(place))
    return order


def order_in(slugs: Sequence[str]) -> str:
    """Return *slugs* as an address can hold them."""
    return ",".join(slugs)


def asked_order(slugs: Sequence[str]) -> list[str]:
    """Return the order that the address asks for, as far as it names *slugs*."""
    wanted = request.args.get(ORDER, "").split(",")
    return [slug for slug in dict.fromkeys(wanted) if slug in slugs]
