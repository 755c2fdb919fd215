"""Where the pages of registrants are, and how one of them is found."""

from flask import Blueprint

from webinars.errors import NotFound
from webinars.i18n import gettext
from webinars.models import Enrollment, Registration, Series
from webinars.queries.registrant_pages import enrollment_of, registration_of

bp = Blueprint("registrants", __name__, url_prefix="/registrants")


def the_registration(series: Series, registrant: int) -> Registration:
    """Return the registration of a person in *series*; raise NotFound, also for the erased."""
    found = registration_of(series.id, registrant)
    if found is None:
        raise NotFound(gettext("There is no such registrant in this series."))
    return found


def the_seat(series: Series, registrant: int, seat: int) -> Enrollment:
    """Return one seat or waiting place of a person in *series*; raise NotFound."""
    found = enrollment_of(series.id, registrant, seat)
    if found is None:
        raise NotFound(gettext("There is no such seat in this series."))
    return found
