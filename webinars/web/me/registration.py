"""A registrant's webinars: to see, to add, to give up."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.stages import stage
from webinars.errors import Conflict, Invalid, NotFound
from webinars.extensions import transaction
from webinars.i18n import gettext
from webinars.models import Registrant
from webinars.queries.registrations import enrollment_in, registration_in
from webinars.services import registrations, suppressions
from webinars.web.forms import Confirmation, shown_again
from webinars.web.me.blueprint import bp, owner
from webinars.web.me.forms import ChoiceForm
from webinars.web.me.overview import Part, parts_of
from webinars.web.me.unsubscribe import not_sent


@bp.get("/")
def show(token: str) -> ResponseReturnValue:
    """Show everything at a glance."""
    registrant = owner(token)
    return render_template(
        "me/show.html",
        token=token,
        registrant=registrant,
        parts=parts_of(registrant, now=utcnow()),
        stopped=not_sent(registrant),
        comes_back=suppressions.comes_back(registrant),
        now=utcnow(),
    )


@bp.route("/series/<series>/webinars", methods=["GET", "POST"])
@shown_again
def add_webinars(token: str, series: str) -> ResponseReturnValue:
    """Offer what the person does not hold yet; enroll into what they choose."""
    registrant = owner(token)
    part = part_in(registrant, series)
    form = ChoiceForm(part.registration.series, part.offered, now=utcnow())
    if form.accepted():
        try:
            with transaction():
                registrations.add_webinars(
                    registration_in(owner(token), series),
                    form.webinars.data,
                    is_standing=form.all_webinars.data,
                    now=utcnow(),
                )
        except (Conflict, Invalid) as error:
            form.refuse(error)
            part = part_in(owner(token), series)
            form.offer(part.offered)
        else:
            flash(gettext("Your choice is saved. An invitation follows for each new seat."))
            return redirect(url_for(".show", token=token), 303)
    offered = {card.webinar.slug: card for card in part.offered}
    return form.page("me/add_webinars.html", token=token, part=part, cards=offered)


@bp.route("/series/<series>/<webinar>/cancel", methods=["GET", "POST"])
@shown_again
def cancel_webinar(token: str, series: str, webinar: str) -> ResponseReturnValue:
    """Ask once whether the place in a webinar is to be given up."""
    registrant = owner(token)
    enrollment = enrollment_in(registrant, series, webinar)
    form = Confirmation()
    if form.accepted():
        try:
            with transaction():
                registrations.cancel_enrollment(
                    enrollment_in(owner(token), series, webinar), now=utcnow()
                )
        except Conflict as error:
            form.refuse(error)
        else:
            flash(gettext("Your place is given up. You can come back while there are seats."))
            return redirect(url_for(".show", token=token), 303)
    return form.page(
        "me/cancel_webinar.html",
        token=token,
        registrant=registrant,
        enrollment=enrollment,
        stage=stage(enrollment.webinar, utcnow()),
    )


@bp.route("/series/<series>/cancel", methods=["GET", "POST"])
@shown_again
def cancel_series(token: str, series: str) -> ResponseReturnValue:
    """Ask once whether everything still to come in a series is to be given up."""
    registrant = owner(token)
    part = part_in(registrant, series)
    form = Confirmation()
    if form.accepted():
        with transaction():
            registrations.cancel_registration(registration_in(owner(token), series), now=utcnow())
        flash(gettext("Your registration is cancelled. You can come back while there are seats."))
        return redirect(url_for(".show", token=token), 303)
    return form.page("me/cancel_series.html", token=token, registrant=registrant, part=part)


@bp.post("/series/<series>/stop-adding")
def stop_standing(token: str, series: str) -> ResponseReturnValue:
    """Do not add webinars that appear later; what is held stays."""
    with transaction():
        registrations.stop_standing(registration_in(owner(token), series), now=utcnow())
    flash(gettext("Webinars added later are not added to your registration any more."))
    return redirect(url_for(".show", token=token), 303)


def part_in(registrant: Registrant, series: str) -> Part:
    """Return what the person's page shows of one series; raise NotFound."""
    for part in parts_of(registrant, now=utcnow()):
        if part.registration.series.slug == series:
            return part
    raise NotFound(gettext("You are not registered for this series."))
