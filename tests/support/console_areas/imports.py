"""Imports of registrants, in every state, and their export."""

from collections.abc import Callable
from datetime import datetime

from playwright.sync_api import Page
from sqlalchemy import select

from tests.services.imports.lists import look_through
from tests.support.places import Place, send
from webinars.clock import utcnow
from webinars.extensions import db, transaction
from webinars.models import RegistrantImport, Series
from webinars.services.imports import keeping, running
from webinars.services.imports.contents import read_contents
from webinars.services.imports.options import Options

LIST = (
    "Full name,E-mail,Company,Webinars\n"
    + "".join(f"Person {n},person{n}@example.org,County {n},coming\n" for n in range(60))
    + "Nobody,nowhere,,coming\nZoe,zoe@example.org,,Dancing\n,kim@example.org,,coming\n"
)
IMPORT = "/organize/registrants/guide/import/"


def send_without_decisions(page: Page) -> None:
    """Send the columns without saying which holds the addresses."""
    page.select_option("#column_email", "")
    page.click("main form.form button[type=submit]:not([name])")


PLACES = (
    Place("import", IMPORT),
    Place("import, errors", IMPORT, 422, send),
    Place("import, columns", IMPORT + "{import_kept}/columns"),
    Place("import, columns wrong", IMPORT + "{import_kept}/columns", 422, send_without_decisions),
    Place("import, planned", IMPORT + "{import_checked}"),
    Place("import, under way", IMPORT + "{import_running}?still=yes"),
    Place("import, being undone", IMPORT + "{import_undoing}?still=yes"),
    Place("import, stopped", IMPORT + "{import_stopped}"),
    Place("import, done", IMPORT + "{import_done}"),
    Place("import, done without mails", IMPORT + "{import_quiet}"),
    Place("import, invite", IMPORT + "{import_quiet}/invite"),
    Place("import, undo", IMPORT + "{import_done}/undo"),
    Place("import, discard", IMPORT + "{import_checked}/discard"),
    Place("first import", "/organize/registrants/empty/import/"),
    Place("export", "/organize/registrants/guide/export/"),
    Place("export, nobody", "/organize/registrants/empty/export/"),
)
EXAMPLES: dict[str, object] = {"number": 1}
NOT_PAGES: dict[str, str] = {"organize.imports.problems": "a file"}


def furnish() -> dict[str, str]:
    """Bring the same list again and again, each time a little further; one runs at a time."""
    now = utcnow()
    found = {
        "kept": kept(now),
        "checked": brought(now),
        "done": brought(now, start, run, run, run, run),
        "quiet": brought(now, start, run, run, run, run, is_invited=False),
        "stopped": brought(now, start, run, stop),
        "running": brought(now, start, run),
        "undoing": brought(now, start, stop, undo),
    }
    return {f"import_{state}": str(number) for state, number in found.items()}


def kept(now: datetime) -> int:
    """Keep the list."""
    series = db.session.scalars(select(Series).where(Series.slug == "guide")).one()
    contents = read_contents(LIST.encode("cp1252"))
    with transaction():
        return keeping.keep(series, contents, file_name="people.csv", user=None, now=now).id


def brought(
    now: datetime,
    *steps: Callable[[RegistrantImport, datetime], object],
    is_invited: bool = True,
) -> int:
    """Keep the list, look through it, and go so many steps."""
    number = kept(now)
    options = Options(("coming",), False, is_invited, "They said so.", "en", "America/New_York")
    found = db.session.get_one(RegistrantImport, number)
    look_through(found, options, now=now)
    for step in steps:
        with transaction():
            step(db.session.get_one(RegistrantImport, number), now)
    return number


def start(found: RegistrantImport, now: datetime) -> None:
    keeping.start(found, actor=None, now=now)


def run(_: RegistrantImport, now: datetime) -> None:
    running.run_next(now=now)


def stop(found: RegistrantImport, now: datetime) -> None:
    keeping.stop(found, actor=None, now=now)


def undo(found: RegistrantImport, now: datetime) -> None:
    keeping.undo(found, actor=None, now=now)
