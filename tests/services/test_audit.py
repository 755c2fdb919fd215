"""The audit: what it keeps, what it never keeps, and that nobody can change it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests.factories import (
    NOW,
    a_delivery,
    a_registrant,
    a_registration,
    a_series,
    a_webinar,
    an_enrollment,
    saved,
)
from tests.support.console import an_account
from webinars.extensions import transaction
from webinars.models import Action, AuditEntry, SeriesStatus
from webinars.services import audit
from webinars.texts import Texts

CHANGES = {
    "one is changed": "UPDATE audit_entry SET actor_email = 'nobody@example.org'",
    "one is removed": "DELETE FROM audit_entry",
    "nothing is changed": "UPDATE audit_entry SET id = id",
}
REPLACING = {
    "sqlite": "INSERT OR REPLACE INTO audit_entry (id, at, action, subject_kind, subject_name, "
    "fields) SELECT id, at, action, 'x', 'x', fields FROM audit_entry",
    "postgresql": "TRUNCATE audit_entry",
}


NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def record(*args, **values) -> AuditEntry:
    with transaction():
        audit.record(*args, now=NOW, **values)
    return audit.db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_database_itself_refuses_to_change_entries(db, change):
    refuse(db, change)


def test_the_database_itself_refuses_to_replace_or_empty_them(db):
    refuse(db, REPLACING[db.engine.dialect.name])


def refuse(db, change: str) -> None:
    entry = record(None, Action.SERIES_CREATED, saved(a_series()))
    kept = entry.id, entry.subject_kind
    db.session.rollback()

    with db.engine.connect() as connection, pytest.raises(DBAPIError, match="never changed"):
        connection.execute(text(change))
    with db.engine.connect() as connection:
        found = connection.execute(text("SELECT id, subject_kind FROM audit_entry")).one()
    assert tuple(found) == kept


def test_entries_outlive_what_they_are_about(db):
    actor, series = an_account(), saved(a_series(title=Texts({"en": "Health"})))
    entry = record(actor, Action.SERIES_REMOVED, series)
    email = actor.email

    with transaction():
        db.session.delete(series)
        db.session.delete(actor)

    db.session.refresh(entry)
    assert (entry.actor_email, entry.subject_name) == (email, "Health")


def test_only_what_differs_is_kept_as_plain_values(db):
    series = saved(a_series())
    entry = record(
        None,
        Action.SERIES_CHANGED,
        series,
        before={"status": SeriesStatus.DRAFT, "slug": "same", "at": NEW_YEAR},
        after={"status": SeriesStatus.PUBLISHED, "slug": "same", "at": None},
    )  # fmt: skip

    assert entry.fields == ["at", "status"]
    assert entry.before == {"at": "2026-01-01T00:00:00+00:00", "status": "draft"}
    assert entry.after == {"at": None, "status": "published"}
    assert (entry.actor_id, entry.actor_email) == (None, None)


def of_a_person():
    seat = an_enrollment(a_webinar(series=a_series()))
    registration = saved(seat).registration
    return [
        saved(a_registrant()),
        registration,
        seat,
        saved(a_delivery(registrant=registration.registrant)),
    ]


def test_values_of_people_are_refused_whatever_the_row(db):
    for subject in of_a_person():
        with pytest.raises(ValueError, match="no values about registrants"):
            record(None, Action.SERIES_CHANGED, subject, before={"name": "Ana"}, after={})


def test_of_people_neither_name_nor_address_is_kept(db):
    for subject in of_a_person():
        entry = record(None, Action.SERIES_CHANGED, subject, fields=["name"])
        assert (entry.subject_name, entry.before, entry.after) == ("", None, None)
        assert entry.fields == ["name"]


def test_a_registration_s_entry_belongs_to_its_series(db):
    registration = saved(a_registration())

    entry = record(None, Action.SERIES_CHANGED, registration, fields=["answers"])

    assert entry.series_id == registration.series_id
