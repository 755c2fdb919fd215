"""What organizers do with a registrant's seats and mails, each asked once."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.errors import WebinarsError
from webinars.extensions import transaction
from webinars.i18n import gettext
from webinars.models import Enrollment, EnrollmentStatus, Registration, Series
from webinars.queries.enrollments import seats
from webinars.queries.registrations import places_in_line
from webinars.services import invitations, on_behalf, registrations
from webinars.web.forms import Confirmation, shown_again
from webinars.web.organize.access import for_series, the_user
from webinars.web.organize.flashing import flash_undo
from webinars.web.organize.registrants.blueprint import bp, the_registration, the_seat
from webinars.web.organize.registrants.forms import AgainForm, SeatForm


@bp.route("/<series>/<int:registrant>/seats/<int:seat>/give", methods=["GET", "POST"])
@for_series(Permission.MANAGE_REGISTRANTS)
@shown_again
def give_seat(series: Series, registrant: int, seat: int) -> ResponseReturnValue:
    """Give a seat to somebody who waits, knowingly also out of order and beyond the seats."""
    found = the_seat(series, registrant, seat)
    form = SeatForm()
    if form.accepted():
        try:
            with transaction():
                on_behalf.give_seat(
                    the_seat(series, registrant, seat),
                    overbooks=form.overbooks.data,
                    actor=the_user(),
                    now=utcnow(),
                )
        except WebinarsError as error:
            form.refuse(error)
            found = the_seat(series, registrant, seat)
        else:
            flash(gettext("The person has a seat now, and an invitation goes out."))
            return _back(series, registrant)
    return form.page(
        "organize/registrants/give_seat.html",
        series=series,
        person=found.registration.registrant,
        seat=found,
        counted=seats([found.webinar])[found.webinar_id],
        line=places_in_line([found.registration]).get(found.id),
    )


@bp.route("/<series>/<int:registrant>/seats/<int:seat>/cancel", methods=["GET", "POST"])
@for_series(Permission.MANAGE_REGISTRANTS)
@shown_again
def cancel_seat(series: Series, registrant: int, seat: int) -> ResponseReturnValue:
    """Give up somebody's seat or waiting place; it can be taken back."""
    found = the_seat(series, registrant, seat)
    form = Confirmation()
    if form.accepted():
        try:
            with transaction():
                on_behalf.cancel_seat(
                    the_seat(series, registrant, seat), actor=the_user(), now=utcnow()
                )
        except WebinarsError as error:
            form.refuse(error)
            found = the_seat(series, registrant, seat)
        else:
            flash_undo(
                gettext("The seat is given up."),
                "organize.registrants.restore_seat",
                series=series.slug,
                registrant=registrant,
                seat=seat,
            )
            return _back(series, registrant)
    counted = seats([found.webinar])[found.webinar_id]
    return form.page(
        "organize/registrants/cancel_seat.html",
        series=series,
        person=found.registration.registrant,
        seat=found,
        has_seat=found.status is EnrollmentStatus.CONFIRMED,
        is_told=invitations.current_invitation(found) is not None,
        moves_up=found.status is EnrollmentStatus.CONFIRMED and counted.waiting > 0,
    )


@bp.post("/<series>/<int:registrant>/seats/<int:seat>/restore")
@for_series(Permission.MANAGE_REGISTRANTS)
def restore_seat(series: Series, registrant: int, seat: int) -> ResponseReturnValue:
    """Take the giving up of a seat back, as far as there still is one."""
    try:
        with transaction():
            status = on_behalf.restore_seat(
                the_seat(series, registrant, seat), actor=the_user(), now=utcnow()
            )
    except WebinarsError as error:
        flash(error.message, "error")
    else:
        flash(
            gettext("The person has the seat again, and is invited anew.")
            if status is EnrollmentStatus.CONFIRMED
            else gettext("The seat is gone to somebody else: the person waits for the next one.")
        )
    return _back(series, registrant)


@bp.route("/<series>/<int:registrant>/cancel", methods=["GET", "POST"])
@for_series(Permission.MANAGE_REGISTRANTS)
@shown_again
def cancel_all(series: Series, registrant: int) -> ResponseReturnValue:
    """Give up everything that is still to come."""
    found = the_registration(series, registrant)
    form = Confirmation()
    if form.accepted():
        with transaction():
            on_behalf.cancel_all(
                the_registration(series, registrant), actor=the_user(), now=utcnow()
            )
        flash(gettext("All seats still to come are given up."))
        return _back(series, registrant)
    return form.page(
        "organize/registrants/cancel_all.html",
        series=series,
        person=found.registrant,
        registration=found,
        held=_held(found),
    )


@bp.route("/<series>/<int:registrant>/send-again", methods=["GET", "POST"])
@for_series(Permission.MANAGE_REGISTRANTS)
@shown_again
def send_again(series: Series, registrant: int) -> ResponseReturnValue:
    """Mail somebody the private link, the welcome or an invitation once more."""
    found = the_registration(series, registrant)
    form = AgainForm(_invitable(found), the_user().language)
    if form.accepted():
        try:
            with transaction():
                _sender(form.mail.data)(the_registration(series, registrant))
        except WebinarsError as error:
            form.refuse(error)
        else:
            flash(gettext("The mail is on its way."))
            return _back(series, registrant)
    return form.page("organize/registrants/send_again.html", series=series, person=found.registrant)


def _sender(mail: str) -> Callable[[Registration], None]:
    """Return what sends the chosen mail of a registration."""
    actor, now = the_user(), utcnow()
    if mail == "private_link":
        return lambda found: on_behalf.send_link_again(found, actor=actor, now=now)
    if mail == "welcome":
        return lambda found: on_behalf.send_welcome_again(found, actor=actor, now=now)

    def invite(found: Registration) -> None:
        for enrollment in found.enrollments:
            if str(enrollment.id) == mail:
                on_behalf.send_invitation_again(enrollment, actor=actor, now=now)

    return invite


def _held(registration: Registration) -> list[Enrollment]:
    now = utcnow()
    return [
        one
        for one in registration.enrollments
        if one.status is not EnrollmentStatus.CANCELLED and not one.webinar.is_over(now)
    ]


def _invitable(registration: Registration) -> list[Enrollment]:
    now = utcnow()
    return [
        one
        for one in registration.enrollments
        if registrations.gets_invitation(one, now=now) and not one.webinar.is_cancelled
    ]


def _back(series: Series, registrant: int) -> ResponseReturnValue:
    return redirect(url_for(".show", series=series.slug, registrant=registrant), 303)
