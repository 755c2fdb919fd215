"""Workers that race for the outbox, and news that overtake what they hold."""

from sqlalchemy import select

from tests.factories import NOW, a_delivery, an_enrollment, saved
from tests.support.outbox import claim, send
from tests.support.races import run_at_once
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import Delivery, DeliveryState
from webinars.services import deliveries

DUE, SENT = DeliveryState.DUE, DeliveryState.SENT


def test_workers_that_race_never_hold_the_same_mail(app, db):
    enrollments = [an_enrollment() for _ in range(10)]
    saved(*[a_delivery(enrollment=enrollments[number % 10]) for number in range(40)])
    saved(*[a_delivery() for _ in range(40)])

    def work(number):
        owner, mine = f"worker-{number}", []
        with app.app_context():
            while (delivery := claim(owner)) is not None:
                mine.append(delivery.id)
                send(delivery, owner)
        return mine

    taken = [id_ for mine in run_at_once(4, work) for id_ in mine]

    rows = database.session.scalars(select(Delivery).order_by(Delivery.id)).all()
    assert sorted(taken) == [row.id for row in rows]
    assert {(row.state, row.attempts) for row in rows} == {(SENT, 1)}


def test_a_mail_claimed_while_news_overtake_it_is_taken_out_or_marked(app, db):
    enrollments = [an_enrollment() for _ in range(30)]
    saved(*[a_delivery(enrollment=enrollment) for enrollment in enrollments])
    ids = [enrollment.id for enrollment in enrollments]

    def work(number):
        with app.app_context():
            if number:
                return [claim(f"worker-{number}", now=NOW) for _ in ids]
            for id_ in ids:
                with transaction():
                    deliveries.supersede(Delivery.enrollment_id == id_, now=NOW)
        return []

    run_at_once(2, work)

    rows = database.session.scalars(select(Delivery)).all()
    missed = [row for row in rows if row.state is DUE and row.overtaken_at is None]
    assert (len(rows), missed) == (30, [])
