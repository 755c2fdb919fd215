"""What owners set: what holds when, who is told, and what is noted."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    a_registration,
    a_series,
    a_webinar,
    an_enrollment,
    an_invitation,
    saved,
)
from tests.support.console import an_account
from webinars.errors import Invalid
from webinars.extensions import transaction
from webinars.models import Action, AuditEntry, Organization, Webinar
from webinars.queries.settings import former_senders, organization
from webinars.services import settings as services
from webinars.settings import environment, settings
from webinars.texts import Texts

HOUR = timedelta(hours=1)


@pytest.fixture
def olga(db):
    return an_account()


def change(olga, *, now=NOW, **values):
    with transaction():
        wishes = replace(services.wishes_in_force(organization()), **values)
        services.change(wishes, actor=olga, now=now)


def test_what_is_as_the_environment_says_stays_with_the_environment(db, olga):
    change(olga, name="Human Impact")

    row = db.session.get(Organization, 1)

    assert row.name == "Human Impact"
    assert (row.sender_address, row.default_language, row.keep_registrations_months) == (None,) * 3
    change(olga, name=environment().sender.display_name)
    assert db.session.get(Organization, 1).name is None


def test_before_and_after_are_noted(db, olga):
    change(olga, name="Human Impact", privacy_text=Texts({"en": "We care."}))

    [entry] = db.session.scalars(select(AuditEntry)).all()

    assert (entry.action, entry.actor_id) == (Action.SETTINGS_CHANGED, olga.id)
    assert entry.before == {"name": "Webinars", "privacy_text": {}}
    assert entry.after == {"name": "Human Impact", "privacy_text": {"en": "We care."}}


def test_saving_without_a_change_leaves_no_entry(db, olga):
    change(olga)

    assert db.session.scalars(select(AuditEntry)).all() == []


def test_mails_come_from_domains_that_are_ours_alone(db, olga):
    change(olga, sender_address="series@WEBINARS.example.org")

    with pytest.raises(Invalid) as refused:
        change(olga, sender_address="us@elsewhere.example")

    assert "sender_address" in refused.value.fields
    assert settings().sender.addr_spec == "series@WEBINARS.example.org"


def test_the_environment_names_further_domains(make_app):
    app = make_app(sender_domains=("elsewhere.example",))
    with app.app_context():
        change(an_account(), sender_address="us@elsewhere.example")
        assert settings().sender.addr_spec == "us@elsewhere.example"
        assert settings().contact == "us@elsewhere.example"


def test_a_domain_that_is_ours_no_longer_sends_nothing(db):
    saved(Organization(sender_address="us@elsewhere.example", privacy_text=Texts(), updated_at=NOW))

    assert settings().sender == environment().sender


def test_a_language_that_lost_its_catalog_is_not_spoken(db):
    saved(Organization(default_language="fr", privacy_text=Texts(), updated_at=NOW))

    assert settings().default_language == "en"


def test_a_shorter_time_counts_a_day_later_and_can_be_taken_back(db, olga):
    change(olga, keep_registrations_months=6)

    assert settings().keep_registrations_months == 6
    assert settings().months_deleted_by(NOW + 23 * HOUR) == 24
    assert settings().months_deleted_by(NOW + 24 * HOUR) == 6

    change(olga, keep_registrations_months=24, now=NOW + HOUR)
    assert settings().months_deleted_by(NOW + 48 * HOUR) == 24
    assert db.session.get(Organization, 1).former_keep_until is None


def test_a_second_shorter_time_does_not_move_the_day(db, olga):
    change(olga, keep_registrations_months=6)
    change(olga, keep_registrations_months=3, now=NOW + HOUR)

    assert settings().months_deleted_by(NOW + 23 * HOUR) == 24
    assert settings().months_deleted_by(NOW + 24 * HOUR) == 3


def test_a_longer_time_counts_at_once(db, olga):
    change(olga, keep_registrations_months=36)

    assert settings().months_deleted_by(NOW) == 36


def test_what_a_shorter_time_deletes_is_counted_beforehand(db, olga):
    old = a_series()
    a_webinar(series=old, starts_at=NOW - timedelta(days=300))
    saved(a_registration(series=old, created_at=NOW - timedelta(days=320)))

    assert services.forecast(months=6, kept=24, now=NOW).registrations == 1
    assert not services.forecast(months=12, kept=24, now=NOW)


def test_a_new_sender_changes_no_invitation_that_was_sent(db, olga):
    seat = an_enrollment(a_webinar(starts_at=NOW + timedelta(days=3)))
    sent = saved(an_invitation(seat, organizer="old@webinars.example.org"))

    change(olga, sender_address="new@webinars.example.org")

    assert sent.organizer == "old@webinars.example.org"
    assert former_senders(NOW) == ["old@webinars.example.org"]
    assert former_senders(NOW + timedelta(days=9)) == []


def test_a_new_sender_tells_calendars_that_what_is_to_come_has_changed(db, olga):
    series = a_series()
    coming = a_webinar(series=series, starts_at=NOW + timedelta(days=3), revision=2)
    over = a_webinar(series=series, starts_at=NOW - timedelta(days=3), revision=2)
    saved(coming, over)

    change(olga, name="Human Impact")

    revisions = dict(db.session.execute(select(Webinar.id, Webinar.revision)).all())
    assert revisions == {coming.id: 3, over.id: 2}


def test_a_new_contact_tells_calendars_nothing(db, olga):
    coming = saved(a_webinar(starts_at=NOW + timedelta(days=3), revision=2))

    change(olga, contact_address="help@example.org")

    assert coming.revision == 2
