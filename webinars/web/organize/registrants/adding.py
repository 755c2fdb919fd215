"""Registering somebody by hand: first it is said what will happen, then it does."""

from dataclasses import dataclass

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.domain.seats import next_status
from webinars.errors import Conflict, Invalid
from webinars.extensions import transaction
from webinars.i18n import gettext
from webinars.models import EnrollmentStatus, Registration, Series, Webinar
from webinars.queries.enrollments import seats
from webinars.queries.registrant_pages import registration_by_email_key
from webinars.queries.registrants import registrant_by_email
from webinars.services import on_behalf
from webinars.web.forms import shown_again
from webinars.web.labels import state_names
from webinars.web.organize.access import for_series, the_user
from webinars.web.organize.confirming import is_confirmed, posted, wants_back
from webinars.web.organize.registrants.blueprint import bp
from webinars.web.organize.registrants.forms import ByHandForm, by_hand_form


@dataclass(frozen=True)
class Outlook:
    """What registering somebody will do with one webinar."""

    webinar: Webinar
    is_held: bool
    waits: bool
    is_overbooked: bool
    is_invited: bool


@bp.route("/<series>/add", methods=["GET", "POST"])
@for_series(Permission.MANAGE_REGISTRANTS)
@shown_again
def add(series: Series) -> ResponseReturnValue:
    """Register somebody who called or wrote."""
    form = by_hand_form(series, now=utcnow())
    is_accepted = not wants_back() and form.accepted()
    if is_accepted and is_confirmed():
        try:
            with transaction():
                entered = on_behalf.register(
                    series,
                    form.wanted(),
                    overbooks=form.overbooks.data,
                    is_told=form.is_told,
                    actor=the_user(),
                    now=form.now,
                )
                registrant = entered.registration.registrant_id
        except (Conflict, Invalid) as error:
            form.refuse(error)
            is_accepted = False
        else:
            flash(gettext("The person is registered."))
            return redirect(url_for(".show", series=series.slug, registrant=registrant), 303)
    known = registration_by_email_key(series.id, form.email_key)
    if is_accepted:
        return form.page(
            "organize/registrants/add_confirm.html",
            series=series,
            known=known,
            is_known=registrant_by_email(form.email.data) is not None,
            outlooks=_outlooks(form, known),
            posted=posted(),
        )
    return form.page(
        "organize/registrants/add.html",
        series=series,
        webinars=on_behalf.open_webinars(series, now=form.now),
        seats=seats(series.webinars),
        known=known,
        states=state_names(),
    )


def _outlooks(form: ByHandForm, known: Registration | None) -> list[Outlook]:
    chosen = form.choice()
    webinars = chosen if isinstance(chosen, list) else []
    counted = seats(webinars)
    held = {
        one.webinar_id
        for one in (known.enrollments if known else [])
        if one.status is not EnrollmentStatus.CANCELLED
    }
    found = []
    for webinar in webinars:
        is_full = next_status(counted[webinar.id]) is EnrollmentStatus.WAITLISTED
        overbooks = bool(form.overbooks.data)
        found.append(
            Outlook(
                webinar,
                is_held=webinar.id in held,
                waits=is_full and not overbooks,
                is_overbooked=is_full and overbooks,
                is_invited=webinar.is_dated and (not is_full or overbooks),
            )
        )
    return found
