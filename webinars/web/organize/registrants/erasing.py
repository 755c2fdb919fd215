"""Erasing a registrant: it is said exactly what goes and what stays, and asked once."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.errors import WebinarsError
from webinars.extensions import transaction
from webinars.i18n import gettext
from webinars.models import EnrollmentStatus, Series
from webinars.queries.registrant_pages import kept_mails_count, other_series_of
from webinars.services import on_behalf
from webinars.web.forms import Confirmation, shown_again
from webinars.web.organize.access import for_series, the_user
from webinars.web.organize.registrants.blueprint import bp, the_registration


@bp.route("/<series>/<int:registrant>/erase", methods=["GET", "POST"])
@for_series(Permission.ERASE_REGISTRANTS)
@shown_again
def erase(series: Series, registrant: int) -> ResponseReturnValue:
    """Erase everything about a person, in every series."""
    found = the_registration(series, registrant)
    form = Confirmation()
    if form.accepted():
        try:
            with transaction():
                on_behalf.erase(
                    the_registration(series, registrant), actor=the_user(), now=utcnow()
                )
        except WebinarsError as error:
            form.refuse(error)
            found = the_registration(series, registrant)
        else:
            flash(gettext("The person's data is erased. A last mail tells them so."))
            return redirect(url_for(".index", series=series.slug), 303)
    held = [one for one in found.enrollments if one.status is not EnrollmentStatus.CANCELLED]
    return form.page(
        "organize/registrants/erase.html",
        series=series,
        person=found.registrant,
        registration=found,
        seat_count=len([one for one in held if not one.webinar.is_over(utcnow())]),
        mail_count=kept_mails_count(found.registrant_id),
        others=other_series_of(found, the_user()),
        is_allowed=on_behalf.may_erase(found.registrant, the_user()),
    )
