"""Keeping a file, deciding about it, and letting it go."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, delete, func, select

from webinars.domain.keeping import LISTS_KEPT
from webinars.domain.registrant_files.columns import match, matched
from webinars.errors import Conflict, Invalid
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.models import (
    Action,
    ImportPart,
    ImportState,
    RegistrantImport,
    Series,
    User,
)
from webinars.services import audit
from webinars.services.imports.contents import Contents, row_of
from webinars.services.imports.options import question_names

LONGEST_NAME = 200
UNDER_WAY = (ImportState.RUNNING, ImportState.INVITING, ImportState.UNDOING)


def keep(
    series: Series, contents: Contents, *, file_name: str, user: User | None, now: datetime
) -> RegistrantImport:
    """Keep a file that was read, and say which of its columns mean what."""
    matching = match([row.cells for row in contents.beginning], question_names(series))
    header = None if matching.header is None else contents.beginning[matching.header]
    found = RegistrantImport(
        series_id=series.id,
        user_id=user and user.id,
        file_name=file_name[:LONGEST_NAME],
        state=ImportState.KEPT,
        remarks=contents.remarks,
        row_count=contents.row_count,
        header_row=header and header.number,
        header=_names(header.cells if header else (), contents.width),
        columns=dict(matching.columns),
        options={},
        plan={},
        result={},
        next_part=0,
        part_count=len(contents.parts),
        created_at=now,
        changed_at=now,
    )
    db.session.add(found)
    db.session.flush()
    db.session.add_all(
        ImportPart(import_id=found.id, number=number, rows=rows, findings=[], made={})
        for number, rows in enumerate(contents.parts)
    )
    db.session.flush()
    return found


def name_columns(found: RegistrantImport, number: int | None) -> None:
    """Take the names of the columns from another row, by hand; None: the list has no names."""
    row = None if number is None else row_of(found, number)
    if number is not None and row is None:
        words = gettext("The list has no row %(number)s, or it is empty.", number=number)
        raise Invalid(words, fields={"header_row": words})
    cells = row.cells if row else ()
    found.header_row = number
    found.header = _names(cells, len(found.header))
    found.columns = matched(cells, question_names(found.series))


def start(found: RegistrantImport, *, actor: User | None, now: datetime) -> None:
    """Let the worker register the people of a list that was looked through."""
    _demand(found, ImportState.CHECKED)
    if found.options["is_invited"]:
        _demand_published(found)
    _move(found, ImportState.RUNNING, now=now)
    found.next_part, found.result = 0, {}
    _note(found, Action.REGISTRANTS_IMPORTED, found.plan, actor=actor, now=now)


def stop(found: RegistrantImport, *, actor: User | None, now: datetime) -> None:
    """Register nobody else; who is registered stays so."""
    _demand(found, ImportState.RUNNING)
    _move(found, ImportState.STOPPED, now=now)
    _note(found, Action.IMPORT_STOPPED, found.result, actor=actor, now=now)


def resume(found: RegistrantImport, *, actor: User | None, now: datetime) -> None:
    """Go on where it was stopped."""
    _demand(found, ImportState.STOPPED)
    _move(found, ImportState.RUNNING, now=now)
    _note(found, Action.REGISTRANTS_IMPORTED, found.plan, actor=actor, now=now)


def invite(found: RegistrantImport, *, actor: User | None, now: datetime) -> None:
    """Let the worker write to those whom this import registered without a word."""
    _demand(found, ImportState.DONE)
    _refuse_forgotten(found)
    if found.options["is_invited"]:
        raise Conflict(gettext("These people are invited already."))
    _demand_published(found)
    _move(found, ImportState.INVITING, now=now)
    found.next_part = 0
    found.options = found.options | {"is_invited": True}
    _note(found, Action.IMPORT_INVITED, found.result, actor=actor, now=now)


def undo(found: RegistrantImport, *, actor: User | None, now: datetime) -> None:
    """Let the worker give up the seats that the import made and nobody has touched since."""
    _demand(found, ImportState.DONE, ImportState.STOPPED)
    _refuse_forgotten(found)
    _move(found, ImportState.UNDOING, now=now)
    # From the end: who waits goes before those whose seats they would get.
    found.next_part = found.part_count
    _note(found, Action.IMPORT_UNDONE, found.result, actor=actor, now=now)


def discard(found: RegistrantImport) -> None:
    """Delete a file of which nobody was registered."""
    _demand(found, ImportState.KEPT, ImportState.CHECKED)
    db.session.delete(found)
    db.session.flush()


def forget_old(*, now: datetime) -> int:
    """Delete the rows of files that came long ago, and files nobody used; count them."""
    old = db.session.scalars(_old(now)).all()
    for found in old:
        db.session.execute(
            delete(ImportPart).where(ImportPart.import_id == found.id),
            execution_options={"synchronize_session": False},
        )
        if found.state in (ImportState.KEPT, ImportState.CHECKED):
            db.session.delete(found)
        else:
            found.forgotten_at = now
    db.session.flush()
    return len(old)


def old_count(*, now: datetime) -> int:
    """Count the files that ``forget_old`` would deal with."""
    return db.session.scalar(select(func.count()).select_from(_old(now).subquery())) or 0


def _old(now: datetime) -> Select[RegistrantImport]:
    return select(RegistrantImport).where(
        RegistrantImport.created_at <= now - LISTS_KEPT,
        RegistrantImport.forgotten_at.is_(None),
        RegistrantImport.state.not_in(UNDER_WAY),
    )


def _names(header: Sequence[str], width: int) -> list[str]:
    """Return a name for every column; those without one get a number."""
    given = [" ".join(name.split())[:LONGEST_NAME] for name in header]
    return [
        (given[place] if place < len(given) else "")
        or gettext("Column %(number)s", number=place + 1)
        for place in range(max(width, len(given)))
    ]


def _demand(found: RegistrantImport, *states: ImportState) -> None:
    if found.state not in states:
        raise Conflict(gettext("This import has gone on meanwhile. Look at where it stands now."))


def _demand_published(found: RegistrantImport) -> None:
    if not found.series.is_published:
        raise Invalid(gettext("This series is a draft: publish it first, or import without mails."))


def _refuse_forgotten(found: RegistrantImport) -> None:
    if found.forgotten_at is not None:
        raise Conflict(gettext("What this import did is kept for a week only; it is too late."))


def _move(found: RegistrantImport, state: ImportState, *, now: datetime) -> None:
    found.state = state
    found.changed_at = now


def _note(
    found: RegistrantImport,
    action: Action,
    counts: Mapping[str, object],
    *,
    actor: User | None,
    now: datetime,
) -> None:
    """Record what was done to the import: numbers only, nothing of anybody."""
    numbers = {name: count for name, count in counts.items() if isinstance(count, int)}
    audit.record(actor, action, found, series=found.series, now=now, after=numbers)
