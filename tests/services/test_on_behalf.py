"""What organizers do for registrants: rules, mails and what the audit keeps, on both stores."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    a_registrant,
    a_registration,
    a_registration_request,
    a_series,
    a_webinar,
    an_enrollment,
    an_invitation,
    saved,
)
from tests.support.console import an_account
from webinars.errors import Conflict, Invalid, NotAllowed
from webinars.extensions import transaction
from webinars.models import (
    Action,
    AuditEntry,
    Choice,
    EnrollmentStatus,
    MessageKind,
)
from webinars.services import on_behalf

CONFIRMED, WAITLISTED, CANCELLED = EnrollmentStatus
DAY = timedelta(days=1)


@pytest.fixture
def series(db):
    """A full first webinar (Ana seated, Bea and Carl waiting), a second with room, one over."""
    series = a_series(registration_closes_at=NOW - DAY)
    first = a_webinar(slug="first", series=series, capacity=1, starts_at=NOW + DAY)
    a_webinar(slug="second", series=series, starts_at=NOW + 2 * DAY)
    a_webinar(slug="over", series=series, starts_at=NOW - DAY)
    seats = []
    for name, status in (("ana", CONFIRMED), ("bea", WAITLISTED), ("carl", WAITLISTED)):
        person = a_registration(
            registrant=a_registrant(name=name, email=f"{name}@example.org"), series=series
        )
        seats.append(an_enrollment(first, registration=person, status=status))
    saved(series, *seats)
    saved(an_invitation(seats[0]))
    return series


@pytest.fixture
def actor(series):
    return an_account("organizer", series)


def seat(series, place):
    return series.registrations[place].enrollments[0]


def entries(db):
    found = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    return [(entry.action, entry.subject_kind, entry.fields) for entry in found]


def register(series, actor, *, overbooks=False, is_told=True, **values):
    wanted = a_registration_request(**({"webinar_slugs": ("second",)} | values))
    with transaction():
        return on_behalf.register(
            series, wanted, overbooks=overbooks, is_told=is_told, actor=actor, now=NOW
        )


def test_by_hand_one_registers_after_the_window_and_without_a_limit_of_mails(
    db, series, actor, outbox
):
    for number in range(7):
        email = f"nora+{number}@example.org"
        register(series, actor, email=email, name=f"Nora {number}")

    assert [mail.due_at for mail in outbox()] == [NOW] * 7
    assert {mail.kind for mail in outbox()} == {MessageKind.INVITED}
    assert entries(db) == [(Action.REGISTRANT_ADDED, "Registration", [])] * 7


def test_who_is_registered_into_a_full_webinar_waits_unless_it_is_overbooked(series, actor):
    waiting = register(series, actor, email="n@example.org", webinar_slugs=("first",))
    seated = register(
        series, actor, email="o@example.org", webinar_slugs=("first",), overbooks=True
    )

    assert [one.status for one in waiting.added] == [WAITLISTED]
    assert [one.status for one in seated.added] == [CONFIRMED]


@pytest.mark.parametrize(
    ("choice", "slugs"),
    [
        (Choice.SOME, ()),
        (Choice.SOME, ("over",)),
        (Choice.SOME, ("no",)),
        (Choice.ONE, ("first", "second")),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(db, series, actor, choice, slugs):
    series.choice = choice
    saved(series)

    with pytest.raises(Invalid):
        register(series, actor, webinar_slugs=slugs)


def test_a_correction_is_noted_by_the_names_of_the_fields(db, series, actor):
    found = series.registrations[0]
    details = {name: getattr(found.registrant, name) for name in on_behalf.DETAILS}
    with transaction():
        on_behalf.correct_details(
            found, details | {"name": "Ana Secret", "state": "Utah"}, actor=actor, now=NOW
        )
    with transaction():
        on_behalf.correct_details(
            found, details | {"name": "Ana Secret", "state": "Utah"}, actor=actor, now=NOW
        )

    assert entries(db) == [(Action.REGISTRANT_CORRECTED, "Registrant", ["name", "state"])]


def test_a_seat_is_given_out_of_order_and_beyond_the_last(db, series, actor, outbox):
    with pytest.raises(Conflict, match="Every seat is taken"), transaction():
        on_behalf.give_seat(seat(series, 2), overbooks=False, actor=actor, now=NOW)

    with transaction():
        on_behalf.give_seat(seat(series, 2), overbooks=True, actor=actor, now=NOW)

    db.session.expire_all()
    assert [seat(series, place).status for place in range(3)] == [CONFIRMED, WAITLISTED, CONFIRMED]
    assert [(mail.kind, mail.recipient) for mail in outbox()] == [
        (MessageKind.PROMOTED, "carl@example.org")
    ]
    with pytest.raises(Conflict, match="does not wait"), transaction():
        on_behalf.give_seat(seat(series, 2), overbooks=True, actor=actor, now=NOW)
    assert entries(db) == [(Action.SEAT_GIVEN, "Enrollment", [])]


def test_a_seat_given_up_goes_on_and_comes_back_at_the_end_of_the_line(db, series, actor):
    with transaction():
        assert on_behalf.cancel_seat(seat(series, 0), actor=actor, now=NOW)
    with transaction():
        assert not on_behalf.cancel_seat(seat(series, 0), actor=actor, now=NOW)
    with transaction():
        assert on_behalf.restore_seat(seat(series, 0), actor=actor, now=NOW) is WAITLISTED

    db.session.expire_all()
    assert [seat(series, place).status for place in range(3)] == [WAITLISTED, CONFIRMED, WAITLISTED]
    assert seat(series, 0).ticket > seat(series, 2).ticket
    assert [entry[0] for entry in entries(db)] == [Action.SEAT_CANCELLED, Action.SEAT_RESTORED]


def test_mails_are_sent_again_as_often_as_one_likes(db, series, actor, outbox):
    found = series.registrations[0]
    for minutes in (0, 1):
        now = NOW + timedelta(minutes=minutes)
        with transaction():
            on_behalf.send_link_again(found, actor=actor, now=now)
            on_behalf.send_welcome_again(found, actor=actor, now=now)
            on_behalf.send_invitation_again(found.enrollments[0], actor=actor, now=now)

    kinds = [MessageKind.PRIVATE_LINK, MessageKind.WELCOME, MessageKind.INVITED]
    assert [mail.kind for mail in outbox()] == kinds * 2
    first, second = (mail for mail in outbox() if mail.kind is MessageKind.INVITED)
    assert (first.sequence, first.invitation_id) == (second.sequence, second.invitation_id)
    assert first.stamped_at < second.stamped_at


def test_who_only_waits_has_no_invitation_to_send_again(series, actor):
    with pytest.raises(Conflict, match="no invitation"), transaction():
        on_behalf.send_invitation_again(seat(series, 1), actor=actor, now=NOW)


def test_erasing_leaves_an_entry_without_a_name(db, series, actor):
    ana = series.registrations[0]
    with transaction():
        on_behalf.erase(ana, actor=actor, now=NOW)

    assert ana.registrant.erased_at == NOW
    assert entries(db) == [(Action.REGISTRANT_ERASED, "Registrant", [])]


def test_nobody_erases_people_of_a_series_they_do_not_look_after(db, series, actor):
    ana = series.registrations[0]
    saved(a_registration(registrant=ana.registrant, series=a_series()))

    with pytest.raises(NotAllowed), transaction():
        on_behalf.erase(ana, actor=actor, now=NOW)

    owner = an_account()
    with transaction():
        on_behalf.erase(ana, actor=owner, now=NOW)
    assert ana.registrant.erased_at == NOW
