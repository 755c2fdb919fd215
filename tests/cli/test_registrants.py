"""Lists of people in and out at the command line."""

import csv
import io

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from tests.factories import a_registrant, a_registration, a_series, a_webinar, in_english, saved
from tests.services.imports.lists import seats
from webinars.clock import utcnow
from webinars.models import Delivery, Registrant, RegistrantImport

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LIST = "Name,Email,Whom\nAna,ana@example.org,x\nX,nowhere,y\n"


@pytest.fixture
def series(db):
    series = a_series(slug="guide")
    later = utcnow().replace(year=utcnow().year + 1)
    a_webinar(slug="first", title=in_english("First steps"), series=series, starts_at=later)
    return saved(series)


@pytest.fixture
def command(app, tmp_path):
    """Run a command on a file and return its exit status and what it said."""

    def run(verb, *arguments, content=None):
        path = tmp_path / "people.csv"
        if content is not None:
            path.write_text(content)
            arguments = (str(path), *arguments)
        result = app.test_cli_runner().invoke(
            args=["registrants", verb, "--series", "guide", *arguments]
        )
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result.exit_code, result.output

    return run


def test_a_dry_run_tells_everything_and_changes_nothing(command, series, db):
    status, output = command(
        "import", "--dry-run", "--webinar", "first", "--consent", "Told us so.", content=LIST
    )

    assert status == 0
    assert "row 3, E-mail address: “nowhere” is no complete e-mail address." in output
    assert "       1  new people" in output
    assert db.session.scalar(select(func.count()).select_from(Registrant)) == 0
    assert db.session.scalar(select(func.count()).select_from(RegistrantImport)) == 0


def test_people_are_registered_without_a_worker(command, series, db):
    status, output = command(
        "import", "--no-mails", "--all-webinars", "--consent", "Told us so.", content=LIST
    )

    assert (status, output.splitlines()[-6]) == (0, "Imported:")
    assert seats() == [("ana@example.org", "first", "confirmed")]
    assert db.session.scalar(select(func.count()).select_from(Delivery)) == 0


def test_mails_and_columns_are_as_was_said(command, series, outbox):
    status, _ = command(
        "import", "--mails", "--webinar", "first", "--consent", "x", "--column",
        "organization=whom", content=LIST,
    )  # fmt: skip

    assert status == 0
    [mail] = outbox()
    assert (mail.recipient, mail.kind.value) == ("ana@example.org", "invited")
    assert mail.registrant.organization == "x"


@pytest.mark.parametrize(
    ("arguments", "content", "said"),
    [
        (["--webinar", "first"], LIST, "Say --mails or --no-mails"),
        (["--no-mails", "--webinar", "first"], LIST, "Say how these people agreed"),
        (["--no-mails", "--webinar", "none", "--consent", "x"], LIST, "no webinar none"),
        (["--no-mails", "--consent", "x"], LIST, "Choose at least one webinar"),
        (["--no-mails", "--column", "name=Nobody"], LIST, "There is no column 'Nobody'"),
        (["--no-mails"], "\0\0\0", "no text file"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(command, series, db, arguments, content, said):
    status, output = command("import", *arguments, content=content)
    assert status != 0
    assert said in output
    assert "Traceback" not in output
    assert db.session.scalars(select(RegistrantImport)).all() == []


def test_registrants_are_written_to_standard_output_or_a_file(command, series, tmp_path):
    saved(
        a_registration(series=series, registrant=a_registrant(name="=Ana", email="a@example.org"))
    )

    status, output = command("export", "--column", "name", "--column", "email")
    assert (status, list(csv.reader(io.StringIO(output.removeprefix("\ufeff"))))) == (
        0,
        [["Name", "E-mail address"], ["'=Ana", "a@example.org"]],
    )
    path = tmp_path / "people.xlsx"
    assert command("export", "--format", "xlsx", "--output", str(path))[0] == 0
    assert CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1][1] == (
        "a@example.org"
    )
    assert "seat:first" in command("export", "--columns")[1]
    assert "No such column: x" in command("export", "--column", "x")[1]
    found = command("export", "--column", "email", "--filter", "q=nobody")[1]
    assert found.removeprefix("\ufeff").splitlines() == ["E-mail address"]
    assert "No such filter: x" in command("export", "--filter", "x=1")[1]


def test_an_export_can_be_imported_again(command, series, db):
    saved(
        a_registration(series=series, registrant=a_registrant(name="=Ana", email="a@example.org"))
    )
    _, content = command("export")
    saved(a_series(slug="next"))

    status, output = command(
        "import", "--dry-run", "--webinar", "first", "--consent", "x", content=content
    )

    assert status == 0
    assert "       1  people of this series who get more webinars" in output
    assert "another name" not in output
