"""Stopping reminders from a mail, with one click (RFC 8058)."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.errors import NotFound
from webinars.extensions import csrf, transaction
from webinars.i18n import gettext, prefer
from webinars.models import Registrant
from webinars.queries.registrants import registrant_by_unsubscribe_token
from webinars.services import registrants
from webinars.web import limits
from webinars.web.me.blueprint import show_dead_link

bp = Blueprint("unsubscribe", __name__)
bp.register_error_handler(NotFound, show_dead_link)


@bp.get("/unsubscribe/<token>")
def show(token: str) -> ResponseReturnValue:
    """Explain what stops and what does not; looking at it changes nothing."""
    registrant = subscriber(token)
    return render_template(
        "me/unsubscribe.html",
        token=token,
        is_stopped=registrant.reminders_stopped_at is not None,
    )


@bp.post("/unsubscribe/<token>")
# RFC 8058, 3.2: the reader's mail program posts it, without a cookie.
@csrf.exempt
def stop(token: str) -> ResponseReturnValue:
    """Stop reminders, for the page's button and for mail programs."""
    with transaction():
        registrants.stop_reminders(subscriber(token), now=utcnow())
    if request.form.get("List-Unsubscribe") == "One-Click":
        # RFC 8058, 3.1: no redirect.
        return gettext("You get no more reminders and news.")
    return redirect(url_for(".show", token=token), 303)


@bp.post("/unsubscribe/<token>/resume")
def resume(token: str) -> ResponseReturnValue:
    """Send reminders again."""
    with transaction():
        registrants.resume_reminders(subscriber(token))
    flash(gettext("You get reminders and news again."))
    return redirect(url_for(".show", token=token), 303)


def subscriber(token: str) -> Registrant:
    """Return whose reminders *token* stops, and speak their language.

    Raises NotFound, or TooManyRequests.
    """
    with limits.wrong_tokens_counted():
        registrant = registrant_by_unsubscribe_token(token)
    prefer(registrant.language)
    return registrant
