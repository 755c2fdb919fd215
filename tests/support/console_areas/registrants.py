"""The registrants of a series: their list, one person's page, and what is done there."""

import zlib
from pathlib import Path

from playwright.sync_api import Page
from sqlalchemy import select

from tests.factories import (
    a_delivery,
    a_registrant,
    a_registration,
    a_suppression,
    an_enrollment,
    an_invitation,
    saved,
)
from tests.support.places import Place, send
from webinars.clock import utcnow
from webinars.extensions import db
from webinars.models import (
    Answer,
    CalendarMethod,
    Consent,
    ConsentStatus,
    DeliveryState,
    EnrollmentStatus,
    JoinClick,
    MessageKind,
    PartStat,
    Registrant,
    ReturnCount,
    Series,
    SuppressionScope,
)

MAILS = Path(__file__).parents[2] / "data" / "mails"
LIST = "/organize/registrants/guide/"
ANA = LIST + "{registrant_ana}/"
BEA = LIST + "{registrant_bea}/"
SEAT = ANA + "seats/{registrant_seat}/"
INVITED = ANA + "seats/{registrant_invited_seat}/"
# The number of the mail that has a content.
SENT = 900_001
EVERY_COLUMN = (
    "columns=email&columns=organization&columns=role&columns=state&columns=webinars"
    "&columns=registered_at&columns=language&columns=time_zone&columns=ref&columns=access"
)
STATES = (DeliveryState.SENT, *(one for one in DeliveryState if one != DeliveryState.SENT))


def see_what_happens(page: Page) -> None:
    """Fill the form in, and go on to the page that says what will happen."""
    page.fill("#email", "nora@example.org")
    page.fill("#name", "Nora New")
    page.check("#webinars-coming")
    page.fill("#agreement", "By phone.")
    for field in page.locator("select[id^=question_]").all():
        field.select_option(index=1)
    page.click("main form.form button[type=submit]:not([name])")


PLACES = (
    Place("registrants, choose", "/organize/registrants/"),
    Place("registrants", LIST),
    Place("registrants, filtered", f"{LIST}?q=ana&webinar=coming&status=confirmed&sort=name"),
    Place("registrants, every column", f"{LIST}?{EVERY_COLUMN}"),
    Place("registrants, nobody found", f"{LIST}?q=nobody"),
    Place("registrants, none", "/organize/registrants/empty/"),
    Place("registrant", ANA),
    Place("registrant, correct", f"{ANA}correct"),
    Place("registrant, address", f"{ANA}address"),
    Place("registrant, address, errors", f"{ANA}address", 422, send),
    Place("registrant, answer", ANA + "needs/{registrant_need}"),
    Place("registrant, send again", f"{ANA}send-again"),
    Place("registrant, cancel all", f"{ANA}cancel"),
    Place("registrant, erase", f"{ANA}erase"),
    Place("registrant, give seat", f"{SEAT}give"),
    Place("registrant, give seat, errors", f"{SEAT}give", 409, send),
    Place("registrant, cancel seat", f"{SEAT}cancel"),
    Place("registrant, mail comes back", BEA),
    Place("registrant, try again", f"{BEA}try-again"),
    Place("registrant, hold back", f"{ANA}hold-back"),
    Place("registrant, nothing to try again", f"{ANA}try-again"),
    Place("registrants, mail comes back", f"{LIST}?mail=comes_back"),
    Place("registrant, calendar", f"{INVITED}calendar"),
    Place("registrant, calendar, not invited", f"{SEAT}calendar"),
    Place("registrant, mail", ANA + "mails/{registrant_mail}/"),
    Place("registrant, mail not kept", ANA + "mails/{registrant_old_mail}/"),
    Place("register by hand", f"{LIST}add"),
    Place("register by hand, errors", f"{LIST}add", 422, send),
    Place("register by hand, known", f"{LIST}add?email=bea@example.org"),
    Place("register by hand, confirm", f"{LIST}add", act=see_what_happens),
)
EXAMPLES: dict[str, object] = {"registrant": 1, "seat": 1, "need": 1, "mail": SENT}
NOT_PAGES: dict[str, str] = {"organize.registrants.mail_html": "a mail, in a frame"}


def furnish() -> dict[str, str]:
    """Give Ana a history: mails in every state, answers, a consent, an invitation, a join."""
    now = utcnow()
    guide = db.session.scalars(select(Series).where(Series.slug == "guide")).one()
    ana = db.session.scalars(select(Registrant).where(Registrant.name == "Ana Ruiz")).one()
    [registration] = ana.registrations
    seat = next(one for one in registration.enrollments if one.webinar.slug == "coming")
    waiting = next(one for one in registration.enrollments if one.webinar.slug == "full")
    content = sorted(MAILS.glob("*.eml"))[0].read_bytes()
    question = guide.questions[0]
    saved(
        Consent(
            registration_id=registration.id,
            wording="I agree.",
            status=ConsentStatus.GIVEN,
            given_at=now,
        ),
        Answer(
            registration_id=registration.id, question_id=question.id, values=["All about trees"]
        ),
    )
    mails = [
        a_delivery(
            id=SENT + place,
            registrant=ana,
            registration=registration,
            recipient=ana.email,
            kind=MessageKind.WELCOME,
            state=state,
            subject="Welcome" if state is DeliveryState.SENT else None,
            rendered=zlib.compress(content) if state is DeliveryState.SENT else None,
            last_error="550 no such user" if state is DeliveryState.FAILED else None,
        )
        for place, state in enumerate(STATES)
    ]
    invitation = an_invitation(seat, partstat=PartStat.ACCEPTED, thread_id=f"<d1.{'0' * 16}@x>")
    saved(invitation, *mails)
    saved(
        *(
            a_delivery(
                enrollment=seat,
                invitation=invitation,
                kind=MessageKind.UPDATED if number else MessageKind.INVITED,
                method=CalendarMethod.REQUEST,
                sequence=number,
                stamped_at=now,
                state=DeliveryState.SENT,
                attempts=1,
                message_id=f"<d{number + 1}.{'0' * 16}@x>",
            )
            for number in range(2)
        )
    )
    saved(JoinClick(enrollment_id=seat.id, clicked_at=now))
    bea = a_registrant(name="Bea Long-Name", email="bea@example.org", organization="A" * 60)
    saved(
        an_enrollment(
            seat.webinar,
            registration=a_registration(registrant=bea, series=guide, ref="friends"),
            status=EnrollmentStatus.CONFIRMED,
        )
    )
    saved(
        *(a_suppression(bea.email, scope=scope, since=now) for scope in SuppressionScope),
        ReturnCount(
            address_key=bea.email_key,
            day=now.date(),
            permanent=1,
            auto_replies=2,
            status_code="5.1.1",
            words="550 5.1.1 <bea@example.org>: Recipient address rejected: User unknown",
        ),
    )
    by_state = {mail.state: mail.id for mail in mails}
    return {
        "registrant_ana": str(ana.id),
        "registrant_bea": str(bea.id),
        "registrant_seat": str(waiting.id),
        "registrant_invited_seat": str(seat.id),
        "registrant_need": str(registration.access_requests[0].id),
        "registrant_mail": str(by_state[DeliveryState.SENT]),
        "registrant_old_mail": str(by_state[DeliveryState.FAILED]),
    }
