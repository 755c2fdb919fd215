"""Changing a webinar, and who is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    a_registration_request,
    a_series,
    a_webinar,
    in_english,
    saved,
)
from tests.support.changes import DAY, LATER, change, due, filled, mark_sent, moved
from webinars.errors import Conflict, Invalid
from webinars.extensions import transaction
from webinars.models import (
    Action,
    AuditEntry,
    Delivery,
    DeliveryState,
    Enrollment,
    EnrollmentStatus,
    Invitation,
    MessageKind,
    Registrant,
    WebinarStatus,
)
from webinars.services import registrations, webinars


def test_a_new_time_sends_every_seat_a_request_with_the_next_sequence(db, outbox):
    webinar = filled("ana@example.org", "bo@example.org")
    was = webinar.starts_at

    assert change(webinar, **moved(webinar, DAY))

    updates = due(outbox)
    assert [(found.kind, found.method, found.sequence) for found in updates] == [
        (MessageKind.UPDATED, "REQUEST", 1)
    ] * 2
    assert updates[0].details["was_starts_at"] == was.isoformat()
    assert updates[0].stamped_at == LATER
    assert {found.recipient for found in updates} == {"ana@example.org", "bo@example.org"}
    assert (webinar.revision, webinar.updated_at, webinar.scheduled_at) == (1, LATER, LATER)


def test_two_text_corrections_send_two_updates_with_the_same_sequence(db, outbox):
    webinar = filled("ana@example.org")

    change(webinar, title=in_english("A better title"))
    mark_sent()
    change(webinar, title=in_english("The best title"))

    updates = [found for found in outbox() if found.kind is MessageKind.UPDATED]
    assert [found.sequence for found in updates] == [0, 0]
    assert updates[0].stamped_at < updates[1].stamped_at
    assert webinar.revision == 2


def test_a_new_end_leaves_the_time_of_scheduling_alone(db):
    webinar = filled("ana@example.org")
    scheduled_at = webinar.scheduled_at

    change(webinar, ends_at=webinar.ends_at + timedelta(minutes=30))

    assert webinar.scheduled_at == scheduled_at
    assert db.session.scalars(select(Invitation)).one().sequence == 1


@pytest.mark.parametrize(
    "values",
    [
        {"join_url": "https://other.example.com/"},
        {"offers_sign_language": True},
        {"capacity": 9},
    ],
)
def test_what_no_calendar_shows_is_told_to_nobody(db, outbox, values):
    webinar = filled("ana@example.org")

    assert change(webinar, **values)

    assert due(outbox) == []
    assert webinar.revision == 0


def test_a_recording_is_news_for_feeds_but_no_mail(db, outbox):
    webinar = filled("ana@example.org")

    assert change(webinar, recording_url="https://video.example.org/1")

    assert due(outbox) == []
    assert webinar.revision == 1


def test_the_same_details_change_nothing(db, outbox):
    webinar = filled("ana@example.org")
    updated_at = webinar.updated_at

    assert not change(webinar)

    assert (due(outbox), webinar.updated_at) == ([], updated_at)


def test_cancelling_sends_a_cancel_with_the_next_sequence(db, outbox):
    webinar = filled("ana@example.org", "waits@example.org", capacity=1)

    change(webinar, status=WebinarStatus.CANCELLED)

    told = [(found.kind, found.method, found.sequence, found.recipient) for found in due(outbox)]
    assert told == [
        (MessageKind.CANCELLED, "CANCEL", 1, "ana@example.org"),
        (MessageKind.WAITLIST_NEWS, None, None, "waits@example.org"),
    ]
    assert webinar.cancelled_at == LATER


def test_a_new_time_replaces_what_was_still_to_be_sent(db, outbox):
    webinar = saved(a_webinar())
    with transaction():
        registrations.register(
            webinar.series, a_registration_request(slugs=[webinar.slug]), now=NOW
        )

    change(webinar, **moved(webinar, DAY))

    states = [(found.kind, found.state) for found in outbox()]
    assert states == [
        (MessageKind.INVITED, DeliveryState.SUPERSEDED),
        (MessageKind.UPDATED, DeliveryState.DUE),
    ]


def test_a_mail_on_its_way_is_marked_as_overtaken(db, outbox):
    webinar = saved(a_webinar())
    with transaction():
        registrations.register(
            webinar.series, a_registration_request(slugs=[webinar.slug]), now=NOW
        )
        delivery = db.session.scalars(select(Delivery)).one()
        delivery.owner, delivery.lease_until = "worker", LATER + timedelta(seconds=30)

    change(webinar, **moved(webinar, DAY))

    [first, _] = outbox()
    assert (first.state, first.overtaken_at) == (DeliveryState.DUE, LATER)


def test_a_cancel_still_to_be_sent_survives_a_new_time(db, outbox):
    webinar = filled("ana@example.org")
    enrollment = db.session.scalars(select(Enrollment)).one()
    with transaction():
        registrations.cancel_enrollment(enrollment, now=NOW)

    change(webinar, **moved(webinar, DAY))

    assert [(found.kind, found.method) for found in due(outbox)] == [("withdrawn", "CANCEL")]


def test_a_date_for_an_undated_webinar_brings_the_first_invitation(db, outbox):
    webinar = filled("ana@example.org", "bo@example.org", starts_at=None, capacity=1)

    change(webinar, starts_at=NOW + DAY, ends_at=NOW + DAY + timedelta(hours=1))

    invited, told = due(outbox)
    assert (invited.kind, invited.sequence, invited.recipient) == (
        MessageKind.INVITED,
        0,
        "ana@example.org",
    )
    assert (told.kind, told.recipient) == (MessageKind.WAITLIST_NEWS, "bo@example.org")


def test_a_date_taken_back_and_given_again_begins_a_new_generation(db, outbox):
    webinar = filled("ana@example.org")
    change(webinar, starts_at=None, ends_at=None)
    [cancel] = due(outbox)
    assert (cancel.method, cancel.details["postponed"]) == ("CANCEL", True)
    assert webinar.series.links_changed_at == LATER
    mark_sent()

    change(webinar, starts_at=NOW + DAY, ends_at=NOW + DAY + timedelta(hours=1))

    [request] = due(outbox)
    assert (request.kind, request.sequence) == (MessageKind.INVITED, 0)
    generations = db.session.scalars(select(Invitation.generation)).all()
    assert sorted(generations) == [1, 2]


def test_a_cancelled_webinar_that_takes_place_after_all_invites_anew(db, outbox):
    webinar = filled("ana@example.org")
    change(webinar, status=WebinarStatus.CANCELLED)
    mark_sent()

    change(webinar, status=WebinarStatus.SCHEDULED)

    [request] = due(outbox)
    assert (request.kind, request.invitation.generation) == (MessageKind.INVITED, 2)


def test_added_seats_go_to_exactly_so_many_of_those_who_wait(db, outbox):
    emails = [f"p{number}@example.org" for number in range(6)]
    webinar = filled(*emails, capacity=2)

    change(webinar, capacity=4)

    told = [(found.kind, found.recipient) for found in due(outbox)]
    assert told == [(MessageKind.PROMOTED, emails[2]), (MessageKind.PROMOTED, emails[3])]


def test_fewer_seats_take_none_away(db, outbox):
    webinar = filled("ana@example.org", "bo@example.org", capacity=2)

    change(webinar, capacity=1)

    statuses = set(db.session.scalars(select(Enrollment.status)))
    assert (statuses, due(outbox)) == ({EnrollmentStatus.CONFIRMED}, [])


def test_without_a_limit_everybody_who_waits_gets_a_seat(db, outbox):
    webinar = filled("ana@example.org", "bo@example.org", "cy@example.org", capacity=1)

    change(webinar, capacity=None)

    assert [found.kind for found in due(outbox)] == [MessageKind.PROMOTED] * 2


def test_who_waits_hears_of_a_new_time(db, outbox):
    webinar = filled("ana@example.org", "waits@example.org", capacity=1)

    change(webinar, **moved(webinar, DAY))
    change(webinar, **moved(webinar, DAY))

    news = [found for found in outbox() if found.kind is MessageKind.WAITLIST_NEWS]
    assert [(found.recipient, found.details["news"]) for found in news] == [
        ("waits@example.org", "moved")
    ] * 2


def test_a_webinar_that_has_ended_is_corrected_silently_and_never_cancelled(db, outbox):
    webinar = filled("ana@example.org")
    after = webinar.ends_at + timedelta(hours=1)

    change(webinar, title=in_english("What it was called"), now=after)
    with pytest.raises(Conflict):
        change(webinar, status=WebinarStatus.CANCELLED, now=after)

    assert due(outbox) == []
    assert not webinar.is_cancelled


def test_a_change_shows_in_the_personal_feeds_of_those_who_hold_seats(db):
    webinar = filled("ana@example.org", "waits@example.org", capacity=1)

    change(webinar, **moved(webinar, DAY))

    db.session.expire_all()
    changed = {
        found.email: found.links_changed_at for found in db.session.scalars(select(Registrant))
    }
    assert changed == {"ana@example.org": LATER, "waits@example.org": NOW}


@pytest.mark.parametrize(
    "values",
    [
        {"ends_at": NOW},
        {"ends_at": None},
        {"capacity": -1},
        {"recording_url": "http://video.example.org/1"},
        {"recording_url": "javascript:alert(1)"},
    ],
)
def test_details_that_make_no_sense_are_invalid(db, values):
    webinar = saved(a_webinar(series=a_series()))

    with pytest.raises(Invalid):
        change(webinar, **values)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_webinar_is_removed_while_nobody_registered(db):
    webinar = saved(a_webinar())
    series = webinar.series

    with transaction():
        webinars.remove(webinar, now=LATER)

    assert (series.webinars, series.links_changed_at) == ([], LATER)
    assert [entry.action for entry in db.session.scalars(select(AuditEntry))] == [
        Action.WEBINAR_REMOVED
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_webinar_that_somebody_asked_for_stays(db):
    webinar = filled("ana@example.org")

    with pytest.raises(Conflict, match="Cancel it instead"), transaction():
        webinars.remove(webinar, now=LATER)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_webinars_are_brought_into_another_order(db, outbox):
    series = a_series()
    saved(*(a_webinar(slug=slug, series=series) for slug in ("a", "b", "c")))

    with transaction():
        webinars.reorder(series, ["b", "c", "a"], now=LATER)

    assert [one.slug for one in series.webinars] == ["b", "c", "a"]
    assert outbox() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("values", "action"),
    [
        ({"capacity": 5}, Action.WEBINAR_CHANGED),
        ({"starts_at": NOW, "ends_at": NOW + DAY}, Action.WEBINAR_RESCHEDULED),
        ({"status": WebinarStatus.CANCELLED}, Action.WEBINAR_CANCELLED),
    ],
)
def test_the_audit_knows_what_was_changed(db, values, action):
    webinar = saved(a_webinar(join_url=None))

    change(webinar, **values)

    [entry] = db.session.scalars(select(AuditEntry))
    assert (entry.action, entry.fields, entry.subject_id) == (action, sorted(values), webinar.id)
