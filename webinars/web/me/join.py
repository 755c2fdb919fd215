"""The way from a seat into the webinar."""

from datetime import datetime, timedelta
from math import ceil

from babel.dates import format_timedelta
from flask import Blueprint, Response, redirect
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.joining import OPENS_BEFORE, Door, door
from webinars.errors import Conflict, NotAllowed, NotFound
from webinars.extensions import transaction
from webinars.i18n import current_language, locale_of, prefer
from webinars.models import Enrollment, EnrollmentStatus, Webinar
from webinars.queries.registrants import enrollment_by_join_token
from webinars.services import attendance
from webinars.web import limits
from webinars.web.forms import Confirmation, shown_again
from webinars.web.me.blueprint import show_dead_link
from webinars.web.security import CONTENT_SECURITY_POLICY

# Not counted by CLIENT_LIMITS: a whole office goes in within the same minute, and nobody
# gets here without a seat's own link.
bp = Blueprint("join", __name__)
bp.register_error_handler(NotFound, show_dead_link)
# Browsers check all redirects that follow a form, and platforms send people on.
POLICY_WITH_WAY_OUT = CONTENT_SECURITY_POLICY.replace(
    "form-action 'self'", "form-action 'self' https: http:"
)


@bp.route("/join/<token>", methods=["GET", "POST"])
@shown_again
def show(token: str) -> ResponseReturnValue:
    """Show how the way in stands; go in at the press of the button."""
    enrollment = seat(token)
    now = utcnow()
    form = Confirmation()
    if form.accepted():
        try:
            with transaction():
                address = attendance.join(seat(token), now=now)
        except (Conflict, NotAllowed) as error:
            form.refuse(error)
        else:
            return redirect(address, 303)
    elif enrollment.status is not EnrollmentStatus.CONFIRMED:
        form.status = 403
    return page(form, enrollment, now)


def seat(token: str) -> Enrollment:
    """Return the seat that *token* belongs to, and speak its holder's language.

    Raises NotFound, Gone, or TooManyRequests.
    """
    with limits.wrong_tokens_counted():
        enrollment = enrollment_by_join_token(token)
    prefer(enrollment.registration.registrant.language)
    return enrollment


def page(form: Confirmation, enrollment: Enrollment, now: datetime) -> Response:
    """Return the page that says how the way in stands."""
    webinar = enrollment.webinar
    response = form.page(
        "me/join.html",
        webinar=webinar,
        registrant=enrollment.registration.registrant,
        status=enrollment.status,
        door=door(webinar, now),
        left=time_left(webinar, now),
        opens_before=OPENS_BEFORE,
    )
    if door(webinar, now) is Door.OPEN:
        response.headers["Content-Security-Policy"] = POLICY_WITH_WAY_OUT
    return response


def time_left(webinar: Webinar, now: datetime) -> str:
    """Return how long it takes until the door opens, in words; below two hours in minutes."""
    if webinar.starts_at is None:
        return ""
    minutes = ceil((webinar.starts_at - OPENS_BEFORE - now) / timedelta(minutes=1))
    left = timedelta(minutes=minutes)
    return format_timedelta(left, "minute", threshold=2, locale=locale_of(current_language()))
