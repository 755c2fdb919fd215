"""The privacy page says what is true: of the models, the settings and the code."""

import ast
from collections import Counter
from pathlib import Path

import pytest

import config
from tests.factories import a_series, a_sponsor, in_english, saved
from tests.support.html import Page, page_of
from tests.support.readability import grade
from webinars import web
from webinars.database import Base
from webinars.models import Registrant
from webinars.web.public.personal_data import COLUMNS, IMPERSONAL, Kind, kept_rows

EXPLAINED = Counter(
    (table, column)
    for tables in COLUMNS.values()
    for table, columns in tables.items()
    for column in columns.split()
)
WEB = Path(web.__file__).parent


def personal_tables() -> set[str]:
    """Every table but those that are said to be about nobody."""
    return {table.name for table in Base.metadata.sorted_tables} - IMPERSONAL


def tables_about_registrants() -> set[str]:
    """The registrants' own table, and all whose rows belong to a row of such a one."""
    found = {Registrant.__table__.name}
    for table in Base.metadata.sorted_tables:
        if {key.column.table.name for key in table.foreign_keys} & found:
            found.add(table.name)
    return found


def test_every_column_about_people_is_explained_once():
    stored = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        if table.name in personal_tables()
        for column in table.columns
    }

    assert stored - EXPLAINED.keys() == set()
    assert EXPLAINED.keys() - stored == set()
    assert max(EXPLAINED.values()) == 1


def test_no_table_about_registrants_is_said_to_be_about_nobody():
    assert tables_about_registrants() & IMPERSONAL == set()


def test_every_kind_of_data_has_a_row_that_says_what_why_and_how_long(client, db):
    response = client.get("/privacy/")
    page = Page(response.text)

    ids = [row["id"] for row in page.all("tr") if row.get("id", "").startswith("kept-")]
    with client.application.test_request_context():
        rows = kept_rows(config.test_config("sqlite://", client_limits="60 per minute"))
    assert {row.kind for row in rows} == set(Kind)
    assert ids == [f"kept-{kind}" for kind in Kind if kind is not Kind.NETWORK]
    for row in rows:
        if row.kind is not Kind.NETWORK:
            assert f"{row.what} Why {row.why} For how long {row.how_long}" in seen(response.text)


def seen(html: str) -> str:
    return Page(html.replace('aria-hidden="true"', "")).words


def test_the_times_and_addresses_are_those_of_the_settings(make_app, db):
    app = make_app(
        base_url="https://webinars.example.org",
        mail_server="127.0.0.1",
        keep_registrations_months=7,
        contact_address="us@example.org",
        client_limits="60 per minute;300 per 2 hours",
        redis_url="redis://127.0.0.1:1/0",
    )
    words = page_of(app.test_client(), "/privacy/").words

    assert "We delete your registration 7 months after the last webinar of its series." in words
    assert "24 months" not in words
    assert "us@example.org" in words
    assert "https://webinars.example.org" in words
    assert "In memory only, for up to 2 hours." in words
    assert "Redis" in words
    assert "__Host-session" in words
    assert "trying things out" not in words


def test_without_limits_nothing_is_said_to_be_counted(client, db):
    page = page_of(client, "/privacy/")

    assert "network address" not in page.words
    assert "Redis" not in page.words
    assert "invites@webinars.example.org" in page.words
    assert "This is a site for trying things out" in page.words


def test_one_month_is_one(make_app, db):
    words = page_of(make_app(keep_registrations_months=1).test_client(), "/privacy/").words

    assert "We delete your registration 1 month after" in words


def test_who_sees_it_is_named(client, db):
    hip = a_sponsor(slug="hip", name=in_english("Human Impact Partners"))
    gare = a_sponsor(slug="gare", name=in_english("The Alliance"))
    saved(a_series(organizer=hip, co_sponsors=[gare]), a_series(organizer=hip, co_sponsors=[gare]))

    page = page_of(client, "/privacy/")

    assert "The people who run this site and its series: Human Impact Partners." in page.words
    assert "The co-sponsors now: The Alliance." in page.words
    assert {"/sponsors/hip/", "/sponsors/gare/"} <= set(page.links)


def test_the_way_to_erase_everything_is_linked(client, db):
    html = client.get("/privacy/").text
    main = html[html.index("<main") : html.index("</main")]

    assert "/me/" in Page(main).links


def test_only_the_named_cookies_are_set():
    setting = [
        file.relative_to(WEB).as_posix()
        for file in sorted(WEB.rglob("*.py"))
        for call in ast.walk(ast.parse(file.read_text()))
        if isinstance(call, ast.Attribute) and call.attr == "set_cookie"
    ]

    assert setting == ["languages.py"]


def test_no_script_keeps_more_in_the_browser_than_is_told(client, db):
    stores = ("localStorage", "sessionStorage", "indexedDB", "document.cookie")
    scripts = (WEB.parent / "static").glob("*.js")

    keeping = [
        (file.name, store) for file in scripts for store in stores if store in file.read_text()
    ]

    assert keeping == [("register.js", "sessionStorage")]
    assert "waits in its tab of your browser" in Page(client.get("/privacy/").text).words


def test_the_page_is_in_plain_words(client, db):
    html = client.get("/privacy/").text
    main = html[html.index("<main") : html.index("</main")]
    parts = main.replace("</p>", "\n</p>").replace("</li>", "\n</li>").replace("</td>", "\n</td>")

    lines = [Page(line).words for line in parts.splitlines()]

    assert grade("\n".join(lines)) < 8


@pytest.mark.parametrize("address", ["/", "/privacy/", "/me/", "/nothing/"])
def test_every_page_leads_to_it(client, db, address):
    assert {"/privacy/", "/accessibility/"} <= set(Page(client.get(address).text).links)


def test_the_registration_form_says_the_same_and_opens_it_beside(client, db):
    saved(a_series(slug="guide"))

    response = client.get("/series/guide/register")

    assert "We delete your registration 24 months after the last webinar" in response.text
    [link] = [
        link
        for link in Page(response.text).all("a")
        if link.get("href") == "/privacy/" and "target" in link
    ]
    assert (link["target"], link["rel"]) == ("_blank", "noopener")
    assert "opens in a new tab" in response.text
