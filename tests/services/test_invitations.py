"""What calendars hear of a change, and what they answered."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from tests.factories import NOW, in_english
from tests.support.calendars import event_of
from tests.support.changes import DAY, LATER, change, due, filled, mark_sent, moved
from tests.support.mails import calendar
from tests.support.outbox import claim, deliver_all, send
from webinars.extensions import transaction
from webinars.models import Enrollment, Invitation, MessageKind, PartStat, Priority, WebinarStatus
from webinars.services import registrations

SOON = timedelta(hours=47)


def test_a_webinar_moved_into_the_past_moves_in_calendars_too(db, outbox):
    webinar = filled("ana@example.org")

    change(webinar, **moved(webinar, -30 * DAY))

    assert [(found.kind, found.sequence) for found in due(outbox)] == [(MessageKind.UPDATED, 1)]


def test_a_new_time_asks_anew_and_a_new_text_keeps_the_answer(db):
    webinar = filled("ana@example.org")
    invitation = db.session.scalars(select(Invitation)).one()
    with transaction():
        invitation.partstat = PartStat.ACCEPTED

    change(webinar, title=in_english("Another title"))
    assert db.session.scalars(select(Invitation.partstat)).all() == [PartStat.ACCEPTED]

    change(webinar, **moved(webinar, DAY))
    assert db.session.scalars(select(Invitation.partstat)).all() == [PartStat.NEEDS_ACTION]


def test_another_address_of_the_page_is_sent_for_events_name_it(db, outbox):
    webinar = filled("ana@example.org")

    change(webinar, slug="elsewhere")

    assert [(found.kind, found.sequence) for found in due(outbox)] == [(MessageKind.UPDATED, 0)]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_feeds_call_the_last_change_rises_though_the_clock_be_set_back(db):
    webinar = filled()
    change(webinar, title=in_english("Another title"))

    change(webinar, title=in_english("A third one"), now=LATER - timedelta(minutes=5))

    assert (webinar.revision, webinar.updated_at) == (2, LATER + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("starts_in", "values", "priority"),
    [
        (SOON, {"status": WebinarStatus.CANCELLED}, Priority.URGENT),
        (SOON, {"starts_at": LATER + 9 * DAY, "ends_at": LATER + 10 * DAY}, Priority.URGENT),
        (9 * DAY, {"starts_at": LATER + SOON, "ends_at": LATER + 3 * DAY}, Priority.URGENT),
        (SOON, {"starts_at": None, "ends_at": None}, Priority.URGENT),
        (timedelta(minutes=50), {"status": WebinarStatus.CANCELLED}, Priority.URGENT),
        (SOON, {"title": in_english("Another title")}, Priority.URGENT),
        (9 * DAY, {"status": WebinarStatus.CANCELLED}, Priority.CHANGE),
        (-9 * DAY, {"starts_at": LATER + 8 * DAY, "ends_at": LATER + 9 * DAY}, Priority.CHANGE),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_begins_or_was_to_begin_within_two_days_is_urgent(
    db, outbox, starts_in, values, priority
):
    webinar = filled("ana@example.org")
    with transaction():
        webinar.starts_at = NOW + starts_in
        webinar.ends_at = webinar.starts_at + timedelta(hours=1)

    change(webinar, **values)

    assert [found.priority for found in due(outbox)] == [priority]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_urgent_changes_leave_first_and_take_along_what_is_in_their_way(db):
    other, webinar = filled("bo@example.org"), filled("ana@example.org", starts_at=NOW + 2 * DAY)
    change(other, title=in_english("Another title"))
    change(webinar, starts_at=None, ends_at=None, now=NOW - DAY)
    change(webinar, starts_at=LATER + DAY, ends_at=LATER + 2 * DAY, now=NOW - DAY)

    change(webinar, status=WebinarStatus.CANCELLED, now=NOW)

    told = []
    while (delivery := claim(now=LATER)) is not None:
        told.append((delivery.kind, delivery.recipient, delivery.priority))
        send(delivery, now=LATER)
    assert told == [
        (MessageKind.CANCELLED, "ana@example.org", Priority.URGENT),
        (MessageKind.CANCELLED, "ana@example.org", Priority.URGENT),
        (MessageKind.UPDATED, "bo@example.org", Priority.CHANGE),
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "values", [{"status": WebinarStatus.CANCELLED}, {"starts_at": None, "ends_at": None}, {}]
)
def test_a_change_that_took_the_place_of_another_names_the_time_people_know(db, values):
    webinar = filled("ana@example.org")
    known, never_told = (f"March {webinar.starts_at.day + days}" for days in (0, 1))
    change(webinar, **moved(webinar, DAY))

    change(webinar, **(values or moved(webinar, DAY)))

    [content] = deliver_all(now=LATER)
    mail = message_from_bytes(content, policy=default)
    text = mail.get_body(("plain",)).get_content()
    assert known in text
    assert never_told not in text
    if values:
        assert f"March {event_of(calendar(mail)).start.day}" == known


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_waits_hears_that_a_cancelled_webinar_takes_place_after_all(db, outbox):
    people = [f"{name}@example.org" for name in ("ana", "bo", "cy")]
    webinar = filled(*people, capacity=1)
    change(webinar, status=WebinarStatus.CANCELLED)
    ana = db.session.scalars(select(Enrollment).order_by(Enrollment.id)).first()
    with transaction():
        registrations.cancel_enrollment(ana, now=LATER)
    mark_sent()

    change(webinar, status=WebinarStatus.SCHEDULED)

    told = [(found.kind, found.recipient) for found in due(outbox)]
    assert told == [
        (MessageKind.PROMOTED, "bo@example.org"),
        (MessageKind.WAITLIST_NEWS, "cy@example.org"),
    ]
    mail = message_from_bytes(deliver_all(now=LATER)[-1], policy=default)
    text = mail.get_body(("plain",)).get_content()
    assert mail["Subject"].startswith("It takes place after all: ")
    assert "takes place after all." in text
    assert "You are still on the waiting list" in text
    assert "Before:" not in text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_old_news_that_urgent_ones_take_along_are_not_called_urgent(db):
    webinar = filled("ana@example.org", starts_at=NOW + 30 * DAY)
    change(webinar, status=WebinarStatus.CANCELLED, now=NOW)
    change(webinar, status=WebinarStatus.SCHEDULED, now=NOW)
    soon = {"starts_at": NOW + DAY, "ends_at": NOW + DAY + timedelta(hours=1)}
    change(webinar, **soon, now=NOW)

    subjects = [
        str(message_from_bytes(content, policy=default)["Subject"])
        for content in deliver_all(now=NOW)
    ]

    assert any("Cancelled" in subject for subject in subjects)
    assert [subject for subject in subjects if "Urgent" in subject] == []
