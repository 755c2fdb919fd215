"""The pages below a registrant's private link, and whose they are."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from webinars.errors import NotFound
from webinars.i18n import prefer
from webinars.models import Registrant
from webinars.queries.registrants import registrant_by_manage_token
from webinars.web import errors, limits

bp = Blueprint("me", __name__, url_prefix="/me/<token>")
limits.limit_writing(bp)


def owner(token: str) -> Registrant:
    """Return whose pages *token* opens, and speak their language.

    Raises NotFound, Gone, or TooManyRequests.
    """
    with limits.wrong_tokens_counted():
        registrant = registrant_by_manage_token(token)
    g.registrant_id = registrant.id
    prefer(registrant.language)
    return registrant


def show_dead_link(error: NotFound) -> ResponseReturnValue:
    """Say that a link opens nothing (404) or nothing any more (410), and how to get another."""
    status = errors.status_of(error)
    return render_template("me/dead_link.html", message=error.message, status=status), status


bp.register_error_handler(NotFound, show_dead_link)
