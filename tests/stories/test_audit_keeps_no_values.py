"""Whatever organizers do for people, the audit keeps nothing that those people wrote."""

import json

from sqlalchemy import select

from tests.factories import (
    NOW,
    a_question,
    a_registration_request,
    a_series,
    a_webinar,
    saved,
)
from tests.support.console import an_account
from webinars.extensions import transaction
from webinars.models import (
    AccessKind,
    AccessRequest,
    AccessRequestStatus,
    Action,
    AuditEntry,
    Registration,
)
from webinars.services import on_behalf

MARK = "Quokka"
ADDRESS = "quokka@example.org"


def test_no_value_of_a_person_is_ever_kept(db):
    series = a_series(questions=[a_question(slug="why")])
    saved(*[a_webinar(series=series, slug=slug, starts_at=NOW.replace(month=6)) for slug in "ab"])
    olga = an_account()
    do = {"actor": olga, "now": NOW}
    wanted = a_registration_request(
        name=MARK, email=ADDRESS, organization=MARK, role=MARK, state=MARK, slugs=["a", "b"]
    )

    with transaction():
        entered = on_behalf.register(series, wanted, overbooks=True, is_told=True, **do)
    registration = db.session.get(Registration, entered.registration.id)
    details = {name: getattr(registration.registrant, name) for name in on_behalf.DETAILS}
    with transaction():
        on_behalf.correct_details(registration, details | {"name": f"{MARK} Corrected"}, **do)
    with transaction():
        on_behalf.ask_address_change(registration, f"new.{ADDRESS}", **do)
    first, second = registration.enrollments
    with transaction():
        on_behalf.cancel_seat(first, **do)
    with transaction():
        on_behalf.restore_seat(first, **do)
    with transaction():
        on_behalf.send_invitation_again(second, **do)
    with transaction():
        on_behalf.send_link_again(registration, **do)
    with transaction():
        on_behalf.send_welcome_again(registration, **do)
    request = saved(
        AccessRequest(
            registration=registration,
            kind=AccessKind.OTHER,
            note=MARK,
            status=AccessRequestStatus.OPEN,
            created_at=NOW,
        )
    )
    with transaction():
        on_behalf.answer_access_request(request, AccessRequestStatus.ARRANGED, **do)
    with transaction():
        on_behalf.cancel_all(registration, **do)
    with transaction():
        on_behalf.erase(registration, **do)

    entries = db.session.scalars(select(AuditEntry)).all()
    done = {entry.action for entry in entries}
    assert done >= {
        Action.REGISTRANT_ADDED,
        Action.REGISTRANT_CORRECTED,
        Action.ADDRESS_CHANGE_ASKED,
        Action.SEAT_CANCELLED,
        Action.SEAT_RESTORED,
        Action.MAIL_SENT_AGAIN,
        Action.ACCESS_REQUEST_ANSWERED,
        Action.REGISTRATION_CANCELLED,
        Action.REGISTRANT_ERASED,
    }
    assert [entry.action for entry in entries if MARK.lower() in in_full(entry)] == []


def in_full(entry: AuditEntry) -> str:
    """Everything that an entry holds, as one text."""
    columns = [column.key for column in AuditEntry.__table__.columns]
    return json.dumps({name: getattr(entry, name) for name in columns}, default=str).lower()
