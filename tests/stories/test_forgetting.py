"""People are forgotten while others register, and while the power fails."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.factories import (
    a_registrant,
    a_registration,
    a_registration_request,
    a_webinar,
    an_enrollment,
    saved,
)
from tests.support.locks import write_lock
from tests.support.processes import wait_until
from tests.support.races import run_at_once
from webinars.cli.privacy import PEOPLE_AT_ONCE
from webinars.clock import utcnow
from webinars.extensions import db as database
from webinars.extensions import retried, transaction
from webinars.models import Enrollment, Registrant, Registration, Series
from webinars.services import registrations, retention

LONG_AGO = utcnow() - timedelta(days=3 * 366)
COUNT = 24
PURGE = ["-m", "flask", "--app", "wsgi", "privacy", "purge"]


def a_past_series_with_people(count):
    webinar = a_webinar(starts_at=LONG_AGO)
    for number in range(count):
        registration = a_registration(
            registrant=a_registrant(email=f"person{number}@example.org"),
            series=webinar.series,
            created_at=LONG_AGO,
        )
        an_enrollment(webinar, registration=registration)
    return saved(webinar).series_id


def counted(column):
    database.session.rollback()
    return database.session.scalar(select(func.count(column)))


def test_whoever_registers_while_being_forgotten_is_registered(app, db):
    past = a_past_series_with_people(COUNT)
    now = utcnow()
    coming = saved(a_webinar(starts_at=now + timedelta(days=7), scheduled_at=now))
    series_id, slug = coming.series_id, coming.slug

    def work(number):
        with app.app_context():
            if number == COUNT:
                for _ in range(COUNT):
                    with transaction():
                        retention.forget(now=now, months=24, most=2)
                return
            series = database.session.get(Series, series_id)
            wanted = a_registration_request(slugs=[slug], email=f"person{number}@example.org")

            def register():
                with transaction():
                    registrations.register(series, wanted, now=now)

            retried(register)

    assert run_at_once(COUNT + 1, work) == [None] * (COUNT + 1)
    with transaction():
        retention.forget(now=now, months=24, most=COUNT)

    here = select(func.count()).where(Registration.series_id == series_id)
    assert database.session.scalar(here) == COUNT
    assert counted(Registrant.id) == counted(Enrollment.id) == COUNT
    gone = select(func.count()).where(Registration.series_id == past)
    assert database.session.scalar(gone) == 0


def test_killed_on_the_way_whole_people_are_left_and_the_next_run_finishes(db, processes):
    many = 8 * PEOPLE_AT_ONCE
    a_past_series_with_people(many)

    running = processes.start(PURGE, processes.environment(None))
    wait_until(lambda: counted(Registrant.id) < many)
    running.kill()

    left = counted(Registrant.id)
    assert left % PEOPLE_AT_ONCE == 0
    assert counted(Registration.id) == counted(Enrollment.id) == left
    said = processes.flask("privacy", "purge")
    assert f"{left}  people who have no registration left" in said
    assert counted(Registrant.id) == counted(Enrollment.id) == 0


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_killed_before_the_commit_nothing_has_happened(db, database_url, processes):
    a_past_series_with_people(COUNT)

    with write_lock(database_url) as lock:
        # It has deleted people by the time it waits to delete their mails.
        lock.take()
        running = processes.start(PURGE, processes.environment(None))
        wait_until(lambda: is_somebody_waiting(db))
        running.kill()
        lock.let_go()

    assert counted(Registrant.id) == counted(Registration.id) == counted(Enrollment.id) == COUNT


def is_somebody_waiting(db):
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    with db.engine.connect() as connection:
        return connection.exec_driver_sql(waiting).scalar() > 0
