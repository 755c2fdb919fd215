"""Series as files: loading, exporting, listing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from webinars.clock import utcnow
from webinars.errors import NotFound, WebinarsError
from webinars.extensions import retried, transaction
from webinars.i18n import gettext
from webinars.links import preview_url
from webinars.queries.bundles import series_with_slug, slugs_of_all_series
from webinars.services import bundles
from webinars.services import series as services
from webinars.services.bundles.report import Report
from webinars.services.bundles.tree import SIZE_LIMIT

series = AppGroup("series", help="Load a series from a file, and write it to one.")


@series.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(file: Path) -> None:
    """Create or update a series from FILE, all of it or nothing.

    Says what it changed; run twice, it changes nothing the second time. What FILE leaves out is
    kept and named. A bad FILE changes nothing, and every problem is named with line and field.
    People whose webinars change are told by mail. docs/series-file.md explains every key.
    """
    try:
        # One byte beyond the limit is enough to see that a file is too large.
        with file.open("rb") as opened:
            content = opened.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from None
    with _plain_errors(str(file)):
        report = retried(lambda: _load(content, file.parent))
    for line in report.changes or [gettext("nothing to change")]:
        click.echo(line)
    for line in report.kept:
        click.echo(line)


@series.command("export")
@click.argument("slug")
def export(slug: str) -> None:
    """Write the series SLUG to standard output, as a file that can be loaded again.

    The file also holds every practice, organization, case study and speaker there is.
    """
    with _plain_errors(slug):
        content = bundles.export(slug).encode()
    # In UTF-8, whatever the terminal speaks.
    click.echo(content, nl=False)
    if len(content) >= SIZE_LIMIT:
        words = gettext("The file has 1 MB or more and cannot be loaded: make logos smaller.")
        click.echo(words, err=True)


@series.command("list")
def list_() -> None:
    """List the slugs of all series, one on each line, drafts too."""
    with _plain_errors("list"):
        for slug in slugs_of_all_series():
            click.echo(slug)


@series.command("preview")
@click.argument("slug")
@click.option("--renew", is_flag=True, help="Take the old link back and make a new one.")
def preview(slug: str, *, renew: bool) -> None:
    """Write the link that shows the draft SLUG to those who have it.

    The link stays the same until the series is public, or until it is renewed.
    """
    with _plain_errors(slug):
        click.echo(preview_url(slug, retried(lambda: _preview(slug, renew=renew))))


def _preview(slug: str, *, renew: bool) -> str:
    with transaction():
        found = series_with_slug(slug)
        if found is None:
            raise NotFound(gettext("There is no series %(slug)s.", slug=repr(slug)))
        if renew:
            return services.renew_preview(found, now=utcnow())
        return services.open_preview(found)


def _load(content: bytes, folder: Path) -> Report:
    with transaction():
        return bundles.load(content, folder=folder, now=utcnow())


@contextmanager
def _plain_errors(name: str) -> Iterator[None]:
    """Let a failure end the command with its reason, which is for people, and no traceback."""
    try:
        yield
    except WebinarsError as error:
        raise click.ClickException(f"{name}:\n{error.message}") from None
    except IntegrityError:
        words = gettext("Somebody else was changing the same at that moment; try again.")
        raise click.ClickException(words) from None
    except (OperationalError, ProgrammingError) as error:
        words = gettext("The database cannot be used; has “db upgrade” been run?")
        raise click.ClickException(f"{words}\n{error.orig}") from None
