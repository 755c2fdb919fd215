"""Series files for tests, written as their few lines that matter."""

from textwrap import dedent, indent

import pytest
from sqlalchemy import select

from tests.factories import NOW
from webinars.database import Base
from webinars.extensions import transaction
from webinars.models import Series
from webinars.services import bundles
from webinars.services.bundles.problems import BadFile
from webinars.services.bundles.reading import Known, check, open_draft
from webinars.services.bundles.report import Report

CATALOG = """
speakers:
  - {slug: ana, name: Ana}
  - {slug: bob, name: Bob}
practice_groups:
  - {slug: group, name: Group}
practices:
  - {slug: first, name: First, group: group}
  - {slug: second, name: Second, group: group}
sponsors:
  - {slug: hip, name: HIP}
  - {slug: gare, name: GARE}
"""

# What the installation holds already.
KNOWN = Known(
    language="en",
    time_zone="America/New_York",
    slugs={
        "speakers": frozenset(),
        "practice_groups": frozenset(),
        "practices": frozenset({"old-practice"}),
        "sponsors": frozenset(),
    },
    webinar_zones={"old": None, "old-in-berlin": "Europe/Berlin"},
)


def a_file(webinars: str = "", *, series: str = "", catalog: str = CATALOG) -> bytes:
    """A file with a published series; *series* adds keys to it, *webinars* is a list."""
    parts = [
        "series:",
        "  slug: series",
        "  title: Title",
        "  status: published",
        "  reminders: []",
        indent(dedent(series).strip("\n"), "  "),
        "webinars:" if webinars else "webinars: []",
        indent(dedent(webinars).strip("\n"), "  "),
        dedent(catalog).strip("\n"),
    ]
    return "\n".join(part for part in parts if part).encode()


def loaded(content: bytes, *, folder=None, now=NOW) -> Report:
    """Load the file as the command does: all of it in one transaction."""
    with transaction():
        return bundles.load(content, folder=folder, now=now)


def read(content, folder=None):
    return check(open_draft(content), KNOWN, folder=folder, now=NOW)


def faults(content, folder=None):
    with pytest.raises(BadFile) as caught:
        read(content, folder)
    return [(fault.line, fault.field, fault.words) for fault in caught.value.problems]


def the_series(db):
    db.session.expire_all()
    return db.session.scalars(select(Series)).one()


def the_webinar(db):
    return the_series(db).webinars[0]


def rows_of_every_table(db):
    db.session.rollback()
    return {
        table.name: sorted(map(repr, db.session.execute(select(table))))
        for table in Base.metadata.sorted_tables
    }
