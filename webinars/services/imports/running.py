"""Registering the people of a list, and taking it back: one part at each call."""

import logging
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from sqlalchemy import delete, exists, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import undefer

from webinars.domain.registrant_files.people import Fault, Person, read_row
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.models import (
    Choice,
    Delivery,
    Enrollment,
    EnrollmentStatus,
    ImportPart,
    ImportState,
    Invitation,
    JoinClick,
    PartStat,
    Registrant,
    RegistrantImport,
    Registration,
    Series,
)
from webinars.queries.webinars import locked_webinars
from webinars.services import entries, registrations
from webinars.services.entries import Entered
from webinars.services.imports.contents import packed, unpacked
from webinars.services.imports.keeping import UNDER_WAY
from webinars.services.imports.options import Options, rules_of
from webinars.services.imports.wishes import Wish, wishes
from webinars.services.registrations import RegistrationRequest
from webinars.spreadsheets.rows import Row

logger = logging.getLogger("webinars.imports")


def run_next(*, now: datetime) -> bool:
    """Do one part of an import that is under way; return whether more may be left.

    A part is done or not: whoever is killed in the middle leaves it to the next call.
    """
    found = db.session.scalar(
        select(RegistrantImport)
        .where(RegistrantImport.state.in_(UNDER_WAY))
        .order_by(RegistrantImport.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if found is None:
        return False
    try:
        with db.session.begin_nested():
            _step(found, now=now)
    except SQLAlchemyError:
        # The database is in trouble, not the list: it is tried again.
        raise
    except Exception:
        logger.exception("Import %d stopped at part %d", found.id, found.next_part)
        db.session.refresh(found)
        found.state, found.changed_at = ImportState.STOPPED, now
        found.result = found.result | {"trouble": True}
    return True


def _step(found: RegistrantImport, *, now: datetime) -> None:
    found.changed_at = now
    if found.state is ImportState.UNDOING:
        if found.next_part > 0:
            found.next_part -= 1
            _take_back(found, _part(found), now=now)
        if found.next_part == 0:
            found.state = ImportState.UNDONE
        return
    if found.next_part < found.part_count:
        do = _invite if found.state is ImportState.INVITING else _take_over
        do(found, _part(found), now=now)
        found.next_part += 1
    if found.next_part >= found.part_count:
        found.state = ImportState.DONE


def _part(found: RegistrantImport) -> ImportPart:
    return db.session.scalars(
        select(ImportPart)
        .where(ImportPart.import_id == found.id, ImportPart.number == found.next_part)
        .options(undefer(ImportPart.rows))
        .execution_options(populate_existing=True)
    ).one()


def _take_over(found: RegistrantImport, part: ImportPart, *, now: datetime) -> None:
    """Register the people of one part, and keep of its rows those that are left out."""
    rows = {row.number: row for row in unpacked(part.rows) if _is_inside(found, row)}
    people, left_out = _people(found, part, rows.values())
    wanted = wishes(found.series, people, now=now)
    left_out |= {wish.person.row for wish in wanted if wish.is_left_out}
    entered = _enter(found, [wish for wish in wanted if not wish.is_left_out], now=now)
    told = {(one[0], one[1]) for one in part.findings}
    part.findings = part.findings + [
        [one.row, one.fault.value, str(one.target), one.value]
        for wish in wanted
        for one in wish.findings
        if (one.row, one.fault.value) not in told
    ]
    part.rows = packed(rows[number] for number in sorted(left_out))
    part.made = {
        "seats": [[seat.id, seat.ticket] for one in entered for seat in one.added],
        "registrations": [one.registration.id for one in entered if not one.was_registered],
    }
    _count(found, entered, left_out=len(left_out))


def _is_inside(found: RegistrantImport, row: Row) -> bool:
    end = found.plan.get("end")
    return row.number > (found.header_row or 0) and (end is None or row.number < end)


def _people(
    found: RegistrantImport, part: ImportPart, rows: Iterable[Row]
) -> tuple[list[Person], set[int]]:
    """Return the people of a part, and the numbers of the rows that errors keep out."""
    rules = rules_of(found)
    people, left_out = [], set()
    # Only the dry run has seen the whole list, and knows which addresses come again.
    told = {(one[0], one[1]) for one in part.findings}
    for row in rows:
        person, _ = read_row(row.number, row.cells, rules)
        if person is None or (row.number, Fault.REPEATED.value) in told:
            left_out.add(row.number)
        elif (row.number, Fault.AGAIN.value) not in told:
            people.append(person)
    return people, left_out


def _enter(found: RegistrantImport, wanted: list[Wish], *, now: datetime) -> list[Entered]:
    """Register people in the order of the list; locked are first all people, then webinars."""
    series, options = found.series, Options.of(found.options)
    requests = {wish.person.row: _request(series, wish.person, options) for wish in wanted}
    registrants: dict[str, tuple[Registrant, bool]] = {}
    for wish in sorted(wanted, key=lambda wish: wish.key):
        if wish.key not in registrants:
            request = requests[wish.person.row]
            registrants[wish.key] = registrations.registrant_of(request, now=now)
    locked = locked_webinars({webinar.id for wish in wanted for webinar in wish.webinars})
    entered = []
    for wish in wanted:
        registrant, was_known = registrants[wish.key]
        entered.append(
            entries.enter(
                series,
                registrant,
                requests[wish.person.row],
                [webinar for webinar in locked if webinar in wish.webinars],
                was_known=was_known,
                is_invited=options.is_invited,
                now=now,
            )
        )
    return entered


def _request(series: Series, person: Person, options: Options) -> RegistrationRequest:
    is_standing = person.takes_everything and (
        options.takes_everything or series.choice is not Choice.ALL
    )
    return RegistrationRequest(
        name=person.name,
        email=person.email,
        organization=person.organization,
        role=person.role,
        state=person.state,
        webinar_slugs=person.webinars,
        is_standing=is_standing and series.choice is not Choice.ONE,
        time_zone=person.time_zone,
        language=person.language,
        privacy_wording=_consent_wording(person, options),
        answers=person.answers,
    )


def _consent_wording(person: Person, options: Options) -> str:
    lines = [gettext("Registered by the people who run the series, from a list.")]
    if options.consent:
        lines.append(options.consent)
    if person.consent:
        lines.append(gettext("The list says: %(words)s", words=person.consent))
    return "\n".join(lines)


def _count(found: RegistrantImport, entered: list[Entered], *, left_out: int) -> None:
    counts: Counter[str] = Counter(found.result)
    counts["left_out"] += left_out
    for one in entered:
        counts[_outcome(one)] += 1
        waiting = sum(seat.status is EnrollmentStatus.WAITLISTED for seat in one.added)
        counts["waiting"] += waiting
        counts["seats"] += len(one.added) - waiting
    found.result = dict(counts)


def _outcome(entered: Entered) -> str:
    if not entered.was_known:
        return "new"
    if not entered.was_registered:
        return "known"
    return "added" if entered.added else "unchanged"


def _invite(found: RegistrantImport, part: ImportPart, *, now: datetime) -> None:
    """Write to people about the seats that a part made, unless they were invited meanwhile."""
    tickets = dict(part.made.get("seats", ()))
    seats = db.session.scalars(
        select(Enrollment)
        .where(
            Enrollment.id.in_(tickets),
            Enrollment.status != EnrollmentStatus.CANCELLED,
            Enrollment.generation == 0,
        )
        .order_by(Enrollment.registration_id, Enrollment.id)
    ).all()
    locked_webinars({seat.webinar_id for seat in seats})
    invited = 0
    for registration, held in groupby(seats, key=lambda seat: seat.registration):
        own = [seat for seat in held if seat.ticket == tickets[seat.id]]
        if own and not registration.registrant.erased_at:
            entries.invite(registration, own, now=now)
            invited += 1
    found.result = found.result | {"invited": found.result.get("invited", 0) + invited}


def _take_back(found: RegistrantImport, part: ImportPart, *, now: datetime) -> None:
    """Give up the seats that a part made, unless somebody has done something with them since."""
    counts: Counter[str] = Counter(found.result)
    for enrollment_id, ticket in reversed(part.made.get("seats", [])):
        enrollment = db.session.get(Enrollment, enrollment_id)
        if enrollment is None or enrollment.status is EnrollmentStatus.CANCELLED:
            continue
        if _is_touched(enrollment, ticket) or enrollment.webinar.is_over(now):
            counts["stayed"] += 1
            continue
        registrations.cancel_enrollment(enrollment, reason="import", now=now)
        counts["undone"] += 1
    counts["removed"] += _remove_untold(found, part)
    found.result = dict(counts)


def _is_touched(enrollment: Enrollment, ticket: int) -> bool:
    """Whether the person joined, answered, or came back after giving the seat up."""
    has_joined = exists().where(JoinClick.enrollment_id == enrollment.id)
    has_answered = exists().where(
        Invitation.enrollment_id == enrollment.id, Invitation.partstat != PartStat.NEEDS_ACTION
    )
    return enrollment.ticket != ticket or bool(db.session.scalar(select(has_joined | has_answered)))


def _remove_untold(found: RegistrantImport, part: ImportPart) -> int:
    """Delete the registrations, and people, that the import made and nobody was told of."""
    made = part.made.get("registrations", ())
    has_seat = exists().where(
        Enrollment.registration_id == Registration.id,
        Enrollment.status != EnrollmentStatus.CANCELLED,
    )
    has_mail = exists().where(Delivery.registration_id == Registration.id)
    untold = db.session.scalars(
        select(Registration).where(Registration.id.in_(made), ~has_seat, ~has_mail)
    ).all()
    people = {registration.registrant_id for registration in untold}
    for registration in untold:
        db.session.delete(registration)
    db.session.flush()
    is_registered = exists().where(Registration.registrant_id == Registrant.id)
    has_mail = exists().where(Delivery.registrant_id == Registrant.id)
    gone = db.session.scalars(
        delete(Registrant)
        .where(
            Registrant.id.in_(people),
            Registrant.created_at >= found.created_at,
            ~is_registered,
            ~has_mail,
        )
        .returning(Registrant.id),
        execution_options={"synchronize_session": False},
    )
    return len(gone.all())
