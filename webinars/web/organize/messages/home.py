"""The address of messages that names no series."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from webinars.domain.permissions import Permission
from webinars.i18n import gettext
from webinars.web.organize.access import for_signed_in
from webinars.web.organize.choosing import lead_to_series

bp = Blueprint("all_messages", __name__, url_prefix="/messages")


@bp.get("/")
@for_signed_in
def choose() -> ResponseReturnValue:
    """Lead to the messages of the only series, or let one be chosen."""
    return lead_to_series(
        "organize.messages.index",
        Permission.EDIT_SERIES,
        title=gettext("Messages"),
        nothing=gettext("Here will stand the messages of the series that you organize."),
    )
