"""The dry run: what an import would do, and everything that is wrong with its file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

from sqlalchemy import update

from webinars.domain.registrant_files.columns import Target, begins_another, plain
from webinars.domain.registrant_files.people import Fault, Finding, Person, read_row
from webinars.errors import Conflict, Invalid
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.models import ImportPart, ImportState, RegistrantImport
from webinars.services.imports.contents import all_rows
from webinars.services.imports.options import Options, rules_for
from webinars.services.imports.wishes import Wish, wishes
from webinars.spreadsheets.rows import Row

ROWS_AT_ONCE = 500
PLANNED = ("new", "known", "added", "unchanged", "left_out", "warned", "mails")


def look_through(
    found: RegistrantImport,
    columns: Mapping[str, int],
    options: Options,
    *,
    header_row: int | None,
    now: datetime,
) -> Examination:
    """Look through all rows of a file that is kept, and change nothing; `settle` keeps it.

    A long list takes seconds, in which nobody else must wait: call it outside the transaction.
    Raises Invalid when the columns or decisions do not suffice.
    """
    _refuse_too_little(columns, options)
    examination = Examination(found, columns, options, header_row=header_row, now=now)
    examination.run()
    return examination


def settle(found: RegistrantImport, examination: Examination) -> None:
    """Keep what was found; nobody is registered, nothing is mailed."""
    if found.state not in (ImportState.KEPT, ImportState.CHECKED):
        raise Conflict(gettext("This import has gone on meanwhile. Look at where it stands now."))
    found.columns = dict(examination.columns)
    found.options = examination.options.kept()
    found.header_row = examination.header_row
    found.plan = examination.plan()
    found.state, found.changed_at = ImportState.CHECKED, examination.now
    _keep(found, examination.findings)


def _keep(found: RegistrantImport, findings: Mapping[int, Sequence[Finding]]) -> None:
    """Keep what is wrong with each part, in place of what was wrong before."""
    unsynchronized = {"synchronize_session": False}
    db.session.execute(
        update(ImportPart).where(ImportPart.import_id == found.id).values(findings=[]),
        execution_options=unsynchronized,
    )
    rows = [
        {
            "import_id": found.id,
            "number": number,
            "findings": [[one.row, one.fault.value, str(one.target), one.value] for one in wrong],
        }
        for number, wrong in findings.items()
        if wrong
    ]
    if rows:
        db.session.execute(update(ImportPart), rows)
    db.session.flush()


def _refuse_too_little(columns: Mapping[str, int], options: Options) -> None:
    if Target.EMAIL not in columns:
        words = gettext("Say which column holds the e-mail addresses.")
        raise Invalid(words, fields={"column_email": words})
    if Target.CONSENT not in columns and not options.consent:
        words = gettext("Say how these people agreed that you keep their details.")
        raise Invalid(words, fields={"consent_wording": words})
    has_webinars = options.webinars or options.takes_everything or Target.WEBINARS in columns
    if not has_webinars:
        words = gettext("Choose at least one webinar.")
        raise Invalid(words, fields={"chosen": words})


class Examination:
    """One walk through a file, and what it found."""

    def __init__(
        self,
        found: RegistrantImport,
        columns: Mapping[str, int],
        options: Options,
        *,
        header_row: int | None,
        now: datetime,
    ) -> None:
        self.found = found
        self.columns = columns
        self.options = options
        self.header_row = header_row
        self.now = now
        self.rules = rules_for(found.series, columns, options)
        self.counts: Counter[str] = Counter()
        self.seats: Counter[str] = Counter()
        # By address, the first row it stands in, the name there, and the webinars asked for.
        self.met: dict[str, tuple[int, str, set[str]]] = {}
        # By part.
        self.findings: defaultdict[int, list[Finding]] = defaultdict(list)
        self.end: int | None = None

    def run(self) -> None:
        """Look at every row."""
        rows = self.rows()
        while some := list(islice(rows, ROWS_AT_ONCE)):
            self.examine(some)

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Yield the rows of people with their parts: below the names, up to another table."""
        last: tuple[int, Row] | None = None
        for number, row in all_rows(self.found):
            if row.number <= (self.header_row or 0):
                continue
            if begins_another(row.cells):
                is_title = last is not None and sum(map(bool, last[1].cells)) == 1
                self.end = last[1].number if last and is_title else row.number
                last = None if is_title else last
                break
            if last is not None:
                yield last
            last = (number, row)
        if last is not None:
            yield last

    def examine(self, rows: Iterable[tuple[int, Row]]) -> None:
        part_of: dict[int, int] = {}
        people: list[Person] = []
        for part, row in rows:
            part_of[row.number] = part
            person, wrong = read_row(row.number, row.cells, self.rules)
            self.note(part, wrong)
            if person is not None:
                people.append(person)
            else:
                self.counts["left_out"] += 1
        for wish in wishes(self.found.series, people, now=self.now):
            asked, again = self.meet(wish)
            wrong = [*wish.findings, *again]
            self.note(part_of[wish.person.row], wrong)
            if any(not one.is_warning for one in wrong):
                self.counts["left_out"] += 1
            elif not again:
                self.count(wish, asked)

    def meet(self, wish: Wish) -> tuple[set[str], list[Finding]]:
        """Return which webinars no earlier row asks for, and the finding when it is again none.

        Reports have a row for each time somebody came: the same person is no mistake.
        """
        person = wish.person
        first, name, met = self.met.setdefault(wish.key, (person.row, person.name, set()))
        asked = {webinar.slug for webinar in wish.webinars} - met
        met |= asked
        if first == person.row or asked:
            return asked, []
        is_same = plain(person.name) in ("", plain(name))
        fault = Fault.AGAIN if is_same else Fault.REPEATED
        return asked, [Finding(person.row, fault, Target.EMAIL, str(first))]

    def count(self, wish: Wish, asked: set[str]) -> None:
        first, *_ = self.met[wish.key]
        self.counts["rows"] += 1
        if first == wish.person.row:
            self.counts[wish.outcome] += 1
            self.counts["mails"] += bool(wish.webinars)
        self.seats.update(asked)

    def note(self, part: int, findings: Iterable[Finding]) -> None:
        findings = list(findings)
        self.findings[part] += findings
        self.counts["warned"] += any(one.is_warning for one in findings)

    def plan(self) -> dict[str, object]:
        """Return the numbers, as they are kept."""
        counts = {name: self.counts[name] for name in PLANNED}
        return {
            **counts,
            "mails": counts["mails"] if self.options.is_invited else 0,
            "seats": dict(self.seats),
            "end": self.end,
        }
