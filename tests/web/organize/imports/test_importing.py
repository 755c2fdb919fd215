"""A list becomes registrants: file, columns, dry run, confirmation, result, undo."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.factories import a_registrant, a_series, a_webinar, in_english, saved
from tests.services.imports.lists import run_all, seats
from tests.spreadsheets.workbooks import a_workbook
from tests.support.console import console
from tests.support.html import Page
from tests.support.web import HiddenFields
from webinars.clock import utcnow
from webinars.models import ImportState, Registrant, RegistrantImport, Series

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ADDRESS = "/organize/registrants/guide/import/"
LIST = "Name,Email,Company\nAna,ana@example.org,County\n=2+2,ben@example.org,\nX,nowhere,\n"
DECISIONS = {
    "column_email": "1",
    "column_name": "0",
    "chosen": "first",
    "mails": "yes",
    "consent_wording": "They ticked a box at the fair.",
    "time_zone": "America/New_York",
    "language": "en",
}


@pytest.fixture
def series(db) -> Series:
    soon = utcnow() + timedelta(days=7)
    series = a_series(slug="guide")
    a_webinar(slug="first", title=in_english("First steps"), series=series, starts_at=soon)
    a_webinar(slug="allies", title=in_english("Allies"), series=series, starts_at=soon, capacity=1)
    return saved(series)


def send(client, content: bytes, name: str = "people.csv", **fields: str):
    """Send a file and return where it leads."""
    page = client.get(ADDRESS)
    return post_file(client, ADDRESS, {**HiddenFields(page.text).fields, **fields}, name, content)


def post_file(client, address: str, fields: dict[str, str], name: str, content: bytes):
    """Send a form with a file; the test client would leave large ones open."""
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = b"".join([*parts, head.encode(), content, b"\r\n--x--\r\n"])
    return client.post(address, data=body, content_type="multipart/form-data; boundary=x")


def press(client, address: str, action: str, **fields: str):
    """Open the page at *address* and press its button that posts to *action*."""
    hidden = HiddenFields(client.get(address).text).fields
    return client.post(f"{address}/{action}", data={**hidden, **fields})


def decided(client, content: bytes, **decisions: object):
    """Send a file, decide about it, and return the page of the dry run."""
    columns = send(client, content).location
    answer = client.submit(columns, {**DECISIONS, **decisions})
    assert answer.status_code == 303, Page(answer.text).words
    return answer.location


def words(response) -> str:
    return Page(response.text).words


def test_a_list_becomes_registrants_after_it_was_confirmed(client, series, db):
    console(client, "assistant", series)

    plan = decided(client, LIST.encode())
    page = client.get(plan)

    assert "New people 2" in words(page)
    assert "Rows left out 1" in words(page)
    assert "2 people are written to" in words(page)
    assert "“nowhere” is no complete e-mail address." in words(page)
    assert db.session.scalar(select(func.count()).select_from(Registrant)) == 0

    assert press(client, plan, "start").location == plan
    under_way = client.get(plan)
    assert under_way.headers["Refresh"] == "4"
    assert "0 percent done" in words(under_way)
    assert "Refresh" not in client.get(f"{plan}?still=yes").headers
    run_all(now=utcnow())

    done = client.get(plan)
    assert "Refresh" not in done.headers
    assert "Done" in words(done)
    assert "Seats given out 2" in words(done)
    assert [one[0] for one in seats()] == ["ana@example.org", "ben@example.org"]


def test_columns_are_found_by_their_names_and_shown_with_an_example(client, series, db):
    console(client, series=series)

    page = Page(client.get(send(client, LIST.encode()).location).text)

    [email] = [one for one in page.all("select") if one.get("name") == "column_email"]
    assert "Email (such as ana@example.org)" in page.words
    assert email["id"] == "column_email"
    found = db.session.scalars(select(RegistrantImport)).one()
    assert found.columns == {"name": 0, "email": 1, "organization": 2}


def test_another_row_can_be_taken_for_the_names(client, series, db):
    console(client, series=series)
    columns = send(client, b"a@example.org,Ana\nMail it to,Whom\nb@example.org,Ben\n").location

    answer = client.submit(columns, {"header_row": "2", "look": "yes"})

    assert answer.location == columns
    assert "Mail it to (such as b@example.org)" in words(client.get(columns))
    wrong = client.submit(columns, {"header_row": "9", "look": "yes"})
    assert wrong.status_code == 422
    assert "has no row 9" in words(wrong)


def test_what_is_missing_is_told_beside_its_field_and_nothing_typed_is_lost(client, series, db):
    console(client, series=series)
    columns = send(client, LIST.encode()).location

    page = client.submit(columns, {**DECISIONS, "column_email": "", "consent_wording": "Kept text"})

    assert page.status_code == 422
    assert "Say which column holds the e-mail addresses." in words(page)
    assert "Kept text" in page.text


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"", 422, "Choose the file with the list."),
        (b"\0\0\0\0", 422, "no text file"),
        (b"PK\x03\x04 broken", 422, "damaged"),
        (b"x" * (21 * 1024 * 1024), 413, "it may have 20 MB"),
    ],
)
def test_what_is_no_list_is_refused_in_words(client, series, content, status, said):
    console(client, series=series)

    answer = send(client, content, name="people.xlsx" if content else "")

    assert answer.status_code == status
    assert said in words(answer)


def test_a_large_file_is_taken_here_and_nowhere_else(client, series, db):
    console(client, series=series)
    large = b"Email\n" + b"".join(b"person%d@example.org\n" % n for n in range(50_000))

    assert send(client, large).status_code == 303
    fields = {"csrf_token": HiddenFields(client.get(ADDRESS).text).fields["csrf_token"]}
    elsewhere = post_file(client, f"{ADDRESS}1/columns", fields, "x.csv", large)
    assert elsewhere.status_code == 413


def test_a_strangers_file_is_not_read(client, series):
    answer = post_file(client, ADDRESS, {}, "x.csv", b"x" * 1024 * 1024)
    assert answer.status_code in (400, 413)


def test_a_workbook_is_taken_as_well(client, series):
    console(client, series=series)

    plan = decided(client, a_workbook([["Name", "Email"], ["Ana", "ana@example.org"]]))

    assert "New people 1" in words(client.get(plan))


def test_seats_that_would_not_do_are_told(client, series):
    console(client, series=series)
    content = b"Name,Email\nAna,ana@example.org\nBen,ben@example.org\n"

    plan = decided(client, content, chosen=["allies"], mails="no")

    assert "Allies 2 1 1" in words(client.get(plan))
    assert "Nobody is written to." in words(client.get(plan))


def test_who_has_seen_an_older_plan_starts_nothing(client, series, db):
    console(client, series=series)
    plan = decided(client, LIST.encode())
    old = HiddenFields(client.get(plan).text).fields
    client.submit(f"{plan}/columns", {**DECISIONS, "mails": "no"})

    client.post(f"{plan}/start", data=old)

    assert "Nothing was done: look at it again." in words(client.get(plan))
    assert db.session.scalars(select(RegistrantImport.state)).one() is ImportState.CHECKED


def test_it_is_stopped_and_undone_after_asking(client, series, db):
    console(client, series=series)
    plan = decided(client, LIST.encode(), mails="no")
    press(client, plan, "start")
    press(client, plan, "stop")
    assert "Stopped" in words(client.get(plan))
    press(client, plan, "resume")
    run_all(now=utcnow())

    asked = client.get(f"{plan}/undo")
    assert "Of the 2 seats" in words(asked)
    client.submit(f"{plan}/undo")
    run_all(now=utcnow())

    assert "Undone" in words(client.get(plan))
    assert db.session.scalar(select(func.count()).select_from(Registrant)) == 0


def test_people_registered_without_a_word_are_invited_after_asking(client, series, outbox):
    console(client, series=series)
    plan = decided(client, LIST.encode(), mails="no")
    press(client, plan, "start")
    run_all(now=utcnow())
    assert "Invite these people now" in words(client.get(plan))
    assert "gave out 2 seats" in words(client.get(f"{plan}/invite"))

    client.submit(f"{plan}/invite")
    assert "The invitations are going out" in words(client.get(plan))
    run_all(now=utcnow())

    assert "2 people were invited later." in words(client.get(plan))
    assert [mail.kind.value for mail in outbox()] == ["invited", "invited"]


def test_a_file_can_be_deleted_before_it_was_imported(client, series, db):
    console(client, series=series)
    plan = decided(client, LIST.encode())

    assert client.submit(f"{plan}/discard").location == ADDRESS

    assert client.get(plan).status_code == 404
    assert db.session.scalars(select(RegistrantImport)).all() == []


def test_rows_left_out_are_downloaded_with_reasons_and_without_formulas(client, series):
    console(client, series=series)
    saved(a_registrant(email="ben@example.org", name="Ben"))
    plan = decided(client, LIST.encode())

    answer = client.get(f"{plan}/problems.csv")

    assert answer.headers["Content-Disposition"].startswith("attachment; filename=guide-import-")
    lines = answer.text.removeprefix("\ufeff").splitlines()
    assert lines[0] == "Row,Left out,What is wrong,Name,Email,Company"
    assert lines[1].endswith(",'=2+2,ben@example.org")
    assert lines[2].startswith("4,yes,E-mail address: “nowhere” is no complete")


def test_imports_of_other_series_are_not_found(client, series):
    console(client, series=series)
    plan = decided(client, LIST.encode())
    saved(a_series(slug="other"))

    assert client.get(plan.replace("/guide/", "/other/")).status_code == 404


def test_earlier_imports_are_listed(client, series):
    console(client, series=series)
    assert "Every file that is brought to this series" in words(client.get(ADDRESS))

    decided(client, LIST.encode())

    assert "people.csv Ready to be confirmed Rows 4" in words(client.get(ADDRESS))


def test_steps_that_make_no_sense_yet_lead_to_where_the_import_stands(client, series):
    console(client, series=series)
    columns = send(client, LIST.encode()).location
    shown = columns.removesuffix("/columns")

    for step in ("undo", "invite"):
        assert client.get(f"{shown}/{step}").location == shown
    assert client.get(shown).location == columns
