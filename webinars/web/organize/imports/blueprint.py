"""Where the pages of imports are, and what they have in common."""

from flask import Blueprint

from webinars.i18n import lazy_gettext
from webinars.models import ImportState

bp = Blueprint("imports", __name__, url_prefix="/registrants/<series>/import")

STATES = {
    ImportState.KEPT: lazy_gettext("Columns to be matched"),
    ImportState.CHECKED: lazy_gettext("Ready to be confirmed"),
    ImportState.RUNNING: lazy_gettext("Under way"),
    ImportState.STOPPED: lazy_gettext("Stopped"),
    ImportState.DONE: lazy_gettext("Done"),
    ImportState.INVITING: lazy_gettext("Being invited"),
    ImportState.UNDOING: lazy_gettext("Being undone"),
    ImportState.UNDONE: lazy_gettext("Undone"),
}
KINDS = {
    ImportState.RUNNING: "wait",
    ImportState.INVITING: "wait",
    ImportState.UNDOING: "wait",
    ImportState.DONE: "good",
    ImportState.STOPPED: "problem",
}
