"""The worker registers the people of a list, and being killed loses and doubles nobody."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from tests.factories import a_series, a_webinar, in_english, saved
from tests.services.imports.lists import checked, seats
from tests.support.processes import wait_until
from webinars.clock import utcnow
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import Delivery, Enrollment, ImportState, MessageKind, RegistrantImport
from webinars.services.imports import keeping

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PEOPLE = 75
KILLS = 1


def a_list_under_way():
    """Start an import of many people into a webinar next year."""
    now = utcnow()
    series = a_series(slug="guide")
    later = now.replace(year=now.year + 1, day=1)
    a_webinar(slug="first", title=in_english("First"), series=series, starts_at=later)
    saved(series)
    rows = "".join(f"Person {n},person{n}@example.org\n" for n in range(PEOPLE))
    found = checked(series, "Name,Email\n" + rows, now=now)
    with transaction():
        keeping.start(found, actor=None, now=now)


def registered():
    database.session.rollback()
    return database.session.scalar(select(func.count(Enrollment.id))) or 0


def state():
    database.session.rollback()
    return database.session.scalars(select(RegistrantImport.state)).one()


def test_a_killed_worker_loses_and_doubles_nobody(db, processes, smtp_server):
    a_list_under_way()

    for _ in range(KILLS):
        before = registered()
        worker = processes.worker(mail=smtp_server)
        wait_until(lambda before=before: registered() > before)
        worker.popen.kill()
        worker.popen.wait()
    last = processes.worker(mail=smtp_server)
    wait_until(lambda: state() is ImportState.DONE)
    last.popen.kill()

    assert Counter(email for email, _, _ in seats()) == Counter(
        f"person{n}@example.org" for n in range(PEOPLE)
    )
    invited = select(func.count(Delivery.id)).where(Delivery.kind == MessageKind.INVITED)
    assert database.session.scalar(invited) == PEOPLE
    result = database.session.scalars(select(RegistrantImport.result)).one()
    assert (result["new"], result["seats"]) == (PEOPLE, PEOPLE)
