"""The mails that came in."""

import zlib

from playwright.sync_api import Page
from sqlalchemy import select

from tests.factories import saved
from tests.support.places import SEND, Place
from tests.support.received import an_inbound_mail
from webinars.clock import utcnow
from webinars.extensions import db
from webinars.models import InboundKind, InboundState, Registration, Series

INBOX = "/organize/inbound/"


def send_no_address(page: Page) -> None:
    """Leave out where the mail goes to."""
    page.fill("#address", "nobody")
    page.click(SEND)


PLACES = (
    Place("inbox", INBOX),
    Place("inbox, nothing yet", INBOX, is_empty=True),
    Place("inbox, all", f"{INBOX}?pile=all"),
    Place("inbox, further", f"{INBOX}?pile=bounces&page=2"),
    Place("inbox, set aside", f"{INBOX}?pile=set_aside"),
    Place("inbox, nothing fits", f"{INBOX}?words=nobody"),
    Place("mail that came in", INBOX + "{written_mail}/"),
    Place("mail that came in, without content", INBOX + "{large_mail}/"),
    Place("mail that came in, forward", INBOX + "{written_mail}/forward"),
    Place(
        "mail that came in, forward, errors", INBOX + "{written_mail}/forward", 422, send_no_address
    ),
    Place("mail that came in, cannot be forwarded", INBOX + "{large_mail}/forward"),
    Place("mail that came in, delete", INBOX + "{written_mail}/delete"),
)
EXAMPLES: dict[str, object] = {"inbound_mail": 1}
NOT_PAGES = {"organize.inbound.download": "a mail as a file"}


def furnish() -> dict[str, str]:
    """An answer by a person, one too large, and more mails that came back than a page holds."""
    guide = db.session.scalars(select(Series).where(Series.slug == "guide")).one()
    person = db.session.scalars(
        select(Registration).where(Registration.series_id == guide.id).limit(1)
    ).one()
    tied = {"series_id": guide.id, "registrant_id": person.registrant_id}
    content = b"From: ana@example.org\r\nSubject: Where is it?\r\n\r\nWhere do I find the room?\r\n"
    written = an_inbound_mail(
        **tied,
        subject="Where is it?",
        sender_name="Ana López",
        words="Where do I find the room?\n\nhttps://example.org/" + "x" * 120,
        raw=zlib.compress(content),
    )
    large = an_inbound_mail(
        kind=InboundKind.UNREADABLE,
        state=InboundState.SET_ASIDE,
        reason="The mail is larger than 25 MB and was not kept.",
        subject="",
        sender="",
        raw=None,
    )
    others = [
        an_inbound_mail(
            **tied,
            kind=InboundKind.BOUNCE,
            state=InboundState.APPLIED,
            reason="It was counted at the address.",
            sender="mailer-daemon@example.org",
            subject="Undelivered Mail Returned to Sender",
            read_at=utcnow(),
            forwarded_at=utcnow(),
        )
        for _ in range(51)
    ]
    saved(written, large, *others)
    return {
        "written_mail": str(written.id),
        "large_mail": str(large.id),
        "inbound_mail": str(written.id),
    }
