"""What is wrong with a list: a page of it, and all of it as a file."""

from collections.abc import Iterator
from dataclasses import dataclass

from webinars.domain.registrant_files.people import Finding
from webinars.models import RegistrantImport
from webinars.queries.imports import parts_of
from webinars.services.imports.words import read_finding, reason, target_name
from webinars.web.organize.pagination import PER_PAGE, Page, page_asked_for


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one row, in words."""

    row: int
    column: str
    words: str
    is_warning: bool


def page_of_problems(found: RegistrantImport) -> Page[Problem]:
    """Return a page of all that is wrong, in the order of the rows."""
    all_of_them = [one for part in parts_of(found, with_rows=False) for one in part.findings]
    number = min(page_asked_for(), max(1, -(-len(all_of_them) // PER_PAGE)))
    shown = all_of_them[(number - 1) * PER_PAGE : number * PER_PAGE]
    rows = [problem(found, read_finding(one)) for one in shown]
    return Page(rows, number, PER_PAGE, len(all_of_them))


def problems_by_row(found: RegistrantImport) -> Iterator[tuple[int, list[Problem]]]:
    """Yield each row with problems, and all of them."""
    for part in parts_of(found, with_rows=False):
        by_row: dict[int, list[Problem]] = {}
        for one in part.findings:
            finding = read_finding(one)
            by_row.setdefault(finding.row, []).append(problem(found, finding))
        yield from sorted(by_row.items())


def problem(found: RegistrantImport, finding: Finding) -> Problem:
    """Return a finding in words."""
    return Problem(
        finding.row, target_name(found.series, finding.target), reason(finding), finding.is_warning
    )
