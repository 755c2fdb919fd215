"""Today, the figures of series, and the mails."""

from datetime import timedelta

from sqlalchemy import select

from tests.factories import a_delivery, saved
from tests.support.places import Place
from webinars.clock import utcnow
from webinars.extensions import db
from webinars.models import DeliveryState, Registration, Series

MAILS = "/organize/deliveries/guide/"
PLACES = (
    Place("today", "/organize/"),
    Place("today, nothing yet", "/organize/", is_empty=True),
    Place("figures", "/organize/series/guide/figures"),
    Place("figures, nobody", "/organize/series/empty/figures"),
    Place("mails, which series", "/organize/deliveries/"),
    Place("mails", MAILS),
    Place("mails, failed", f"{MAILS}?stand=failed"),
    Place("mails, none", "/organize/deliveries/empty/"),
    Place("mails, none fits", f"{MAILS}?address=nobody"),
    Place("mails, addresses without mail", f"{MAILS}suppressed"),
    Place("mails, no address without mail", "/organize/deliveries/empty/suppressed"),
    Place("mails, address not found", f"{MAILS}suppressed?q=nobody"),
    Place("mail, failed", MAILS + "{failed_mail}/"),
    Place("mail, delayed", MAILS + "{delayed_mail}/"),
    Place("mail, give up", MAILS + "{failed_mail}/give-up"),
    Place("mails, give up", f"{MAILS}give-up?stand=failed"),
    Place("mails, try again", f"{MAILS}retry?stand=failed"),
    Place("mails, none to try again", f"{MAILS}retry?stand=failed&kind=erased"),
)
EXAMPLES: dict[str, object] = {"delivery": 1}
NOT_PAGES: dict[str, str] = {}


def furnish() -> dict[str, str]:
    """Store mails of the guide that stand everywhere."""
    now = utcnow()
    guide = db.session.scalars(select(Series).where(Series.slug == "guide")).one()
    registration = db.session.scalars(
        select(Registration).where(Registration.series_id == guide.id)
    ).first()
    person = {"registration": registration, "registrant": registration.registrant}
    failed = a_delivery(
        **person,
        state=DeliveryState.FAILED,
        settled_at=now,
        attempts=1,
        last_error="550 5.1.1 User unknown",
    )
    delayed = a_delivery(
        **person,
        attempts=3,
        last_error="452 4.2.2 Over quota",
        due_at=now + timedelta(hours=2),
        created_at=now,
    )
    settled = [
        a_delivery(**person, state=state, settled_at=now)
        for state in (DeliveryState.SENT, DeliveryState.SUPERSEDED, DeliveryState.SKIPPED)
    ]
    saved(failed, delayed, *settled)
    return {"failed_mail": str(failed.id), "delayed_mail": str(delayed.id)}
