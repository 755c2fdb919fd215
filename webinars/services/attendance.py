"""Who comes to a webinar."""

from datetime import datetime

from webinars.domain.joining import Door, door
from webinars.errors import Conflict, NotAllowed
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.models import Enrollment, EnrollmentStatus, JoinClick


def join(enrollment: Enrollment, *, now: datetime) -> str:
    """Note that the holder of a seat goes in, and return the platform's address.

    Raises NotAllowed without a seat, and Conflict while the door is not open.
    """
    if enrollment.status is not EnrollmentStatus.CONFIRMED:
        raise NotAllowed(gettext("This link opens the webinar only for those who have a seat."))
    address = enrollment.webinar.join_url
    if door(enrollment.webinar, now) is not Door.OPEN or address is None:
        raise Conflict(gettext("The webinar cannot be joined at the moment."))
    db.session.add(JoinClick(enrollment_id=enrollment.id, clicked_at=now))
    return address
