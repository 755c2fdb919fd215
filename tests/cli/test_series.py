"""`series load`, `series export`, `series list` and `series preview`."""

import pytest
from sqlalchemy import select

from tests.factories import a_series, saved
from webinars.models import Series, SeriesStatus

FILE = """\
series: {slug: healthy, title: Salud, status: published, reminders: []}
webinars: [{slug: one, title: One, starts: 2030-12-01 15:00, minutes: 90}]
"""


@pytest.fixture
def run(app):
    def call(*arguments):
        return app.test_cli_runner().invoke(args=["series", *map(str, arguments)])

    return call


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "series.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_load_says_what_it_changed_and_the_second_time_nothing(run, file):
    first, second = run("load", file), run("load", file)

    assert (first.exit_code, first.output) == (0, "created series healthy\ncreated webinar one\n")
    assert (second.exit_code, second.output) == (0, "nothing to change\n")


def test_load_names_what_it_keeps(run, file):
    run("load", file)
    file.write_text("series: {slug: healthy, title: Salud, status: draft}", encoding="utf-8")

    result = run("load", file)

    assert (result.exit_code, result.output) == (
        0,
        "changed status of series healthy\nkept in webinars, the file leaves them out: one\n",
    )


def test_a_bad_file_ends_with_its_problems_and_changes_nothing(run, file, db):
    file.write_text(FILE.replace("90", "none").replace(" title: One,", ""), encoding="utf-8")

    result = run("load", file)

    assert (result.exit_code, result.output) == (
        1,
        (
            f"Error: {file}:\n"
            "line 2, webinars[one].minutes: is 'none'; give a whole number from 1 to 1440.\n"
            "line 2, webinars[one].title: is missing; give a text of one line.\n"
        ),
    )
    assert db.session.scalars(select(Series)).all() == []


def test_a_large_file_is_not_even_read(run, file):
    with file.open("ab") as opened:
        opened.truncate(3_000_000_000)

    result = run("load", file)

    assert result.exit_code == 1
    assert result.output.endswith("line 1, file: is too large; keep it below 1 MB.\n")


@pytest.mark.parametrize("name", ["missing.yaml", "."])
def test_what_is_no_file_is_refused(run, tmp_path, name):
    result = run("load", tmp_path / name)

    assert result.exit_code == 2
    assert "Error: Invalid value for 'FILE'" in result.output


def test_an_exported_series_can_be_loaded(run, file, tmp_path):
    run("load", file)

    exported = run("export", "healthy")
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(exported.stdout_bytes)

    assert exported.exit_code == 0
    assert exported.output.startswith("series:\n  slug: healthy\n  title: Salud\n")
    assert run("load", copy).output == "nothing to change\n"


def test_an_unknown_series_is_not_exported(run):
    result = run("export", "nothing")

    assert (result.exit_code, result.output) == (
        1,
        "Error: nothing:\nThere is no series 'nothing'.\n",
    )


def test_list_names_every_series(run, db):
    empty = run("list")
    saved(a_series(slug="a"), a_series(slug="b"))

    assert (empty.exit_code, empty.output) == (0, "")
    assert run("list").output == "a\nb\n"


def test_preview_writes_the_same_link_until_it_is_renewed(run, client, db):
    saved(a_series(slug="draft", status=SeriesStatus.DRAFT))

    first, second = run("preview", "draft"), run("preview", "draft")
    renewed, after = run("preview", "draft", "--renew"), run("preview", "draft")

    assert (first.exit_code, first.output) == (0, second.output)
    assert first.output.startswith("http://127.0.0.1:8000/series/draft/?preview=")
    assert renewed.output == after.output != first.output
    statuses = [client.get(result.output.strip()).status_code for result in (first, renewed)]
    assert statuses == [410, 200]


def test_there_is_no_preview_of_what_is_public_or_unknown(run, db):
    saved(a_series(slug="public"))

    results = [run("preview", slug) for slug in ("public", "nothing")]

    assert [(result.exit_code, result.output) for result in results] == [
        (1, "Error: public:\nThe series public is public already.\n"),
        (1, "Error: nothing:\nThere is no series 'nothing'.\n"),
    ]


@pytest.mark.parametrize("command", ["load", "export", "list", "preview"])
def test_every_command_explains_itself(run, command):
    result = run(command, "--help")

    assert result.exit_code == 0
    assert result.output.startswith("Usage: ")
    assert len(result.output.splitlines()) > 4


def test_a_database_without_tables_is_said_to_be_one(stores, make_app):
    app = make_app(database_url=stores["sqlite"].empty())

    result = app.test_cli_runner().invoke(args=["series", "list"])

    assert result.exit_code == 1
    assert "The database cannot be used; has “db upgrade” been run?" in result.output
    assert "Traceback" not in result.output
