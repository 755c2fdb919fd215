"""Lists of people for tests, and short ways to bring them."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from tests.factories import NOW, a_series, a_webinar, in_english, saved
from webinars.extensions import db, transaction
from webinars.models import (
    Enrollment,
    ImportPart,
    Registrant,
    RegistrantImport,
    Registration,
    Series,
)
from webinars.services.imports import checking, keeping, running
from webinars.services.imports.contents import read_contents
from webinars.services.imports.options import Options


def a_series_with_webinars(**values: Any) -> Series:
    """Return a stored series with the webinars First steps and Allies."""
    series = a_series(**{"slug": "guide", **values})
    a_webinar(slug="first", title=in_english("First steps"), series=series)
    a_webinar(slug="allies", title=in_english("Allies"), series=series)
    return saved(series)


def options(**values: Any) -> Options:
    """Return decisions: everybody comes to First steps, and gets mails."""
    defaults: dict[str, Any] = {
        "webinars": ("first",),
        "takes_everything": False,
        "is_invited": True,
        "consent": "They ticked a box at the fair.",
        "language": "en",
        "time_zone": "America/New_York",
    }
    return Options(**(defaults | values))


def kept(series: Series, text: str, *, now: datetime = NOW) -> RegistrantImport:
    """Keep a file with this text."""
    contents = read_contents(text.encode())
    with transaction():
        return keeping.keep(series, contents, file_name="people.csv", user=None, now=now)


def checked(series: Series, text: str, *, now: datetime = NOW, **values: Any) -> RegistrantImport:
    """Keep a file and look through it."""
    found = kept(series, text, now=now)
    look_through(found, options(**values), now=now)
    return found


def look_through(
    found: RegistrantImport, decided: Options, *, columns: Any = None, now: datetime = NOW
) -> None:
    """Look through a file that is kept."""
    columns = found.columns if columns is None else columns
    examination = checking.look_through(
        found, columns, decided, header_row=found.header_row, now=now
    )
    with transaction():
        checking.settle(found, examination)


def started(series: Series, text: str, **values: Any) -> RegistrantImport:
    """Keep a file, look through it, and let it begin."""
    found = checked(series, text, **values)
    with transaction():
        keeping.start(found, actor=None, now=NOW)
    return found


def run_all(*, now: datetime = NOW) -> None:
    """Work as the worker does, until nothing is left."""
    is_more = True
    while is_more:
        with transaction():
            is_more = running.run_next(now=now)


def imported(series: Series, text: str, **values: Any) -> RegistrantImport:
    """Bring a file from beginning to end."""
    found = started(series, text, **values)
    run_all()
    db.session.refresh(found)
    return found


def findings(found: RegistrantImport) -> list[tuple[int, str, str, str]]:
    """Return all that is wrong with a file."""
    parts = db.session.scalars(
        select(ImportPart.findings)
        .where(ImportPart.import_id == found.id)
        .order_by(ImportPart.number)
    )
    return sorted(tuple(one) for part in parts for one in part)


def seats() -> list[tuple[str, str, str]]:
    """Return everybody's seats: address, webinar, status."""
    rows = db.session.scalars(
        select(Enrollment)
        .join(Enrollment.registration)
        .join(Registration.registrant)
        .order_by(Registrant.email, Enrollment.webinar_id)
        .execution_options(populate_existing=True)
    )
    return [(one.registration.registrant.email, one.webinar.slug, one.status.value) for one in rows]
