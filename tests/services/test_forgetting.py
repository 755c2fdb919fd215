"""Registrations end, and people with them, so many months after their series."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.factories import (
    NOW,
    a_delivery,
    a_registrant,
    a_registration,
    a_registration_request,
    a_series,
    a_webinar,
    an_enrollment,
    an_invitation,
    saved,
)
from webinars.database import Base
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.links import Purpose, new_nonce, token
from webinars.models import (
    AccessKind,
    AccessRequest,
    AccessRequestStatus,
    Consent,
    ConsentStatus,
    Delivery,
    DeliveryState,
    JoinClick,
    Registrant,
    Registration,
    RevokedToken,
    Webinar,
    WebinarStatus,
)
from webinars.queries.feeds import feed_entries, personal_feed
from webinars.services import registrations, retention
from webinars.services.retention import Forgotten

DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)
LIMIT = datetime(2024, 3, 2, 15, 0, tzinfo=UTC)  # 24 months before NOW
SENT, DUE = DeliveryState.SENT, DeliveryState.DUE


def forget(*, now=NOW, months=24, most=100) -> Forgotten:
    """Apply the rules once; what is counted before is what is deleted."""
    expected = retention.to_forget(now=now, months=months)
    with transaction():
        forgotten = retention.forget(now=now, months=months, most=most)
    if most == 100:
        assert forgotten == expected
    return forgotten


def people() -> list[str]:
    database.session.rollback()
    return sorted(database.session.scalars(select(Registrant.email)))


def rows() -> dict[str, int]:
    database.session.rollback()
    return {
        table.name: database.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def a_past_seat(ended_at=LIMIT, email="ana@example.org", **values):
    webinar = a_webinar(starts_at=ended_at - timedelta(minutes=90), **values)
    registration = a_registration(
        registrant=a_registrant(email=email, created_at=ended_at - 30 * DAY),
        series=webinar.series,
        created_at=ended_at - 30 * DAY,
    )
    return an_enrollment(webinar, registration=registration)


@pytest.mark.parametrize(("ended_at", "stay"), [(LIMIT, []), (LIMIT + MOMENT, ["ana@example.org"])])
def test_a_person_goes_when_the_months_are_over_and_not_a_moment_before(db, ended_at, stay):
    saved(a_past_seat(ended_at))

    forget()

    assert people() == stay


def test_everything_about_a_person_goes_and_nothing_is_sent(db):
    seat = a_past_seat()
    registration, invitation = seat.registration, an_invitation(seat)
    registration.access_requests = [
        AccessRequest(
            kind=AccessKind.CAPTIONS, note="", status=AccessRequestStatus.OPEN, created_at=LIMIT
        )
    ]
    registration.consents = [
        Consent(wording="I agree.", status=ConsentStatus.GIVEN, given_at=LIMIT)
    ]
    mail = a_delivery(
        enrollment=seat, invitation=invitation, state=SENT, due_at=LIMIT, settled_at=LIMIT
    )
    saved(seat, mail)
    saved(JoinClick(enrollment_id=seat.id, clicked_at=LIMIT))

    assert forget() == Forgotten(registrations=1, registrants=1)

    assert {name for name, count in rows().items() if count} == {"series", "webinar"}
    assert forget() == Forgotten()


def test_the_last_webinar_of_the_series_counts(db):
    seat = a_past_seat(LIMIT - 300 * DAY)
    saved(seat, a_webinar(series=seat.webinar.series, starts_at=LIMIT))

    assert not forget()
    assert forget(now=NOW + timedelta(hours=2)).registrants == 1


@pytest.mark.parametrize(
    ("values", "goes"),
    [
        ({"starts_at": None}, False),
        ({"starts_at": NOW + 9 * DAY}, False),
        ({"starts_at": NOW + 9 * DAY, "status": WebinarStatus.CANCELLED}, False),
        (
            {"starts_at": None, "status": WebinarStatus.CANCELLED, "cancelled_at": LIMIT},
            True,
        ),
        (
            {"starts_at": None, "status": WebinarStatus.CANCELLED, "cancelled_at": LIMIT + DAY},
            False,
        ),
    ],
    ids=["undated", "to come", "called off with a date", "called off long ago", "called off late"],
)
def test_a_series_is_over_when_no_webinar_is_left(db, values, goes):
    seat = a_past_seat()
    saved(seat, a_webinar(series=seat.webinar.series, **values))

    assert forget().registrants == goes


def test_a_series_without_webinars_has_not_begun(db):
    saved(a_registration(series=a_series(), created_at=LIMIT - DAY, is_standing=True))

    assert not forget()


def test_a_standing_registration_keeps_a_person_only_in_a_series_that_goes_on(db):
    ended, going_on = a_past_seat(), a_past_seat(email="bo@example.org")
    ended.registration.is_standing = going_on.registration.is_standing = True
    saved(ended, going_on, a_webinar(series=going_on.webinar.series, starts_at=None))

    forget()

    assert people() == ["bo@example.org"]


def test_who_registered_after_the_end_is_kept_from_then_on(db):
    seat = a_past_seat()
    seat.registration.created_at = LIMIT + DAY
    saved(seat)

    assert not forget()
    assert forget(now=NOW + DAY).registrants == 1


def test_another_registration_keeps_the_person_and_not_the_old_registration(db):
    old = a_past_seat()
    new = an_enrollment(
        a_webinar(), registration=a_registration(registrant=old.registration.registrant)
    )
    new.registration.series = new.webinar.series
    saved(old, new)
    person, kept = new.registration.registrant, new.registration

    assert forget() == Forgotten(registrations=1)

    assert people() == ["ana@example.org"]
    assert database.session.scalars(select(Registration.id)).all() == [kept.id]
    db.session.refresh(person)
    assert person.links_changed_at == NOW


def test_other_peoples_seats_and_tickets_stay_as_they_are(db):
    old = a_past_seat()
    webinar = old.webinar
    late = an_enrollment(webinar)
    late.registration.created_at = NOW
    saved(old, late)

    forget()

    db.session.refresh(webinar)
    assert (webinar.last_ticket, late.ticket) == (2, 2)
    assert database.session.scalars(select(Registration.id)).all() == [late.registration_id]


def test_the_personal_feed_shows_what_is_left_and_says_that_it_changed(app, db):
    old = a_past_seat(NOW - 60 * DAY)
    person = old.registration.registrant
    new = an_enrollment(a_webinar(), registration=a_registration(registrant=person))
    new.registration.series = new.webinar.series
    saved(old, new)
    feed_token = app_token(person)
    assert len(feed_entries(personal_feed(feed_token, NOW))) == 2

    forget(months=1)

    feed = personal_feed(feed_token, NOW)
    assert [entry.webinar.id for entry in feed_entries(feed)] == [new.webinar_id]
    assert feed.last_modified == NOW


def app_token(person: Registrant) -> str:
    return token(Purpose.FEED, person.feed_nonce)


def test_who_still_gets_a_mail_waits_until_it_has_left(db):
    seat = a_past_seat()
    mail = saved(a_delivery(enrollment=seat, due_at=LIMIT))

    assert not forget()
    with transaction():
        mail.state, mail.settled_at = SENT, NOW

    assert forget().registrants == 1


def test_who_asked_for_a_mail_of_late_is_kept_for_the_limits_on_mail(db):
    person = a_registrant(email="ana@example.org")
    saved(a_delivery(registrant=person, state=SENT, due_at=NOW - 2 * DAY + MOMENT))

    assert not forget()
    assert forget(now=NOW + MOMENT).registrants == 1


def test_who_asked_to_be_erased_is_left_to_that_rule(db):
    saved(a_registrant(email="ana@example.org", erased_at=NOW))

    assert not forget()


def test_a_little_at_a_time(db):
    webinar = a_past_seat().webinar
    for number in range(4):
        person = a_registrant(email=f"person{number}@example.org")
        registration = a_registration(
            registrant=person, series=webinar.series, created_at=LIMIT - DAY
        )
        saved(an_enrollment(webinar, registration=registration))

    counts = [forget(most=2).registrants for _ in range(4)]

    assert counts == [2, 2, 1, 0]


def test_records_of_mails_about_no_registration_go_after_thirty_days(db):
    seat = a_past_seat(NOW)
    person = seat.registration.registrant
    old = {"state": SENT, "settled_at": NOW - 30 * DAY}
    saved(
        a_delivery(registrant=person, **old),
        a_delivery(enrollment=seat, key="about a seat", **old),
        a_delivery(registrant=person, key="young", state=SENT, settled_at=NOW - 29 * DAY),
        a_delivery(registrant=person, key="due", due_at=NOW - 90 * DAY),
    )

    assert forget() == Forgotten(mails=1)

    assert set(database.session.scalars(select(Delivery.key))) == {"about a seat", "young", "due"}


def test_an_address_that_nobody_confirmed_is_forgotten_and_its_link_taken_back(db):
    seat = a_past_seat(NOW)
    person = seat.registration.registrant
    person.pending_email = "new@example.org"
    person.email_change_nonce = "n" * 22
    person.email_change_asked_at = NOW - 30 * DAY
    saved(seat)

    assert not forget(now=NOW - MOMENT)
    assert forget() == Forgotten(addresses=1)

    db.session.refresh(person)
    assert (person.pending_email, person.email_change_asked_at) == (None, None)
    assert database.session.scalars(select(RevokedToken.nonce)).all() == ["n" * 22]


def test_links_taken_back_are_remembered_for_the_same_months(db):
    for revoked_at in (LIMIT, LIMIT + MOMENT):
        saved(RevokedToken(nonce=new_nonce(), purpose=Purpose.FEED, revoked_at=revoked_at))

    assert forget() == Forgotten(tokens=1)
    assert database.session.scalars(select(RevokedToken.revoked_at)).all() == [LIMIT + MOMENT]


def test_broken_off_nothing_is_half_gone(db):
    saved(a_past_seat())
    before = rows()

    def broken_off():
        with transaction():
            retention.forget(now=NOW, months=24, most=100)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()

    assert rows() == before
    assert forget().registrants == 1


def test_who_was_forgotten_may_come_back_as_anybody_new(db):
    saved(a_past_seat())
    coming = saved(a_webinar())
    forget()

    with transaction():
        wanted = a_registration_request(slugs=[coming.slug], email="Ana@example.org")
        registrations.register(coming.series, wanted, now=NOW)

    assert people() == ["Ana@example.org"]
    assert database.session.scalars(select(Webinar.last_ticket).order_by(Webinar.id)).all() == [
        1,
        1,
    ]
