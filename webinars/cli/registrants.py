"""Lists of people in and out, for those who work at the command line."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

import click
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError, ProgrammingError

from webinars.clock import utcnow
from webinars.domain.registrant_files.columns import plain
from webinars.domain.registrant_filters import RegistrantFilters
from webinars.errors import Invalid, NotFound, WebinarsError
from webinars.extensions import retried, transaction
from webinars.i18n import gettext
from webinars.models import ImportState, RegistrantImport, Series
from webinars.queries.imports import import_in, parts_of
from webinars.queries.registrant_lists import matching_ids
from webinars.queries.series import series_for_organizers
from webinars.services import exports
from webinars.services.imports import checking, keeping, running
from webinars.services.imports.contents import Contents, read_contents
from webinars.services.imports.options import Options
from webinars.services.imports.words import read_finding, reason, target_name
from webinars.spreadsheets.limits import MOST_BYTES
from webinars.spreadsheets.writing import csv_pieces, workbook_pieces

COUNTS = (
    ("new", "new people"),
    ("known", "people known before, new in this series"),
    ("added", "people of this series who get more webinars"),
    ("unchanged", "people of this series for whom nothing changes"),
    ("left_out", "rows left out"),
)
FILTERS = ("q", "webinar", "status", "ref", "language", "access", "attendance", "answer", "sort")

registrants = AppGroup("registrants", help="Bring lists of people, and take them away.")
a_series = click.option("--series", "slug", required=True, help="The slug of the series.")


@registrants.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@a_series
@click.option("--dry-run", is_flag=True, help="Say what would happen; register nobody.")
@click.option("--webinar", "webinars", multiple=True, help="For rows that name none; repeatable.")
@click.option("--all-webinars", is_flag=True, help="All webinars, also those added later.")
@click.option("--mails/--no-mails", default=None, help="Whether these people are written to.")
@click.option("--consent", default="", help="How these people agreed, in words that are kept.")
@click.option("--column", "named", multiple=True, help="TARGET=NAME where a column is not found.")
@click.option("--encoding", default="", help="Where the letters of a CSV file come out wrong.")
def import_(
    file: Path,
    slug: str,
    *,
    dry_run: bool,
    webinars: tuple[str, ...],
    all_webinars: bool,
    mails: bool | None,
    consent: str,
    named: tuple[str, ...],
    encoding: str,
) -> None:
    """Register the people in FILE, a CSV file or an Excel workbook, for a series.

    Says first what is wrong with FILE, row by row. People who are known keep their details. Run
    twice it changes nothing the second time; stopped half-way, "Go on" in the console ends it.
    """
    if mails is None and not dry_run:
        raise click.UsageError("Say --mails or --no-mails: whether these people are written to.")
    with _plain_errors(str(file)):
        with file.open("rb") as opened:
            contents = read_contents(opened.read(MOST_BYTES + 1), encoding=encoding)
        for remark in contents.remarks:
            click.echo(remark)
        series = _series(slug)
        options = Options(
            webinars, all_webinars, bool(mails), consent, series.language, series.time_zone
        )
        number = retried(lambda: _looked_through(slug, file.name, contents, options, named))
        found = import_in(_series(slug), number)
        _say(found, found.plan, is_done=False)
        if dry_run:
            _discard(slug, number)
            return
        _run(slug, number)


@registrants.command("export")
@a_series
@click.option("--format", "kind", type=click.Choice(["csv", "xlsx"]), default="csv")
@click.option("--column", "keys", multiple=True, help="A column's key; repeatable. See --columns.")
@click.option("--columns", "lists", is_flag=True, help="List the keys of all columns, and end.")
@click.option(
    "--filter", "asked", multiple=True, help="As in the list's address: status=waitlisted."
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file; else standard output.",
)
def export(
    slug: str,
    *,
    kind: str,
    keys: tuple[str, ...],
    lists: bool,
    asked: tuple[str, ...],
    output: Path | None,
) -> None:
    """Write the registrants of a series as a CSV file or an Excel workbook.

    That it was done is noted in the audit. Nothing in the file is a formula.
    """
    with _plain_errors(slug):
        series = _series(slug)
        if lists:
            for column in exports.columns_of(series):
                click.echo(f"{column.key:<24}{column.name}")
            return
        unknown = set(keys) - {column.key for column in exports.columns_of(series)}
        if unknown:
            raise click.UsageError(f"No such column: {', '.join(sorted(unknown))}. See --columns.")
        columns = exports.chosen_columns(series, keys)
        filters = RegistrantFilters.read(dict(_pair(one) for one in asked))
        ids = matching_ids(series.id, filters)
        with transaction():
            exports.note(
                _series(slug),
                count=len(ids),
                file_format=kind,
                columns=columns,
                filters=filters,
                actor=None,
                now=utcnow(),
            )
        _write(exports.rows(ids, columns), kind, output)


def _looked_through(
    slug: str, name: str, contents: Contents, options: Options, named: tuple[str, ...]
) -> int:
    with transaction():
        series = _series(slug)
        unknown = set(options.webinars) - {webinar.slug for webinar in series.webinars}
        if unknown:
            raise NotFound(f"There is no webinar {', '.join(sorted(unknown))} in {slug}.")
        found = keeping.keep(series, contents, file_name=name, user=None, now=utcnow())
        number = found.id
    try:
        found = import_in(_series(slug), number)
        columns = found.columns | _columns(found, named)
        examination = checking.look_through(
            found, columns, options, header_row=found.header_row, now=utcnow()
        )
        with transaction():
            checking.settle(import_in(_series(slug), number), examination)
    except WebinarsError:
        _discard(slug, number)
        raise
    return number


def _discard(slug: str, number: int) -> None:
    with transaction():
        keeping.discard(import_in(_series(slug), number))


def _pair(asked: str) -> tuple[str, str]:
    name, _, value = asked.partition("=")
    if name not in FILTERS:
        raise click.UsageError(f"No such filter: {name}. There are: {', '.join(FILTERS)}.")
    return name, value


def _columns(found: RegistrantImport, named: tuple[str, ...]) -> dict[str, int]:
    """Return by target the columns that were named by hand."""
    places = {plain(name): place for place, name in reversed(list(enumerate(found.header)))}
    columns = {}
    for one in named:
        target, _, name = one.partition("=")
        if plain(name) not in places:
            words = ", ".join(found.header)
            raise Invalid(f"There is no column {name!r}; there are: {words}")
        columns[target] = places[plain(name)]
    return columns


def _run(slug: str, number: int) -> None:
    """Register the people part by part, as the worker does."""
    with transaction():
        keeping.start(import_in(_series(slug), number), actor=None, now=utcnow())
    state = ImportState.RUNNING
    while state is ImportState.RUNNING:
        with transaction():
            running.run_next(now=utcnow())
        found = import_in(_series(slug), number)
        state = found.state
    _say(found, found.result, is_done=True)
    if state is not ImportState.DONE:
        raise click.ClickException(f"The import is {state}; look at it in the console.")


def _say(found: RegistrantImport, counts: dict[str, int], *, is_done: bool) -> None:
    """Print the numbers, and before the import what is wrong with the list."""
    if not is_done:
        for part in parts_of(found, with_rows=False):
            for one in part.findings:
                finding = read_finding(one)
                column = target_name(found.series, finding.target)
                click.echo(f"row {finding.row}, {column}: {reason(finding)}")
    click.echo("Imported:" if is_done else "Would be imported:")
    for key, words in COUNTS:
        click.echo(f"{counts.get(key, 0):>8}  {words}")


def _write(rows: Iterator[list[str]], kind: str, output: Path | None) -> None:
    with ExitStack() as opened:
        file: IO[bytes] = sys.stdout.buffer
        if output is not None:
            file = opened.enter_context(output.open("wb"))
        pieces = csv_pieces(rows)
        if kind != "csv":
            pieces = workbook_pieces(rows, sheet=gettext("Registrants"))
        for piece in pieces:
            file.write(piece)


def _series(slug: str) -> Series:
    found = series_for_organizers(slug)
    if found is None:
        raise NotFound(gettext("There is no series %(slug)s.", slug=repr(slug)))
    return found


@contextmanager
def _plain_errors(name: str) -> Iterator[None]:
    """Let a failure end the command with its reason, which is for people, and no traceback."""
    try:
        yield
    except WebinarsError as error:
        raise click.ClickException(f"{name}:\n{error.message}") from None
    except OSError as error:
        raise click.ClickException(f"{name}: {error.strerror}") from None
    except (OperationalError, ProgrammingError) as error:
        words = gettext("The database cannot be used; has “db upgrade” been run?")
        raise click.ClickException(f"{words}\n{error.orig}") from None
