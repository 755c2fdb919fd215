"""Forms that were sent by somebody whose sign-in had ended, to be shown again as they were."""

from flask import g, request, session
from werkzeug.datastructures import MultiDict

from webinars.clock import utcnow
from webinars.queries.sign_ins import held_form

# The name in addresses and in the session.
HELD = "held"


def nonces() -> list[str]:
    """Return what names the forms that this browser sent."""
    found = session.get(HELD, [])
    return list(found) if isinstance(found, list) else []


def held_fields() -> MultiDict[str, str] | None:
    """Return the fields of the form that this page is to show again; None for any other page."""
    if "held_fields" not in g:
        g.held_fields = _held_fields()
    fields: MultiDict[str, str] | None = g.held_fields
    return fields


def _held_fields() -> MultiDict[str, str] | None:
    nonce = request.args.get(HELD)
    if nonce is None or nonce not in nonces() or request.method != "GET":
        return None
    found = held_form(nonce, now=utcnow())
    return MultiDict(found.fields) if found is not None and found.path == request.path else None
