"""The page of settings: what is typed holds everywhere, and nothing is deleted by mistake."""

from datetime import timedelta

import pytest

from tests.factories import a_registration, a_series, a_webinar, saved
from tests.support.console import console
from tests.support.forms import console_form
from webinars.clock import utcnow
from webinars.settings import settings

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ADDRESS = "/organize/settings/"


@pytest.fixture
def owner(client, db):
    return console(client)


def save(client, **values):
    return client.post(ADDRESS, data={**console_form(client.get(ADDRESS).text), **values})


def an_old_registration():
    series = a_series()
    a_webinar(series=series, starts_at=utcnow() - timedelta(days=300))
    return saved(a_registration(series=series, created_at=utcnow() - timedelta(days=320)))


def test_what_an_owner_sets_holds_on_every_page(client, owner):
    answer = save(
        client,
        name="Human Impact",
        contact_address="help@example.org",
        **{"privacy_text-en": "We follow **the law** of Utah."},
    )

    assert answer.status_code == 303
    assert "Human Impact" in client.get("/").text
    privacy = client.get("/privacy/").text
    assert "What Human Impact adds" in privacy
    assert "<strong>the law</strong>" in privacy
    assert "mailto:help@example.org" in privacy


def test_the_default_language_and_zone_are_those_of_pages_and_new_series(client, owner):
    save(client, default_language="es", default_time_zone="America/Denver")

    assert 'lang="es"' in client.get("/privacy/", headers={"Accept-Language": "fi"}).text
    assert settings().default_time_zone == "America/Denver"


def test_a_feed_names_the_new_organizer_at_once(client, owner):
    series = a_series(slug="guide")
    saved(a_webinar(series=series, starts_at=utcnow() + timedelta(days=2)))
    before = client.get("/series/guide/calendar.ics")

    save(client, name="Human Impact", sender_address="new@webinars.example.org")
    after = client.get(
        "/series/guide/calendar.ics",
        headers={"If-Modified-Since": before.headers["Last-Modified"]},
    )

    assert "invites@webinars.example.org" in before.text
    assert after.status_code == 200
    assert 'CN="Human Impact":mailto:new@webinars.example.org' in after.text.replace("\r\n ", "")


def test_an_address_of_a_foreign_domain_is_refused_and_kept_in_the_form(client, owner):
    answer = save(client, sender_address="us@elsewhere.example")

    assert answer.status_code == 422
    assert "Mails may not come from this address." in answer.text
    assert console_form(answer.text)["sender_address"] == ["us@elsewhere.example"]
    assert settings().sender.addr_spec == "invites@webinars.example.org"


@pytest.mark.parametrize("months", ["0", "121", "x", "", "1.5"])
def test_months_that_make_no_sense_are_refused(client, owner, months):
    answer = save(client, keep_registrations_months=months)

    assert answer.status_code == 422
    assert "whole number from 1 to 120" in answer.text


def test_a_shorter_time_that_deletes_asks_first_and_says_what_goes(client, owner):
    an_old_registration()

    asked = save(client, keep_registrations_months="6")

    assert asked.status_code == 422
    assert "1 registration, in series that ended before" in asked.text
    assert settings().keep_registrations_months == 24

    values = console_form(asked.text)
    not_agreed = client.post(ADDRESS, data=values)
    assert not_agreed.status_code == 422
    other = client.post(ADDRESS, data={**values, "deletes": "y", "keep_registrations_months": "7"})
    assert other.status_code == 422

    agreed = client.post(ADDRESS, data={**values, "deletes": "y"})
    assert agreed.status_code == 303
    assert settings().keep_registrations_months == 6
    assert "nothing is deleted yet" in client.get(ADDRESS).text


def test_a_shorter_time_that_deletes_nothing_is_simply_saved(client, owner):
    assert save(client, keep_registrations_months="6").status_code == 303


def test_a_preview_shows_the_privacy_text_and_saves_nothing(client, owner):
    shown = save(client, preview="1", **{"privacy_text-es": "**Hola**"})

    assert shown.status_code == 200
    assert "<strong>Hola</strong>" in shown.text
    assert "<strong>Hola</strong>" not in client.get("/privacy/?lang=es").text


def test_who_organizes_series_does_not_set_them(client, db):
    console(client, "organizer", saved(a_series(slug="guide")))

    assert client.get(ADDRESS).status_code == 403
