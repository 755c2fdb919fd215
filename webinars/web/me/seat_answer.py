"""What somebody whose calendar declined wants to be done with the seat, from a mail's link."""

import enum
from datetime import datetime

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.errors import NotFound
from webinars.extensions import transaction
from webinars.i18n import prefer
from webinars.models import EnrollmentStatus, Invitation, PartStat
from webinars.queries.registrants import invitation_by_answer_token
from webinars.services import answers
from webinars.web import limits
from webinars.web.me.blueprint import show_dead_link

bp = Blueprint("seat_answer", __name__, url_prefix="/answer/<token>")
bp.register_error_handler(NotFound, show_dead_link)
limits.limit_writing(bp)


class Standing(enum.StrEnum):
    """How the seat stands that the link is about."""

    DECLINED = "declined"
    HELD = "held"
    # By a newer invitation than the one that the link came with.
    HELD_ANEW = "held_anew"
    WAITING = "waiting"
    GIVEN_UP = "given_up"
    PAST = "past"


@bp.get("/")
def show(token: str) -> ResponseReturnValue:
    """Show how the seat stands, and what can be done; looking at it changes nothing."""
    invitation = the_invitation(token)
    return render_template(
        "me/seat_answer.html",
        token=token,
        webinar=invitation.enrollment.webinar,
        registrant=invitation.enrollment.registration.registrant,
        standing=standing(invitation, utcnow()),
    )


@bp.post("/give-up")
def give_up(token: str) -> ResponseReturnValue:
    """Give the seat up."""
    with transaction():
        answers.give_up(the_invitation(token), now=utcnow())
    return redirect(url_for(".show", token=token), 303)


@bp.post("/keep")
def keep(token: str) -> ResponseReturnValue:
    """Keep the seat, and be reminded again."""
    with transaction():
        answers.keep_seat(the_invitation(token), now=utcnow())
    return redirect(url_for(".show", token=token), 303)


@bp.post("/take-back")
def take_back(token: str) -> ResponseReturnValue:
    """Take a seat that was given up again, or a place on the waiting list."""
    with transaction():
        answers.take_back(the_invitation(token), now=utcnow())
    return redirect(url_for(".show", token=token), 303)


def the_invitation(token: str) -> Invitation:
    """Return which invitation *token* is about, and speak its holder's language.

    Raises NotFound, or TooManyRequests.
    """
    with limits.wrong_tokens_counted():
        invitation = invitation_by_answer_token(token)
    prefer(invitation.enrollment.registration.registrant.language)
    return invitation


def standing(invitation: Invitation, now: datetime) -> Standing:
    """Return how the seat of *invitation* stands."""
    enrollment = invitation.enrollment
    if enrollment.webinar.has_started(now) or enrollment.webinar.is_cancelled:
        return Standing.PAST
    if enrollment.status is not EnrollmentStatus.CONFIRMED:
        is_waiting = enrollment.status is EnrollmentStatus.WAITLISTED
        return Standing.WAITING if is_waiting else Standing.GIVEN_UP
    if invitation.withdrawn_at is not None:
        return Standing.HELD_ANEW
    return Standing.DECLINED if invitation.partstat is PartStat.DECLINED else Standing.HELD
