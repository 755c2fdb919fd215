"""What is known about the people of a list, and where imports stand."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import and_, select
from sqlalchemy.orm import undefer

from webinars.errors import NotFound
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.models import (
    Enrollment,
    EnrollmentStatus,
    ImportPart,
    Registrant,
    RegistrantImport,
    Registration,
    Series,
)

PARTS_AT_ONCE = 20


@dataclass
class Known:
    """A person we know already, and what they have of one series."""

    name: str
    organization: str
    is_registered: bool = False
    # By webinar.
    statuses: dict[int, EnrollmentStatus] = field(default_factory=dict)


def known_people(series: Series, keys: Collection[str]) -> Mapping[str, Known]:
    """Return whom we know of the people with these address keys."""
    rows = db.session.execute(
        select(
            Registrant.email_key,
            Registrant.name,
            Registrant.organization,
            Registration.id,
            Enrollment.webinar_id,
            Enrollment.status,
        )
        .outerjoin(
            Registration,
            and_(Registration.registrant_id == Registrant.id, Registration.series_id == series.id),
        )
        .outerjoin(Enrollment, Enrollment.registration_id == Registration.id)
        .where(Registrant.email_key.in_(keys))
    )
    found: dict[str, Known] = {}
    for key, name, organization, registration_id, webinar_id, status in rows:
        known = found.setdefault(key, Known(name, organization, registration_id is not None))
        if webinar_id is not None:
            known.statuses[webinar_id] = status
    return found


def being_erased(keys: Collection[str]) -> set[str]:
    """Return those of the keys whose people asked to be erased and still await a last mail."""
    erased = db.session.scalars(select(Registrant.email).where(Registrant.erased_at.is_not(None)))
    return {email.casefold() for email in erased} & set(keys)


def imports_of(series: Series) -> list[RegistrantImport]:
    """Return the imports of a series, the newest first."""
    return list(
        db.session.scalars(
            select(RegistrantImport)
            .where(RegistrantImport.series_id == series.id)
            .order_by(RegistrantImport.id.desc())
        )
    )


def import_in(series: Series, number: int) -> RegistrantImport:
    """Return an import of this series; raise NotFound."""
    found = db.session.scalar(
        select(RegistrantImport).where(
            RegistrantImport.id == number, RegistrantImport.series_id == series.id
        )
    )
    if found is None:
        raise NotFound(gettext("There is no such import. Its file may have been deleted."))
    return found


def parts_of(found: RegistrantImport, *, with_rows: bool) -> Iterator[ImportPart]:
    """Yield the parts of an import, a few at a time."""
    for first in range(0, found.part_count, PARTS_AT_ONCE):
        wanted = (
            select(ImportPart)
            .where(
                ImportPart.import_id == found.id,
                ImportPart.number >= first,
                ImportPart.number < first + PARTS_AT_ONCE,
            )
            .order_by(ImportPart.number)
        )
        yield from db.session.scalars(
            wanted.options(undefer(ImportPart.rows)) if with_rows else wanted
        ).all()
