"""Stopping reminders or announcements from a mail, with one click (RFC 8058)."""

from collections.abc import Collection

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.errors import NotFound
from webinars.extensions import csrf, transaction
from webinars.i18n import gettext, prefer
from webinars.models import Registrant, SuppressionScope
from webinars.queries.registrants import registrant_by_unsubscribe_token
from webinars.queries.suppressions import scopes_held_back
from webinars.services import registrants, suppressions
from webinars.web import limits
from webinars.web.me.blueprint import show_dead_link

bp = Blueprint("unsubscribe", __name__)
bp.register_error_handler(NotFound, show_dead_link)


# What an address may name after ``of=``; without it both are meant, as in mails of changes.
SCOPES = {
    "reminders": frozenset({SuppressionScope.REMINDERS}),
    "announcements": frozenset({SuppressionScope.ANNOUNCEMENTS}),
}
BOTH = frozenset({SuppressionScope.REMINDERS, SuppressionScope.ANNOUNCEMENTS})


@bp.get("/unsubscribe/<token>")
def show(token: str) -> ResponseReturnValue:
    """Explain what stops and what does not; looking at it changes nothing."""
    registrant = subscriber(token)
    stopped = not_sent(registrant)
    asked = request.args.get("of", "")
    return render_template(
        "me/unsubscribe.html",
        token=token,
        stopped=stopped,
        comes_back=suppressions.comes_back(registrant),
        # What the mail was about comes first.
        order=sorted(stopped, key=lambda name: (name != asked, name != "reminders")),
        asked=asked if asked in SCOPES else "",
    )


@bp.post("/unsubscribe/<token>")
# RFC 8058, 3.2: the reader's mail program posts it, without a cookie.
@csrf.exempt
def stop(token: str) -> ResponseReturnValue:
    """Stop mails of the kind that the address names, for the page and for mail programs."""
    scopes = _scopes()
    with transaction():
        registrants.stop_mails(subscriber(token), scopes, now=utcnow())
    if request.form.get("List-Unsubscribe") == "One-Click":
        # RFC 8058, 3.1: no redirect.
        return told_stopped(scopes)
    return redirect(url_for(".show", token=token, of=request.args.get("of")), 303)


@bp.post("/unsubscribe/<token>/resume")
def resume(token: str) -> ResponseReturnValue:
    """Send mails of the kind that the address names again."""
    scopes = _scopes()
    with transaction():
        registrants.resume_mails(subscriber(token), scopes, now=utcnow())
    flash(told_resumed(scopes))
    return redirect(url_for(".show", token=token, of=request.args.get("of")), 303)


def not_sent(registrant: Registrant) -> dict[str, bool]:
    """Return of which kinds a person gets no mail, as they chose or their address has it."""
    held_back = scopes_held_back(registrant)
    stopped_at = {
        SuppressionScope.REMINDERS: registrant.reminders_stopped_at,
        SuppressionScope.ANNOUNCEMENTS: registrant.announcements_stopped_at,
    }
    return {
        name: any(stopped_at[one] is not None or one in held_back for one in scopes)
        for name, scopes in SCOPES.items()
    }


def told_stopped(scopes: Collection[SuppressionScope]) -> str:
    """Return what somebody gets no more, in a sentence."""
    if SuppressionScope.ANNOUNCEMENTS not in scopes:
        return gettext("You get no more reminders.")
    if SuppressionScope.REMINDERS not in scopes:
        return gettext("You get no more announcements.")
    return gettext("You get no more reminders and announcements.")


def told_resumed(scopes: Collection[SuppressionScope]) -> str:
    """Return what somebody gets again, in a sentence."""
    if SuppressionScope.ANNOUNCEMENTS not in scopes:
        return gettext("You get reminders again.")
    if SuppressionScope.REMINDERS not in scopes:
        return gettext("You get announcements again.")
    return gettext("You get reminders and announcements again.")


def _scopes() -> frozenset[SuppressionScope]:
    return SCOPES.get(request.args.get("of", ""), BOTH)


def subscriber(token: str) -> Registrant:
    """Return whose mails *token* stops, and speak their language.

    Raises NotFound, or TooManyRequests.
    """
    with limits.wrong_tokens_counted():
        registrant = registrant_by_unsubscribe_token(token)
    prefer(registrant.language)
    return registrant
