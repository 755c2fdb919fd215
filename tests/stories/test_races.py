"""Many people at once: nobody is seated twice, and no seat is given away twice."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.factories import NOW, a_registration_request, a_series, a_webinar, saved
from tests.support.races import run_at_once
from webinars.extensions import db as database
from webinars.extensions import retried, transaction
from webinars.models import (
    CalendarMethod,
    Delivery,
    Enrollment,
    EnrollmentStatus,
    MessageKind,
    Registrant,
    Registration,
    Series,
    Webinar,
)
from webinars.queries import enrollments
from webinars.services import registrations, waitlist

CONFIRMED, WAITLISTED, CANCELLED = EnrollmentStatus


def registering(app, series_id, slugs_of, email_of):
    """Return the work of one visitor: open the page, then send the form."""

    def work(number):
        with app.app_context():
            series = database.session.get(Series, series_id)
            wanted = a_registration_request(slugs=slugs_of(number), email=email_of(number))

            def write():
                with transaction():
                    registrations.register(series, wanted, now=NOW)

            retried(write)

    return work


def person(number):
    return f"person{number}@example.org"


def queue(status, webinar):
    found = select(Enrollment).where(Enrollment.webinar_id == webinar.id)
    ordered = found.where(Enrollment.status == status).order_by(Enrollment.ticket)
    return database.session.scalars(ordered).all()


def test_500_people_at_once_never_get_more_than_50_seats(app, db):
    webinar = saved(a_webinar(capacity=50))
    work = registering(app, webinar.series_id, lambda _: [webinar.slug], person)

    results = run_at_once(500, work)

    assert [result for result in results if result is not None] == []
    db.session.rollback()
    confirmed, waiting = queue(CONFIRMED, webinar), queue(WAITLISTED, webinar)
    assert [enrollment.ticket for enrollment in confirmed] == list(range(1, 51))
    assert [enrollment.ticket for enrollment in waiting] == list(range(51, 501))
    kinds = db.session.execute(select(Delivery.kind, func.count()).group_by(Delivery.kind))
    assert dict(kinds.all()) == {MessageKind.INVITED: 50, MessageKind.WELCOME: 450}


# SQLite has one writer at a time; there is no lock to leave out.
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_without_the_lock_the_same_rush_oversells(app, db, monkeypatch):
    """The control: it shows that the test above can fail."""
    webinar = saved(a_webinar(capacity=5))

    def unlocked(ids):
        return list(database.session.scalars(select(Webinar).where(Webinar.id.in_(list(ids)))))

    monkeypatch.setattr(registrations, "locked_webinars", unlocked)
    work = registering(app, webinar.series_id, lambda _: [webinar.slug], person)

    results = run_at_once(60, work)

    db.session.rollback()
    # Two of them read the same counter: too many seats, or the same ticket twice.
    clashes = [result for result in results if result is not None]
    assert clashes or len(queue(CONFIRMED, webinar)) > 5


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_200_people_choose_the_same_webinars_in_different_orders(app, db, seed):
    series = a_series()
    chosen = saved(series, *(a_webinar(series=series, capacity=40) for _ in range(4))).webinars
    slugs = [webinar.slug for webinar in chosen]
    orders = [random.Random(seed * 1000 + number).sample(slugs, 4) for number in range(200)]
    work = registering(app, series.id, orders.__getitem__, person)

    results = run_at_once(200, work)

    assert [result for result in results if result is not None] == []
    db.session.rollback()
    assert [len(queue(CONFIRMED, webinar)) for webinar in chosen] == [40] * 4
    assert [len(queue(WAITLISTED, webinar)) for webinar in chosen] == [160] * 4


def test_one_address_sent_60_times_at_once_is_one_registrant(app, db):
    webinar = saved(a_webinar())
    spellings = ("ana@example.org", "Ana@Example.org", " ANA@example.org ")
    work = registering(app, webinar.series_id, lambda _: [webinar.slug], lambda n: spellings[n % 3])

    results = run_at_once(60, work)

    assert [result for result in results if result is not None] == []
    counts = [
        db.session.scalar(select(func.count()).select_from(model))
        for model in (Registrant, Registration, Enrollment)
    ]
    assert counts == [1, 1, 1]
    # One invitation; the others brought the private link, at most five sets in the hour.
    kinds = db.session.scalars(select(Delivery.kind).order_by(Delivery.id)).all()
    assert kinds == [MessageKind.INVITED, *[MessageKind.PRIVATE_LINK] * 5]


def test_freed_seats_go_on_in_order_while_others_register(app, db):
    webinar = saved(a_webinar(capacity=50))
    run_at_once(70, registering(app, webinar.series_id, lambda _: [webinar.slug], person))
    db.session.rollback()
    leaving = [enrollment.id for enrollment in queue(CONFIRMED, webinar)]
    register = registering(app, webinar.series_id, lambda _: [webinar.slug], person)

    def work(number):
        if number >= 50:
            return register(100 + number)
        with app.app_context():
            enrollment = database.session.get(Enrollment, leaving[number])
            with transaction():
                registrations.cancel_enrollment(enrollment, now=NOW)
            counted = enrollments.seats([enrollment.webinar])[enrollment.webinar_id]
            assert counted.confirmed <= 50
        return None

    results = run_at_once(150, work)

    assert [result for result in results if result is not None] == []
    db.session.rollback()
    confirmed, waiting = queue(CONFIRMED, webinar), queue(WAITLISTED, webinar)
    assert [len(queue(CANCELLED, webinar)), len(confirmed), len(waiting)] == [50, 50, 70]
    assert confirmed[-1].ticket < waiting[0].ticket
    # Everybody with a seat was invited once, at once or when a seat became free.
    invited = select(Delivery.enrollment_id).where(Delivery.method == CalendarMethod.REQUEST)
    seated = [enrollment.id for enrollment in confirmed]
    assert sorted(db.session.scalars(invited)) == sorted([*leaving, *seated])


def test_raising_the_capacity_in_a_rush_promotes_exactly_the_difference(app, db):
    webinar = saved(a_webinar(capacity=10))
    register = registering(app, webinar.series_id, lambda _: [webinar.slug], person)

    def work(number):
        if number:
            return register(number)
        with app.app_context(), transaction():
            [locked] = registrations.locked_webinars([webinar.id])
            locked.capacity = 25
            waitlist.promote(locked, now=NOW + timedelta(minutes=1))
        return None

    results = run_at_once(80, work)

    assert [result for result in results if result is not None] == []
    db.session.rollback()
    assert (len(queue(CONFIRMED, webinar)), len(queue(WAITLISTED, webinar))) == (25, 54)
