"""A webinar changes while its reminders are leaving: nobody reads an old time afterwards."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from icalendar import Calendar, Component
from sqlalchemy import func, select

from tests.factories import (
    a_delivery,
    a_registrant,
    a_registration,
    a_reminder_rule,
    a_series,
    a_webinar,
    an_enrollment,
    an_invitation,
    saved,
)
from tests.support.changes import change
from tests.support.processes import wait_until
from tests.support.smtp import ReceivedMail
from webinars.clock import utcnow
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import (
    CalendarMethod,
    Delivery,
    DeliveryState,
    Enrollment,
    MessageKind,
    Webinar,
    WebinarStatus,
)
from webinars.services import registrations

PEOPLE = 80
# Each worker has one mail in hand.
WORKERS = 2
HOUR = timedelta(hours=1)


def moved(webinar: Webinar) -> dict[str, datetime]:
    assert webinar.starts_at
    assert webinar.ends_at
    return {"starts_at": webinar.starts_at + HOUR * 24, "ends_at": webinar.ends_at + HOUR * 24}


def called_off(_webinar: Webinar) -> dict[str, WebinarStatus]:
    return {"status": WebinarStatus.CANCELLED}


def invited(count: int) -> Webinar:
    """Return a webinar in half an hour with so many invited people, who are to be reminded now."""
    starts_at = (utcnow() + HOUR / 2).replace(microsecond=0)
    series = a_series()
    a_reminder_rule(series, HOUR)
    webinar = a_webinar(series=series, starts_at=starts_at, scheduled_at=starts_at - 60 * 24 * HOUR)
    rows = []
    for number in range(count):
        person = a_registrant(email=f"p{number}@d{number % 40}.example.org")
        seat = an_enrollment(webinar, registration=a_registration(registrant=person, series=series))
        invitation = an_invitation(seat, thread_id=f"<d{number}.first@127.0.0.1>")
        rows.append(
            a_delivery(
                enrollment=seat,
                invitation=invitation,
                kind=MessageKind.INVITED,
                method=CalendarMethod.REQUEST,
                sequence=0,
                stamped_at=invitation.stamped_at,
                state=DeliveryState.SENT,
                attempts=1,
                message_id=f"<d{number}.first@127.0.0.1>",
            )
        )
    saved(webinar, *rows)
    return webinar


def event_of(mail: ReceivedMail) -> tuple[str, Component] | None:
    """Return the method and the event of a mail's calendar part; None where it has none."""
    for part in mail.message.walk():
        if part.get_content_type() == "text/calendar":
            [event] = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
            return str(part.get_param("method")), event
    return None


@pytest.mark.parametrize(
    ("database_url", "new", "method"),
    [("sqlite", moved, "REQUEST"), ("postgresql", called_off, "CANCEL")],
    indirect=["database_url"],
)
def test_after_a_change_no_old_time_leaves_but_what_was_in_hand(
    db, processes, smtp_server, new: Callable[[Webinar], dict[str, object]], method: str
):
    chance = random.Random(1)
    webinar = invited(PEOPLE)
    uids = {one.invitations[0].uid for one in db.session.scalars(select(Enrollment))}
    workers = [processes.worker(mail=smtp_server) for _ in range(WORKERS)]

    smtp_server.wait_for(chance.randrange(1, PEOPLE // 4), seconds=60)
    last = last_to_be_reminded()
    with transaction():
        registrations.cancel_enrollment(last, now=utcnow())
    smtp_server.wait_for(chance.randrange(PEOPLE // 4, PEOPLE // 2), seconds=60)
    change(webinar, **new(webinar), now=utcnow())
    before = len(smtp_server.received)
    wait_until(is_all_settled, seconds=120)

    assert [worker.stop() for worker in workers] == [0] * WORKERS
    reminders = [mail for mail in smtp_server.received if event_of(mail) is None]
    late = [mail for mail in smtp_server.received[before:] if event_of(mail) is None]
    assert 0 < len(reminders) < PEOPLE
    assert len(late) <= WORKERS
    assert last.invitations[0].attendee not in {mail.recipients[0] for mail in reminders}
    told = [found for mail in smtp_server.received if (found := event_of(mail)) is not None]
    # Who gave the seat up heard of that alone, once; everybody else of the change, once.
    assert sorted(event["UID"] for _, event in told) == sorted(uids)
    assert {event["SEQUENCE"] for _, event in told} == {1}
    [own] = [found for found in told if found[1]["UID"] == last.invitations[0].uid]
    others = [found for found in told if found is not own]
    assert own[0] == "CANCEL"
    assert {found[0] for found in others} == {method}
    assert {event.start for _, event in others} == {webinar.starts_at}
    assert all("Urgent: " in str(mail.message["Subject"]) for mail in changes(smtp_server, own))


def changes(smtp_server, own: tuple[str, Component]) -> list[ReceivedMail]:
    """Return the mails that tell of the change."""
    found = [(mail, event_of(mail)) for mail in smtp_server.received]
    return [mail for mail, event in found if event and event[1]["UID"] != own[1]["UID"]]


def last_to_be_reminded() -> Enrollment:
    """Return whose reminder is at the end of what still waits."""
    database.session.rollback()
    waiting = select(Delivery.enrollment_id).where(
        Delivery.kind == MessageKind.REMINDER, Delivery.state == DeliveryState.DUE
    )
    found = database.session.scalar(waiting.order_by(Delivery.id.desc()).limit(1))
    return database.session.get_one(Enrollment, found)


def is_all_settled() -> bool:
    database.session.rollback()
    left = select(func.count()).where(Delivery.state == DeliveryState.DUE)
    return database.session.scalar(left) == 0
