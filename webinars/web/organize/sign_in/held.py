"""What a signed-out visitor wanted: to look, or to send what was typed.

A page that was only looked at is opened after signing in. A form that was sent is held: after
signing in it is shown again as it was filled, to be checked and sent. Nothing is done by itself.
"""

from contextlib import nullcontext
from typing import Any
from urllib.parse import urlencode

from flask import current_app, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from webinars.clock import utcnow
from webinars.extensions import transaction
from webinars.i18n import gettext
from webinars.links import new_nonce
from webinars.services import held_forms
from webinars.web import limits
from webinars.web.forms import show_stale
from webinars.web.held import HELD, nonces
from webinars.web.organize.access import signed_in_user
from webinars.web.security import READING_METHODS

MOST_HELD = 5
# In the session: what stood in the form for signing in.
ADDRESS = "typed_address"
NEVER_HELD = {"csrf_token"}


def ask_to_sign_in(*_: Any, **__: Any) -> ResponseReturnValue:
    """Send a signed-out visitor to the page for signing in, from which one comes back here."""
    return redirect(url_for("security.login", next=_wanted()), 303)


def ask_again(*_: Any, **__: Any) -> ResponseReturnValue:
    """Ask somebody who signed in long ago for the password, before something delicate."""
    return redirect(url_for("security.verify", next=_wanted()), 303)


def hold_stale(error: CSRFError) -> ResponseReturnValue:
    """Hold a form of the console whose token is stale because the sign-in has ended."""
    if signed_in_user() is None:
        return ask_to_sign_in()
    return show_stale(error)


def show_entrance_again(error: CSRFError) -> ResponseReturnValue:
    """Show a page for signing in again whose token is stale, with the address that was typed."""
    view: Any = current_app.view_functions[request.endpoint or ""]
    if getattr(view, "is_shown_again", False) or not _can_be_shown():
        return show_stale(error)
    session[ADDRESS] = request.form.get("email", "")
    flash(
        gettext(
            "This page had been open for too long, or your browser did not send our cookie back. "
            "Please try once more."
        )
    )
    values: dict[str, Any] = {**(request.view_args or {}), "next": request.form.get("next") or None}
    return redirect(url_for(request.endpoint or "", **values), 303)


def _wanted() -> str:
    """Return the address to come back to; for a form it shows what was typed."""
    if request.method in READING_METHODS:
        return request.full_path.rstrip("?")
    nonce = _held()
    if nonce is None:
        return "/organize/"
    if not _can_be_shown():
        return url_for("organize.held.show", nonce=nonce)
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != HELD]
    return f"{request.path}?{urlencode([*kept, (HELD, nonce)])}"


def _held() -> str | None:
    """Keep the form; None when too many come from that network."""
    if not limits.may_hold():
        return None
    fields = {
        name: values
        for name, values in request.form.lists()
        if name not in NEVER_HELD and "password" not in name
    }
    nonce = new_nonce()
    # Flask-Security's pages have begun theirs already.
    with nullcontext() if "security_transaction" in g else transaction():
        held_forms.hold(nonce, path=request.path, fields=fields, now=utcnow())
    session[HELD] = [*nonces()[1 - MOST_HELD :], nonce]
    return nonce


def _can_be_shown() -> bool:
    """Whether the address has a page to look at, on which the form stands."""
    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        return False
    try:
        adapter.match(request.path, method="GET")
    except (MethodNotAllowed, NotFound, RequestRedirect):
        return False
    return True
