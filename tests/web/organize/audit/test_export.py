"""The audit as a table: exactly what the filters show, and no formulas."""

import csv
import io

import pytest

from tests.factories import a_registrant, a_series, saved
from tests.support.console import an_account, console
from tests.web.organize.audit.test_pages import NOW, an_entry, note
from webinars.models import Action

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def table(client, address) -> list[list[str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"), newline="")))


def test_the_table_holds_exactly_what_the_filter_shows(client, db):
    owner = console(client)
    guide = saved(a_series(slug="guide"))
    person = saved(a_registrant())
    note(owner, Action.SERIES_CHANGED, guide, before={"slug": "old"}, after={"slug": "guide"})
    note(owner, Action.SERIES_CHANGED, person, series=guide, fields=["name", "email"])
    note(None, Action.SETTINGS_CHANGED, owner)

    header, *rows = table(client, "/organize/audit/audit.csv?group=series")

    assert header[:4] == ["When", "Who", "Address", "What was done"]
    assert rows == [
        [NOW.isoformat(timespec="seconds"), "Owner", owner.email, "Changed a series", "Registrant",
         f"registrant {person.id}", "guide", "e-mail address, name", ""],
        [NOW.isoformat(timespec="seconds"), "Owner", owner.email, "Changed a series", "Series",
         guide.title["en"], "guide", "address of the page",
         "address of the page: old → guide"],
    ]  # fmt: skip


def test_a_series_table_holds_that_series_only(client, db):
    guide, other = saved(a_series(slug="guide")), saved(a_series(slug="other"))
    organizer = console(client, "organizer", guide)
    note(organizer, Action.SERIES_CHANGED, guide)
    note(None, Action.SERIES_CHANGED, other)

    _, *rows = table(client, "/organize/audit/guide/audit.csv")

    assert [row[6] for row in rows] == ["guide"]
    assert client.get("/organize/audit/audit.csv").status_code == 403
    assert client.get("/organize/audit/other/audit.csv").status_code == 404


def test_no_cell_is_a_formula(client, db):
    console(client)
    actor = an_account(email="=1+1@example.org")
    note(actor, Action.ACCOUNT_CHANGED, actor, after={"name": "=cmd()"})

    _, [_, _, address, *_] = table(client, "/organize/audit/audit.csv")

    assert address == "'=1+1@example.org"


def test_thousands_of_entries_come_piece_by_piece(client, db):
    console(client)
    guide = saved(a_series(slug="guide"))
    saved(*[an_entry(guide, number) for number in range(1200)])

    _, *rows = table(client, "/organize/audit/audit.csv")

    assert [row[5] for row in rows] == [f"Entry {number}" for number in reversed(range(1200))]
