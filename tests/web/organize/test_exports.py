"""Registrants leave as files that hold exactly what was asked for, and nothing that runs."""

import csv
import io

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from tests.factories import (
    a_question,
    a_registrant,
    a_registration,
    a_series,
    a_sponsor,
    a_webinar,
    an_enrollment,
    an_invitation,
    in_english,
    saved,
)
from tests.support.console import console
from tests.support.html import Page
from webinars.models import (
    AccessKind,
    AccessRequest,
    AccessRequestStatus,
    Action,
    Answer,
    AuditEntry,
    Consent,
    ConsentStatus,
    EnrollmentStatus,
    JoinClick,
    PartStat,
    Series,
)

ADDRESS = "/organize/registrants/guide/export/"
NOW = a_webinar().created_at


@pytest.fixture
def series(db) -> Series:
    """A series with Ana, who has everything, and Ben, whose name is a formula."""
    hip = a_sponsor(slug="hip", name=in_english("Human Impact Partners"))
    series = a_series(slug="guide", co_sponsors=[hip])
    question = a_question(series=series, slug="hope", label=in_english("What do you hope for?"))
    first = a_webinar(slug="first", title=in_english("First steps"), series=series)
    second = a_webinar(slug="second", title=in_english("Allies"), series=series)
    ana = a_registration(
        series=series,
        registrant=a_registrant(name="Ana Núñez", email="ana@example.org", state="Texas"),
        answers=[Answer(question=question, values=["Much", "More"])],
    )
    ben = a_registration(
        series=series, registrant=a_registrant(name="=1+1", email="ben@example.org")
    )
    seat = an_enrollment(first, registration=ana)
    saved(
        series,
        seat,
        an_enrollment(second, registration=ana, status=EnrollmentStatus.WAITLISTED),
        an_enrollment(first, registration=ben, status=EnrollmentStatus.CANCELLED),
        a_registration(series=series, registrant=a_registrant(name="Gone", erased_at=NOW)),
    )
    saved(
        an_invitation(seat, partstat=PartStat.DECLINED),
        JoinClick(enrollment_id=seat.id, clicked_at=NOW),
        Consent(
            registration=ana, sponsor=hip, wording="", status=ConsentStatus.GIVEN, given_at=NOW
        ),
        AccessRequest(
            registration=ana,
            kind=AccessKind.CAPTIONS,
            note="always",
            status=AccessRequestStatus.OPEN,
            created_at=NOW,
        ),
    )
    return series


def test_a_csv_file_holds_everybody_with_all_columns(client, series):
    console(client, "assistant", series)
    every = [
        "name", "email", "state", "webinars", "seat:first", "seat:second", "share:hip",
        "question:hope", "joined", "calendar", "access",
    ]  # fmt: skip

    answer = client.submit(ADDRESS + "?sort=registered", {"format": "csv", "columns": every})

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=guide-reg")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))) == [
        ["Name", "E-mail address", "State or territory", "Webinars", "Seat: First steps",
         "Seat: Allies", "May be shared with Human Impact Partners", "What do you hope for?",
         "Joined", "Answers of the calendar", "What would help to take part"],
        ["Ana Núñez", "ana@example.org", "Texas", "first; second", "confirmed", "waiting", "yes",
         "Much; More", "first", "first: Declined", "captions: always"],
        ["'=1+1", "ben@example.org", "", "", "given up", "", "no", "", "", "", ""],
    ]  # fmt: skip


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_workbook_holds_the_same(client, series):
    console(client, "assistant", series)

    address = ADDRESS + "?sort=registered"
    answer = client.submit(address, {"format": "xlsx", "columns": ["name", "email"]})

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0)
    assert sheet.to_python() == [
        ["Name", "E-mail address"],
        ["Ana Núñez", "ana@example.org"],
        ["'=1+1", "ben@example.org"],
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_page_says_how_many_and_ticks_what_is_usual(client, series):
    console(client, "assistant", series)

    page = Page(client.get(ADDRESS).text)
    boxes = {one["value"]: "checked" in one for one in page.all("input") if "value" in one}

    assert "The file will hold 2 registrants." in page.words
    assert (boxes["email"], boxes["access"]) == (True, False)
    refused = client.submit(ADDRESS, {"format": "csv"})
    assert refused.status_code == 422
    assert "Choose at least one column." in Page(refused.text).words


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_took_how_many_is_noted_without_anybodys_details(client, series, db):
    user = console(client, "assistant", series)

    client.submit(ADDRESS, {"format": "csv", "columns": ["name"]})

    [entry] = db.session.scalars(select(AuditEntry)).all()
    assert (entry.action, entry.actor_id) == (Action.REGISTRANTS_EXPORTED, user.id)
    assert entry.after == {
        "registrants": 2, "format": "csv", "columns": ["name"], "filters": [],
    }  # fmt: skip


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_viewer_takes_nothing(client, series, db):
    console(client, "viewer", series)

    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, data={"format": "csv"}).status_code in (400, 403)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_empty_series_has_nothing_to_take(client, db):
    saved(a_series(slug="guide"))
    console(client)

    assert "nobody to export" in Page(client.get(ADDRESS).text).words


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_exactly_those_leave_whom_the_filter_of_the_list_shows(client, series, db):
    console(client, "assistant", series)
    address = ADDRESS + "?webinar=second&status=waitlisted&columns=email"

    page = Page(client.get(address).text)
    answer = client.submit(address, {"format": "csv", "columns": ["email"]})

    assert "The file will hold 1 registrant." in page.words
    assert [one["value"] for one in page.all("input") if "checked" in one] == [
        "xlsx", "name", "email",
    ]  # fmt: skip
    assert answer.data.decode("utf-8-sig").splitlines() == ["E-mail address", "ana@example.org"]
    [entry] = db.session.scalars(select(AuditEntry)).all()
    assert entry.after["filters"] == ["status", "webinar"]
