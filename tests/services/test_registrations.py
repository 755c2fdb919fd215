"""Registering, adding webinars and giving seats up."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.factories import (
    NOW,
    a_registration_request,
    a_series,
    a_sponsor,
    a_webinar,
    in_english,
    saved,
)
from webinars.errors import Conflict, Invalid, NotFound
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import (
    AccessKind,
    AccessRequest,
    AccessRequestStatus,
    Answer,
    Choice,
    Consent,
    ConsentStatus,
    DeliveryState,
    Enrollment,
    EnrollmentStatus,
    Invitation,
    MessageKind,
    Question,
    QuestionKind,
    Registrant,
    Registration,
    SeriesStatus,
    WebinarStatus,
)
from webinars.services import registrations, waitlist, webinars

CONFIRMED, WAITLISTED, CANCELLED = EnrollmentStatus


def register(series, *slugs, now=NOW, **values):
    with transaction():
        registrations.register(series, a_registration_request(slugs=slugs, **values), now=now)


def statuses(webinar):
    found = select(Enrollment).where(Enrollment.webinar_id == webinar.id).order_by(Enrollment.id)
    return [enrollment.status for enrollment in database.session.scalars(found)]


def four_webinars(**values):
    series = a_series(**values)
    titles = ("one", "two", "three", "four")
    return saved(
        series,
        *(
            a_webinar(series=series, slug=slug, starts_at=NOW + timedelta(weeks=number))
            for number, slug in enumerate(titles, 1)
        ),
    )


def test_a_single_seat_brings_the_invitation_alone(db, outbox):
    series = four_webinars()

    register(series, "two")

    [delivery] = outbox()
    assert (delivery.kind, delivery.method, delivery.sequence) == ("invited", "REQUEST", 0)
    assert delivery.recipient == "ana@example.org"


def test_several_seats_bring_a_welcome_and_an_invitation_each(db, outbox):
    series = four_webinars()

    register(series, "one", "three")

    assert [delivery.kind for delivery in outbox()] == ["welcome", "invited", "invited"]
    [one, two] = db.session.scalars(select(Invitation).order_by(Invitation.id))
    assert one.enrollment.webinar.slug == "one"
    assert one.uid.startswith(f"webinar-{one.enrollment.webinar_id}-e{one.enrollment_id}-g1-")
    assert one.uid != two.uid
    assert one.uid.endswith("@127.0.0.1")


@pytest.mark.parametrize(
    "values", [{"capacity": 0}, {"starts_at": None}], ids=["waitlisted", "undated"]
)
def test_a_single_webinar_without_invitation_brings_a_welcome(db, outbox, values):
    webinar = saved(a_webinar(**values))

    register(webinar.series, webinar.slug)

    assert [delivery.kind for delivery in outbox()] == ["welcome"]
    assert db.session.scalar(select(func.count()).select_from(Invitation)) == 0


def test_two_spellings_of_an_address_are_one_registrant(db, outbox):
    series = four_webinars()

    register(series, "one", email="Ana@Example.org")
    register(series, "two", email="ana@example.org ", name="Somebody Else", language="es")

    registrant = db.session.scalars(select(Registrant)).one()
    assert (registrant.email, registrant.name, registrant.language) == (
        "Ana@Example.org",
        "Ana Example",
        "en",
    )
    [registration] = registrant.registrations
    slugs = [enrollment.webinar.slug for enrollment in registration.enrollments]
    assert sorted(slugs) == ["one", "two"]
    assert [delivery.kind for delivery in outbox()] == ["invited", "invited"]


def test_registering_again_for_the_same_brings_the_private_link(db, outbox):
    series = four_webinars()

    register(series, "one")
    register(series, "one")

    assert [delivery.kind for delivery in outbox()] == ["invited", "private_link"]
    assert db.session.scalar(select(func.count()).select_from(Enrollment)) == 1


def test_what_a_second_form_asks_for_waits_to_be_confirmed(db):
    gare = a_sponsor(slug="gare")
    series = four_webinars(co_sponsors=[gare])
    register(series, "one", accommodations=(AccessKind.CAPTIONS,))
    register(
        series,
        "one",
        accommodations=(AccessKind.SIGN_LANGUAGE,),
        shared_with={"gare": "Share my details with GARE."},
    )

    requests = db.session.scalars(select(AccessRequest).order_by(AccessRequest.id)).all()
    assert [(request.kind, request.status) for request in requests] == [
        (AccessKind.CAPTIONS, AccessRequestStatus.OPEN),
        (AccessKind.SIGN_LANGUAGE, AccessRequestStatus.TO_BE_CONFIRMED),
    ]
    consents = db.session.scalars(select(Consent).order_by(Consent.id)).all()
    assert [(consent.sponsor_id, consent.status) for consent in consents] == [
        (None, ConsentStatus.GIVEN),
        (gare.id, ConsentStatus.TO_BE_CONFIRMED),
    ]


def test_answers_of_a_second_form_change_nothing(db):
    series = four_webinars()
    question = saved(
        Question(
            series=series,
            slug="heard",
            label=in_english("How did you hear?"),
            kind=QuestionKind.TEXT,
            options=[],
            is_required=False,
            position=1,
        )
    )

    register(series, "one", answers={question.id: ("A friend",), 999: ("stray",)})
    register(series, "two", answers={question.id: ("A poster",)})

    answer = db.session.scalars(select(Answer)).one()
    assert answer.values == ["A friend"]


def test_a_full_webinar_takes_people_on_its_waiting_list(db):
    webinar = saved(a_webinar(capacity=1))

    register(webinar.series, webinar.slug, email="first@example.org")
    register(webinar.series, webinar.slug, email="second@example.org")

    assert statuses(webinar) == [CONFIRMED, WAITLISTED]


def test_a_newcomer_waits_behind_those_who_wait_even_when_a_seat_is_free(db):
    webinar = saved(a_webinar(capacity=0))
    register(webinar.series, webinar.slug, email="first@example.org")
    with transaction():
        webinar.capacity = 1

    register(webinar.series, webinar.slug, email="second@example.org")

    assert statuses(webinar) == [WAITLISTED, WAITLISTED]


@pytest.mark.parametrize(
    ("slugs", "values", "message"),
    [
        ((), {}, "Choose at least one webinar."),
        (("nowhere",), {}, "One of the chosen webinars is not part of this series."),
        (("one", "two"), {"choice": Choice.ONE}, "Choose one webinar only."),
    ],
)
def test_a_choice_that_makes_no_sense_is_invalid(db, outbox, slugs, values, message):
    series = four_webinars(**values)

    with pytest.raises(Invalid) as caught:
        register(series, *slugs)

    assert caught.value.fields == {"webinars": message}
    assert outbox() == []
    assert db.session.scalars(select(Registrant)).all() == []


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"status": WebinarStatus.CANCELLED}, "This webinar is cancelled."),
        ({"starts_at": NOW - timedelta(hours=2)}, "This webinar is over."),
    ],
)
def test_a_webinar_that_cannot_be_had_is_a_conflict(db, outbox, values, message):
    series = four_webinars()
    saved(a_webinar(series=series, slug="lost", **values))

    with pytest.raises(Conflict) as caught:
        register(series, "one", "lost")

    assert caught.value.fields["webinar:lost"] == message
    assert "webinar:one" not in caught.value.fields
    assert (outbox(), db.session.scalars(select(Registrant)).all()) == ([], [])


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"registration_opens_at": NOW + timedelta(days=1)}, "Registration has not opened yet."),
        ({"registration_closes_at": NOW}, "Registration is closed."),
    ],
)
def test_outside_the_registration_window_nothing_can_be_had(db, values, message):
    series = four_webinars(**values)

    with pytest.raises(Conflict, match=message):
        register(series, "one")
    with pytest.raises(Conflict, match=message):
        register(series, is_standing=True)


def test_a_webinar_that_has_begun_can_still_be_joined(db):
    webinar = saved(a_webinar(starts_at=NOW - timedelta(minutes=10)))

    register(webinar.series, webinar.slug)

    assert statuses(webinar) == [CONFIRMED]


def test_a_draft_cannot_be_registered_for(db):
    series = four_webinars(status=SeriesStatus.DRAFT)

    with pytest.raises(NotFound):
        register(series, "one")


def test_a_series_taken_whole_enrolls_into_all_open_webinars(db):
    series = four_webinars(choice=Choice.ALL)
    saved(a_webinar(series=series, slug="off", status=WebinarStatus.CANCELLED))

    register(series)

    [registration] = db.session.scalars(select(Registration))
    assert len(registration.enrollments) == 4
    assert not registration.is_standing


def test_a_standing_registration_is_enrolled_into_webinars_added_later(db, outbox):
    series = four_webinars()
    register(series, is_standing=True, email="standing@example.org")
    register(series, "one", email="once@example.org")
    before = len(outbox())

    details = webinars.details_of(a_webinar(starts_at=NOW + timedelta(weeks=9), capacity=1))
    with transaction():
        webinar = webinars.create(series, details, now=NOW)

    assert statuses(webinar) == [CONFIRMED]
    [delivery] = outbox()[before:]
    assert (delivery.kind, delivery.recipient) == ("invited", "standing@example.org")


def test_standing_registrations_queue_in_the_order_they_came(db):
    series = four_webinars()
    for number in range(3):
        at = NOW + timedelta(minutes=number)
        register(series, is_standing=True, email=f"p{number}@example.org", now=at)
    webinar = saved(a_webinar(series=series, capacity=2))
    with transaction():
        registrations.enroll_standing(webinar, now=NOW)
        registrations.enroll_standing(webinar, now=NOW)

    assert statuses(webinar) == [CONFIRMED, CONFIRMED, WAITLISTED]


def test_who_gave_a_webinar_up_is_not_enrolled_by_standing(db):
    series = four_webinars()
    register(series, is_standing=True)
    enrollment = db.session.scalars(select(Enrollment)).first()
    with transaction():
        registrations.cancel_enrollment(enrollment, now=NOW)
        registrations.enroll_standing(enrollment.webinar, now=NOW)

    assert enrollment.status is CANCELLED


def test_a_freed_seat_goes_to_the_first_waiting_who_is_invited_once(db, outbox):
    webinar = saved(a_webinar(capacity=1))
    for name in ("first", "second", "third"):
        register(webinar.series, webinar.slug, email=f"{name}@example.org")
    first = db.session.scalars(select(Enrollment).order_by(Enrollment.id)).first()
    before = len(outbox())

    with transaction():
        registrations.cancel_enrollment(first, now=NOW)
    with transaction():
        registrations.cancel_enrollment(first, now=NOW)
        waitlist.promote(webinar, now=NOW)

    assert statuses(webinar) == [CANCELLED, CONFIRMED, WAITLISTED]
    told = [(delivery.kind, delivery.recipient) for delivery in outbox()[before:]]
    assert told == [
        (MessageKind.WITHDRAWN, "first@example.org"),
        (MessageKind.PROMOTED, "second@example.org"),
    ]


def test_nobody_is_promoted_after_the_start(db):
    webinar = saved(a_webinar(capacity=1))
    for name in ("first", "second"):
        register(webinar.series, webinar.slug, email=f"{name}@example.org")
    first = db.session.scalars(select(Enrollment).order_by(Enrollment.id)).first()

    with transaction():
        registrations.cancel_enrollment(first, now=webinar.starts_at)

    assert statuses(webinar) == [CANCELLED, WAITLISTED]


def test_giving_up_and_coming_back_begins_a_new_generation(db, outbox):
    webinar = saved(a_webinar())
    register(webinar.series, webinar.slug)
    enrollment = db.session.scalars(select(Enrollment)).one()

    with transaction():
        registrations.cancel_enrollment(enrollment, now=NOW)
    register(webinar.series, webinar.slug)

    first, second = db.session.scalars(select(Invitation).order_by(Invitation.id))
    assert (first.sequence, second.sequence) == (1, 0)
    assert first.uid != second.uid
    messages = [(found.method, found.sequence, found.state) for found in outbox()]
    assert messages == [
        ("REQUEST", 0, DeliveryState.SUPERSEDED),
        ("CANCEL", 1, DeliveryState.DUE),
        ("REQUEST", 0, DeliveryState.DUE),
    ]


def test_who_comes_back_queues_at_the_end(db):
    webinar = saved(a_webinar(capacity=1))
    for name in ("first", "second", "third"):
        register(webinar.series, webinar.slug, email=f"{name}@example.org")
    second = db.session.scalars(select(Enrollment).order_by(Enrollment.id)).all()[1]
    with transaction():
        registrations.cancel_enrollment(second, now=NOW)

    register(webinar.series, webinar.slug, email="second@example.org")

    queue = select(Enrollment).where(Enrollment.status == WAITLISTED).order_by(Enrollment.ticket)
    emails = [found.registration.registrant.email for found in db.session.scalars(queue)]
    assert emails == ["third@example.org", "second@example.org"]


def test_what_is_over_stays_when_the_rest_is_given_up(db):
    series = four_webinars()
    register(series, "one", "two")
    later = NOW + timedelta(days=8)
    [registration] = db.session.scalars(select(Registration))

    with transaction():
        registrations.cancel_registration(registration, now=later)

    by_slug = {found.webinar.slug: found.status for found in registration.enrollments}
    assert by_slug == {"one": CONFIRMED, "two": CANCELLED}


def test_a_webinar_that_is_over_cannot_be_given_up(db):
    webinar = saved(a_webinar())
    register(webinar.series, webinar.slug)
    enrollment = db.session.scalars(select(Enrollment)).one()

    with transaction(), pytest.raises(Conflict):
        registrations.cancel_enrollment(enrollment, now=webinar.ends_at)
