"""What the console sets lies over what the environment says."""

import time
from contextlib import suppress
from email.headerregistry import Address

import config
from tests.factories import NOW, saved
from webinars.app import create_app
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.links import external_url
from webinars.models import Organization
from webinars.settings import KEPT_SECONDS, environment, settings
from webinars.texts import Texts


def an_organization(**values) -> Organization:
    return Organization(**({"privacy_text": Texts(), "updated_at": NOW} | values))


def test_without_anything_set_the_environment_holds(db):
    assert settings() == environment()


def test_an_empty_row_changes_nothing(db):
    saved(an_organization())

    assert settings() == environment()


def test_what_is_set_is_in_force_at_once_and_all_else_stays(db):
    saved(
        an_organization(
            name="Human Impact",
            sender_address="series@webinars.example.org",
            contact_address="help@example.org",
            default_time_zone="America/Denver",
            default_language="es",
            keep_registrations_months=6,
        )
    )

    found = settings()

    assert found.sender == Address("Human Impact", addr_spec="series@webinars.example.org")
    assert (found.contact, found.default_time_zone) == ("help@example.org", "America/Denver")
    assert (found.default_language, found.keep_registrations_months) == ("es", 6)
    assert found.base_url == environment().base_url


def test_a_name_alone_keeps_the_sender_s_address(db):
    saved(an_organization(name="Human Impact"))

    assert settings().sender == Address("Human Impact", addr_spec=environment().sender.addr_spec)


def test_a_change_is_seen_at_once_and_one_that_fails_never(db):
    saved(an_organization(name="Before"))
    assert settings().sender.display_name == "Before"

    with suppress(ZeroDivisionError), transaction():
        database.session.get(Organization, 1).name = "Never"
        database.session.flush()
        raise ZeroDivisionError
    assert settings().sender.display_name == "Before"

    with transaction():
        database.session.get(Organization, 1).name = "After"
    assert settings().sender.display_name == "After"


def test_pages_and_mails_bear_the_name_that_was_set(client, db):
    saved(an_organization(name="Human Impact"))

    assert "Human Impact" in client.get("/").text


def test_another_process_sees_it_once_what_it_knows_is_old(make_app, db, monkeypatch):
    other = make_app(is_testing=False)
    with other.app_context():
        assert settings().sender.display_name == "Webinars"

    saved(an_organization(name="Human Impact"))

    with other.app_context():
        assert settings().sender.display_name == "Webinars"
        later = time.monotonic() + KEPT_SECONDS
        monkeypatch.setattr(time, "monotonic", lambda: later)
        assert settings().sender.display_name == "Human Impact"


def test_without_a_database_the_environment_holds(stores, tmp_path, static_files):
    app = create_app(config.test_config(stores["sqlite"].empty(), instance_path=tmp_path))

    with app.app_context():
        assert settings() == environment()
        assert external_url("home.show") == "http://127.0.0.1:8000/"
        database.engine.dispose()
