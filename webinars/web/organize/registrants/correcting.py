"""Correcting what is known of a registrant, and answering what they need."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.errors import NotFound, WebinarsError
from webinars.extensions import transaction
from webinars.i18n import gettext
from webinars.models import AccessRequest, AccessRequestStatus, Registration, Series
from webinars.queries.registrant_pages import registration_by_email_key
from webinars.queries.registrants import email_key
from webinars.services import on_behalf
from webinars.web.forms import shown_again
from webinars.web.labels import ACCESS_KINDS, state_names
from webinars.web.organize.access import for_series, the_user
from webinars.web.organize.registrants.blueprint import bp, the_registration
from webinars.web.organize.registrants.forms import (
    AddressForm,
    AnswerForm,
    DetailsForm,
    details_of,
)


@bp.route("/<series>/<int:registrant>/correct", methods=["GET", "POST"])
@for_series(Permission.MANAGE_REGISTRANTS)
@shown_again
def correct(series: Series, registrant: int) -> ResponseReturnValue:
    """Correct name, organization, role, state, time zone and language."""
    found = the_registration(series, registrant)
    form = DetailsForm(found.registrant)
    if form.accepted():
        try:
            with transaction():
                found = the_registration(series, registrant)
                form.refuse_overwriting(details_of(found.registrant))
                on_behalf.correct_details(found, form.details(), actor=the_user(), now=utcnow())
        except WebinarsError as error:
            form.refuse(error)
        else:
            flash(gettext("The details are corrected."))
            return _back(series, registrant)
    return form.page(
        "organize/registrants/correct.html",
        series=series,
        person=found.registrant,
        states=state_names(),
    )


@bp.route("/<series>/<int:registrant>/address", methods=["GET", "POST"])
@for_series(Permission.MANAGE_REGISTRANTS)
@shown_again
def address(series: Series, registrant: int) -> ResponseReturnValue:
    """Enter a new address; as when the person does, it counts once confirmed there."""
    found = the_registration(series, registrant)
    form = AddressForm()
    taken = None
    if form.accepted():
        taken = registration_by_email_key(series.id, email_key(form.email.data))
        if taken is None or taken.registrant_id == registrant:
            with transaction():
                on_behalf.ask_address_change(
                    the_registration(series, registrant),
                    form.email.data,
                    actor=the_user(),
                    now=utcnow(),
                )
            flash(
                gettext(
                    "We are writing to %(email)s. The new address counts once it is confirmed "
                    "there; until then everything goes to the old one.",
                    email=form.email.data,
                )
            )
            return _back(series, registrant)
        form.status = 409
    return form.page(
        "organize/registrants/address.html", series=series, person=found.registrant, taken=taken
    )


@bp.route("/<series>/<int:registrant>/needs/<int:need>", methods=["GET", "POST"])
@for_series(Permission.MANAGE_REGISTRANTS)
@shown_again
def answer_request(series: Series, registrant: int, need: int) -> ResponseReturnValue:
    """Note how far an access request has come; nobody is mailed."""
    found = _request(the_registration(series, registrant), need)
    form = AnswerForm(answer=found.status.value)
    if form.accepted():
        status = AccessRequestStatus(form.answer.data)
        try:
            with transaction():
                found = _request(the_registration(series, registrant), need)
                on_behalf.answer_access_request(found, status, actor=the_user(), now=utcnow())
        except WebinarsError as error:
            form.refuse(error)
        else:
            flash(gettext("The answer is noted."))
            return _back(series, registrant)
    return form.page(
        "organize/registrants/answer.html",
        series=series,
        person=found.registration.registrant,
        need=found,
        kind=ACCESS_KINDS[found.kind],
    )


def _request(registration: Registration, number: int) -> AccessRequest:
    for request in registration.access_requests:
        if request.id == number:
            return request
    raise NotFound(gettext("There is no such request."))


def _back(series: Series, registrant: int) -> ResponseReturnValue:
    return redirect(url_for(".show", series=series.slug, registrant=registrant), 303)
