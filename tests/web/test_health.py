"""Is it alive, and can it work?"""

from datetime import timedelta

from sqlalchemy import create_engine, text

from tests.factories import a_delivery, saved
from webinars.clock import utcnow
from webinars.models import Heartbeat


def test_a_living_process_answers(client):
    assert client.get("/healthz").json == {"status": "ok"}


def test_without_a_worker_it_is_ready_and_says_so(client):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json == {
        "status": "ok",
        "database": "ok",
        "worker": "silent",
        "oldest_due_seconds": 0,
    }


def test_a_worker_is_silent_a_minute_after_its_last_sign(client, db):
    beat = saved(Heartbeat(worker="w", beat_at=utcnow() - timedelta(seconds=30)))
    assert client.get("/readyz").json["worker"] == "at work"

    beat.beat_at = utcnow() - timedelta(seconds=61)
    saved(beat)

    assert client.get("/readyz").json["worker"] == "silent"


def test_it_says_how_long_the_oldest_mail_has_been_due(client, db):
    now = utcnow()
    saved(
        a_delivery(due_at=now + timedelta(hours=1)), a_delivery(due_at=now - timedelta(minutes=9))
    )

    assert 540 <= client.get("/readyz").json["oldest_due_seconds"] < 600


def test_a_database_that_is_not_migrated_is_not_ready(client, db):
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))

    response = client.get("/readyz")

    assert (response.status_code, response.json["database"]) == (503, "not migrated")


def test_a_database_that_cannot_be_reached_is_not_ready(make_app):
    app = make_app()
    with app.app_context():
        engines = app.extensions["sqlalchemy"]._app_engines[app]
        engines[None].dispose()
        engines[None] = create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none")

        response = app.test_client().get("/readyz")

    assert (response.status_code, response.json["database"]) == (503, "unreachable")
