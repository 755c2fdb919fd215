"""A series to register for, and Ana, who fills in its form."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from tests.factories import a_series, a_webinar, saved
from tests.support.forms import filled_form
from tests.support.web import Visitor
from webinars.clock import utcnow
from webinars.extensions import db
from webinars.links import Purpose, token
from webinars.models import Enrollment, EnrollmentStatus, Registrant, Series

DAY = timedelta(days=1)
GUIDE = "/series/guide/register"


def a_guide(**values: Any) -> Series:
    """A stored series with two webinars still to come, ``one`` and ``two``."""
    series = a_series(**({"slug": "guide"} | values))
    a_webinar(series=series, slug="one", position=1, starts_at=utcnow() + 7 * DAY)
    a_webinar(series=series, slug="two", position=2, starts_at=utcnow() + 14 * DAY)
    return saved(series)


def ana(**fields: Any) -> dict[str, Any]:
    """What Ana writes into the form; *fields* differ, None leaves one out."""
    filled = {
        "name": "Ana Ruiz",
        "email": "ana@example.org",
        "webinars": ["one"],
        "consent": "y",
        "time_zone": "America/Chicago",
        "language": "en",
    }
    return {name: value for name, value in (filled | fields).items() if value is not None}


def the_registrant() -> Registrant:
    """The only registrant there is, as they are now."""
    db.session.rollback()
    return db.session.scalars(select(Registrant)).one()


def private_page(registrant: Registrant | None = None) -> str:
    """Where the registrant's own page is."""
    registrant = registrant or the_registrant()
    return f"/me/{token(Purpose.MANAGE, registrant.manage_nonce)}/"


def taken() -> list[tuple[str, str, EnrollmentStatus]]:
    """Every enrollment: whose, in what, how."""
    db.session.rollback()
    enrollments = db.session.scalars(select(Enrollment).order_by(Enrollment.id))
    return [
        (found.registration.registrant.email, found.webinar.slug, found.status)
        for found in enrollments
    ]


def send_again(client: Visitor, address: str, page: str, **fields: Any) -> Any:
    """Send the form that *page* shows, as it stands but for *fields*."""
    return client.post(address, data=filled_form(page) | fields)
