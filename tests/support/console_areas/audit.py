"""The audit."""

from datetime import timedelta

from sqlalchemy import select

from tests.factories import saved
from tests.support.places import Place
from webinars.clock import utcnow
from webinars.extensions import db
from webinars.models import Action, AuditEntry, Registrant, Series

PLACES = (
    Place("audit", "/organize/audit/"),
    Place("audit, further", "/organize/audit/?group=series&before=61"),
    Place("audit, nothing fits", "/organize/audit/?kind=Approach&until=2001-01-01"),
    Place("audit of a series", "/organize/audit/guide/"),
)
EXAMPLES: dict[str, object] = {}
NOT_PAGES = {
    "organize.audit.download": "a table",
    "organize.audit.download_of_series": "a table",
}


def furnish() -> dict[str, str]:
    """Entries of every sort, more than a page holds."""
    guide = db.session.scalars(select(Series).where(Series.slug == "guide")).one()
    someone = db.session.scalars(select(Registrant.id).limit(1)).one()
    now = utcnow()
    common = {"action": Action.SERIES_CHANGED, "series_id": guide.id, "subject_name": "Health"}
    about = {"subject_kind": "Series", "subject_id": guide.id}
    long = "A text that goes on and on. " * 20
    entries = [
        AuditEntry(
            at=now - timedelta(minutes=number),
            fields=["title"],
            before={"title": {"en": "Health", "es": "Salud"}},
            after={"title": {"en": long, "es": "Salud"}},
            **common,
            **about,
        )
        for number in range(120)
    ]
    people = [
        AuditEntry(
            at=now,
            action=Action.REGISTRANTS_EXPORTED,
            series_id=guide.id,
            subject_kind="Registrant",
            subject_id=number,
            subject_name="",
            fields=["email", "name"],
        )
        for number in (someone, 999_999)
    ]
    saved(*entries, *people)
    return {}
