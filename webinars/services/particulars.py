"""What a registration says beside its webinars: answers, access requests, consents."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from sqlalchemy import select

from webinars.errors import Invalid
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.models import (
    AccessKind,
    AccessRequest,
    AccessRequestStatus,
    Answer,
    Consent,
    ConsentStatus,
    Registration,
    Sponsor,
)


class Particulars(Protocol):
    """The part of a registration form that this module keeps."""

    @property
    def accommodations(self) -> tuple[AccessKind, ...]: ...
    @property
    def accommodations_note(self) -> str: ...
    @property
    def access_notes(self) -> Mapping[AccessKind, str]: ...
    @property
    def privacy_wording(self) -> str: ...
    @property
    def shared_with(self) -> Mapping[str, str]: ...
    @property
    def answers(self) -> Mapping[int, tuple[str, ...]]: ...


def add(
    registration: Registration,
    wanted: Particulars,
    *,
    is_known: bool,
    is_new: bool,
    now: datetime,
) -> None:
    """Keep what a form without a token says.

    Anybody may write a known person's address into the form: then access requests and
    consents wait on the private page to be confirmed, and answers already given stay.
    """
    if is_new:
        _answer(registration, wanted.answers)
        _consent(registration, None, wanted.privacy_wording, ConsentStatus.GIVEN, now=now)
    for kind in _access_kinds(wanted):
        status = AccessRequestStatus.TO_BE_CONFIRMED if is_known else AccessRequestStatus.OPEN
        _request(registration, kind, _access_note(wanted, kind), status, now=now)
    sponsors = db.session.scalars(select(Sponsor).where(Sponsor.slug.in_(wanted.shared_with)))
    for sponsor in sponsors:
        status_of_consent = ConsentStatus.TO_BE_CONFIRMED if is_known else ConsentStatus.GIVEN
        wording = wanted.shared_with[sponsor.slug]
        _consent(registration, sponsor, wording, status_of_consent, now=now)


def add_access_request(
    registration: Registration, kind: AccessKind, note: str, *, now: datetime
) -> None:
    """Ask for something one needs, from the person's own page."""
    _request(registration, kind, note, AccessRequestStatus.OPEN, now=now)


def confirm_access_request(request: AccessRequest) -> None:
    """Say that a request which a form without a token brought is one's own."""
    request.status = AccessRequestStatus.OPEN


def withdraw_access_request(request: AccessRequest) -> None:
    """Take a request back."""
    request.status = AccessRequestStatus.WITHDRAWN


def give_consent(
    registration: Registration, sponsor: Sponsor, wording: str, *, now: datetime
) -> None:
    """Agree that one's details are shared with a co-sponsor of the series, in these words."""
    if sponsor not in registration.series.co_sponsors:
        raise Invalid(gettext("This organization does not co-sponsor the series."))
    _consent(registration, sponsor, wording, ConsentStatus.GIVEN, now=now)


def confirm_consent(consent: Consent, *, now: datetime) -> None:
    """Say that a consent which a form without a token brought is one's own."""
    consent.status = ConsentStatus.GIVEN
    consent.given_at = now


def withdraw_consent(consent: Consent) -> None:
    """Take a consent back."""
    consent.status = ConsentStatus.WITHDRAWN


def _access_kinds(wanted: Particulars) -> tuple[AccessKind, ...]:
    """Return the kinds that were ticked, or told more about; a note alone is something else."""
    kinds = (*wanted.accommodations, *(kind for kind, note in wanted.access_notes.items() if note))
    if wanted.accommodations_note and not kinds:
        return (AccessKind.OTHER,)
    return tuple(dict.fromkeys(kinds))


def _access_note(wanted: Particulars, kind: AccessKind) -> str:
    notes = (wanted.access_notes.get(kind, ""), wanted.accommodations_note)
    return "\n".join(filter(None, notes))


def _answer(registration: Registration, answers: Mapping[int, tuple[str, ...]]) -> None:
    own = {question.id for question in registration.series.questions}
    db.session.add_all(
        Answer(registration=registration, question_id=question_id, values=list(values))
        for question_id, values in answers.items()
        if question_id in own and any(values)
    )


def _request(
    registration: Registration,
    kind: AccessKind,
    note: str,
    status: AccessRequestStatus,
    *,
    now: datetime,
) -> None:
    """Add a request, unless the same one is there."""
    is_there = any(
        request.kind is kind
        and request.note == note
        and request.status is not AccessRequestStatus.WITHDRAWN
        for request in registration.access_requests
    )
    if not is_there:
        registration.access_requests.append(
            AccessRequest(kind=kind, note=note, status=status, created_at=now)
        )


def _consent(
    registration: Registration,
    sponsor: Sponsor | None,
    wording: str,
    status: ConsentStatus,
    *,
    now: datetime,
) -> None:
    """Add a consent, or turn a waiting one into it, unless it is there already."""
    sponsor_id = sponsor.id if sponsor else None
    there = {
        consent.status: consent
        for consent in registration.consents
        if consent.sponsor_id == sponsor_id
    }
    if ConsentStatus.GIVEN in there or status in there:
        return
    waiting = there.get(ConsentStatus.TO_BE_CONFIRMED)
    if waiting is not None:
        waiting.wording = wording
        confirm_consent(waiting, now=now)
        return
    registration.consents.append(
        Consent(sponsor_id=sponsor_id, wording=wording, status=status, given_at=now)
    )
