"""Lists are taken over part by part, once, and can be taken back."""

import contextlib
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.factories import NOW, a_registrant, a_registration, an_enrollment, saved
from tests.services.imports.lists import (
    a_series_with_webinars,
    checked,
    findings,
    imported,
    run_all,
    seats,
    started,
)
from webinars.domain.registrant_filters import RegistrantFilters
from webinars.errors import Conflict, Invalid
from webinars.extensions import transaction
from webinars.models import (
    Action,
    AuditEntry,
    Consent,
    Delivery,
    Enrollment,
    EnrollmentStatus,
    ImportPart,
    ImportState,
    JoinClick,
    Registrant,
    RegistrantImport,
    Registration,
    SeriesStatus,
)
from webinars.queries.registrant_lists import matching_count
from webinars.services import registrations
from webinars.services.imports import keeping, running
from webinars.services.imports.contents import unpacked

LIST = "Name,Email,Organization\nAna,ana@example.org,County\nBen,ben@example.org,\nX,nowhere,\n"
MANY = "Name,Email\n" + "".join(f"P{n},p{n}@example.org\n" for n in range(60))


def be_killed_in_a_part():
    with contextlib.suppress(KeyboardInterrupt), transaction():
        running.run_next(now=NOW)
        raise KeyboardInterrupt


def kinds(outbox):
    return [(one.recipient, one.kind.value) for one in outbox()]


def test_people_get_seats_and_mails(db, outbox):
    series = a_series_with_webinars()

    found = imported(series, LIST, webinars=("first", "allies"))

    assert found.state is ImportState.DONE
    assert found.result == {"new": 2, "left_out": 1, "waiting": 0, "seats": 4}
    assert matching_count(series.id, RegistrantFilters(text="county ana")) == 1
    assert seats() == [
        ("ana@example.org", "first", "confirmed"),
        ("ana@example.org", "allies", "confirmed"),
        ("ben@example.org", "first", "confirmed"),
        ("ben@example.org", "allies", "confirmed"),
    ]
    assert kinds(outbox)[:3] == [
        ("ana@example.org", "welcome"),
        ("ana@example.org", "invited"),
        ("ana@example.org", "invited"),
    ]
    assert db.session.scalars(select(Registrant.organization).order_by(Registrant.email)).all() == [
        "County",
        "",
    ]


def test_without_mails_nobody_is_written_to(db, outbox):
    imported(a_series_with_webinars(), LIST, is_invited=False)

    assert outbox() == []
    assert len(seats()) == 2


def test_how_they_agreed_is_kept(db):
    imported(a_series_with_webinars(), "Email,Consent\nana@example.org,yes\nben@example.org,no\n")

    [consent] = db.session.scalars(select(Consent)).all()
    assert consent.wording.splitlines() == [
        "Registered by the people who run the series, from a list.",
        "They ticked a box at the fair.",
        "The list says: yes",
    ]


def test_who_is_known_is_not_changed_and_seats_run_out(db, outbox):
    series = a_series_with_webinars()
    series.webinars[0].capacity = 1
    saved(series, a_registrant(email="ben@example.org", name="Benjamin", organization="State"))

    found = imported(series, LIST)

    ben = db.session.scalars(select(Registrant).where(Registrant.email == "ben@example.org")).one()
    assert (ben.name, ben.organization) == ("Benjamin", "State")
    assert found.result == {"new": 1, "known": 1, "left_out": 1, "waiting": 1, "seats": 1}
    assert seats()[1] == ("ben@example.org", "first", "waitlisted")
    assert findings(found)[0] == (3, "other_details", "name", "Ben")


def test_only_the_rows_left_out_stay(db):
    found = imported(a_series_with_webinars(), LIST)

    kept = db.session.scalars(select(ImportPart.rows)).all()
    assert [row.number for part in kept for row in unpacked(part)] == [4]
    assert findings(found) == [(4, "wrong_address", "email", "nowhere")]


def test_a_part_is_done_once_whoever_is_killed_in_it(db):
    found = started(a_series_with_webinars(), MANY, is_invited=False)

    for _ in range(3):
        be_killed_in_a_part()
        assert seats() == []
    with transaction():
        running.run_next(now=NOW)
    assert len(seats()) == 24
    be_killed_in_a_part()
    run_all()

    assert len(seats()) == 60
    db.session.refresh(found)
    assert (found.state, found.result["new"]) == (ImportState.DONE, 60)


def test_the_same_list_twice_changes_nothing_the_second_time(db, outbox):
    series = a_series_with_webinars()
    imported(series, LIST)
    before = kinds(outbox)

    found = imported(series, LIST)

    assert found.result == {"unchanged": 2, "left_out": 1, "waiting": 0, "seats": 0}
    assert kinds(outbox) == before


def test_it_can_be_stopped_and_go_on(db):
    found = started(a_series_with_webinars(), MANY, is_invited=False)
    with transaction():
        running.run_next(now=NOW)
    with transaction():
        keeping.stop(found, actor=None, now=NOW)
    run_all()
    assert len(seats()) == 24

    with transaction():
        keeping.resume(found, actor=None, now=NOW)
    run_all()

    assert len(seats()) == 60


def test_a_list_that_breaks_us_stops_and_says_so(db):
    found = started(a_series_with_webinars(), LIST)
    part = db.session.scalars(select(ImportPart)).one()
    part.rows = b"no rows at all"
    saved(part)

    run_all()

    db.session.refresh(found)
    assert (found.state, found.result) == (ImportState.STOPPED, {"trouble": True})
    assert seats() == []


def test_undoing_takes_back_what_nobody_touched(db, outbox):
    series = a_series_with_webinars()
    series.webinars[0].capacity = 1
    saved(series)
    found = imported(series, "Email\nana@example.org\nben@example.org\ncleo@example.org\n",
                     webinars=("first", "allies"))  # fmt: skip
    allies_of_ben = db.session.scalars(
        select(Enrollment)
        .join(Enrollment.registration)
        .join(Registration.registrant)
        .where(
            Registrant.email == "ben@example.org", Enrollment.webinar_id == series.webinars[1].id
        )
    ).one()
    saved(JoinClick(enrollment_id=allies_of_ben.id, clicked_at=NOW))

    with transaction():
        keeping.undo(found, actor=None, now=NOW)
    run_all()

    db.session.refresh(found)
    assert found.state is ImportState.UNDONE
    assert (found.result["undone"], found.result["stayed"]) == (5, 1)
    assert [one for one in seats() if one[2] != "cancelled"] == [
        ("ben@example.org", "allies", "confirmed")
    ]
    assert "promoted" not in [kind for _, kind in kinds(outbox)]


def test_undoing_an_import_without_mails_removes_the_people(db, outbox):
    series = a_series_with_webinars()
    saved(a_registrant(email="ana@example.org"))
    found = imported(series, LIST, is_invited=False)

    with transaction():
        keeping.undo(found, actor=None, now=NOW)
    run_all()

    assert db.session.scalars(select(Registrant.email)).all() == ["ana@example.org"]
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 0
    assert outbox() == []


def test_rows_are_deleted_after_a_week(db):
    series = a_series_with_webinars()
    done, unused = imported(series, LIST), checked(series, LIST)
    with transaction():
        assert keeping.forget_old(now=NOW + timedelta(days=6)) == 0
    with transaction():
        assert keeping.forget_old(now=NOW + timedelta(days=7)) == 2

    assert db.session.scalar(select(func.count()).select_from(ImportPart)) == 0
    [left] = db.session.scalars(select(RegistrantImport)).all()
    assert (left.id, left.forgotten_at is not None) == (done.id, True)
    assert unused.id != done.id
    with pytest.raises(Conflict), transaction():
        keeping.undo(left, actor=None, now=NOW)


def test_a_draft_is_imported_into_without_mails_only(db):
    series = a_series_with_webinars(status=SeriesStatus.DRAFT)
    with pytest.raises(Invalid):
        started(series, LIST)
    imported(series, LIST, is_invited=False)
    assert len(seats()) == 2


def test_steps_out_of_order_are_refused(db):
    found = checked(a_series_with_webinars(), LIST)
    for step in (keeping.stop, keeping.resume, keeping.undo):
        with pytest.raises(Conflict), transaction():
            step(found, actor=None, now=NOW)
    with transaction():
        keeping.discard(found)
    assert db.session.scalar(select(func.count()).select_from(ImportPart)) == 0


def test_who_imported_and_undid_is_noted_without_anybodys_details(db):
    found = imported(a_series_with_webinars(), LIST)
    with transaction():
        keeping.undo(found, actor=None, now=NOW)

    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [one.action for one in entries] == [Action.REGISTRANTS_IMPORTED, Action.IMPORT_UNDONE]
    assert entries[0].after["new"] == 2
    assert "example.org" not in str([one.after for one in entries])


def test_a_seat_that_somebody_gave_up_stays_given_up(db):
    series = a_series_with_webinars()
    registration = a_registration(series=series, registrant=a_registrant(email="ana@example.org"))
    saved(
        an_enrollment(
            series.webinars[0], status=EnrollmentStatus.CANCELLED, registration=registration
        )
    )

    imported(series, "Email\nana@example.org\n")

    assert seats() == [("ana@example.org", "first", "cancelled")]
    assert db.session.scalar(select(func.count()).select_from(Delivery)) == 0


def test_a_person_in_several_rows_is_registered_once(db):
    found = imported(
        a_series_with_webinars(),
        "Name,Email\nAna,ana@example.org\nana,ANA@example.org\nBen,ana@example.org\n",
    )

    assert seats() == [("ana@example.org", "first", "confirmed")]
    assert found.result == {"new": 1, "left_out": 1, "waiting": 0, "seats": 1}


def test_those_registered_without_a_word_are_invited_later_and_once(db, outbox):
    series = a_series_with_webinars()
    series.webinars[0].capacity = 2
    saved(series)
    text = "Email\nana@example.org\nben@example.org\ncleo@example.org\n"
    found = imported(series, text, is_invited=False)
    cancelled = db.session.scalars(select(Enrollment).order_by(Enrollment.id)).first()
    with transaction():
        registrations.cancel_enrollment(cancelled, now=NOW)
    before = len(outbox())

    with transaction():
        keeping.invite(found, actor=None, now=NOW)
    run_all()

    db.session.refresh(found)
    assert (found.state, found.result["invited"]) == (ImportState.DONE, 1)
    assert kinds(outbox)[before:] == [("ben@example.org", "invited")]
    assert ("cleo@example.org", "promoted") in kinds(outbox)
    with pytest.raises(Conflict), transaction():
        keeping.invite(found, actor=None, now=NOW)
