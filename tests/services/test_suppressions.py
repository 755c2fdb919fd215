"""Addresses that get no more mail: held back when a mail's turn comes, or never queued."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from tests.factories import (
    NOW,
    a_delivery,
    a_registrant,
    a_registration,
    a_registration_request,
    a_reminder,
    a_series,
    a_suppression,
    a_webinar,
    an_enrollment,
    an_invitation,
    saved,
)
from tests.support.outbox import DUE, SKIPPED, claim, stored
from webinars.domain.suppressing import OPTIONAL_KINDS, is_enough, scope_of
from webinars.errors import Conflict
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import (
    AuditEntry,
    CalendarMethod,
    Delivery,
    EnrollmentStatus,
    MessageKind,
    Registrant,
    ReturnCount,
    Suppression,
    SuppressionReason,
    SuppressionScope,
)
from webinars.queries.suppressions import comes_back, suppressed_registrations, unreachable_counts
from webinars.services import on_behalf, registrants, registrations, retention, suppressions

BOUNCE, COMPLAINT, _ = SuppressionReason
CHANGES, REMINDERS, ANNOUNCEMENTS = SuppressionScope
ANA = "Ana@example.org"
DAY = timedelta(days=1)
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def suppress(reason=BOUNCE, address=ANA, *, now=NOW):
    with transaction():
        return suppressions.suppress(
            address, reason, now=now, status_code="5.1.1", words="550 no such user"
        )


def a_seat(**values):
    registrant = a_registrant(email=ANA)
    webinar = a_webinar(series=a_series(), **values)
    registration = a_registration(registrant=registrant, series=webinar.series)
    return an_invitation(an_enrollment(webinar, registration=registration))


def a_mail(invitation, kind, **values):
    return saved(
        a_delivery(enrollment=invitation.enrollment, invitation=invitation, kind=kind, **values)
    )


def test_every_kind_of_mail_has_its_scope_in_the_claim_as_in_the_domain(db):
    suppress()
    registrant = a_registrant(email=ANA)
    mails = [saved(a_delivery(registrant=registrant, kind=kind)) for kind in MessageKind]

    for _ in mails:
        claim()

    found = {mail.kind: (mail.state, mail.held_back) for mail in map(stored, mails)}
    assert found == {
        kind: (DUE, None) if scope_of(kind) is None else (SKIPPED, BOUNCE) for kind in MessageKind
    }


@sqlite_only
def test_a_complaint_holds_back_what_can_be_done_without(db):
    suppress(COMPLAINT)
    registrant = a_registrant(email=ANA)
    details = {"starts_at": (NOW + DAY).timestamp(), "until": (NOW + DAY).timestamp()}
    kinds = (MessageKind.UPDATED, MessageKind.CANCELLED, *OPTIONAL_KINDS)
    mails = [saved(a_delivery(registrant=registrant, kind=kind, details=details)) for kind in kinds]

    for _ in mails:
        claim()

    held_back = {mail.kind for mail in map(stored, mails) if mail.state is SKIPPED}
    assert held_back == OPTIONAL_KINDS


def test_claiming_costs_no_statement_more(db):
    saved(a_delivery(kind=MessageKind.UPDATED), a_suppression(ANA))
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        claim()
    finally:
        event.remove(database.engine, "before_cursor_execute", note)

    assert len([one for one in seen if not one.startswith(("BEGIN", "PRAGMA"))]) == 1


@sqlite_only
def test_what_was_held_back_counts_as_not_tried(db):
    suppress()
    mail = a_mail(a_seat(), MessageKind.INVITED)

    claim()

    assert (stored(mail).attempts, stored(mail).settled_at) == (0, NOW)


def test_the_same_address_is_suppressed_once_and_again_after_it_was_lifted(db):
    registrant = saved(a_registrant(email=ANA))

    assert suppress()
    assert not suppress()
    with transaction():
        assert suppressions.lift(registrant, now=NOW)
        assert not suppressions.lift(registrant, now=NOW)
    assert suppress()
    assert len(database.session.scalars(select(Suppression)).all()) == 6


def test_lifting_sends_the_last_news_of_each_seat_that_is_still_to_come(db):
    suppress()
    coming, over = a_seat(), an_invitation(an_enrollment(a_webinar(starts_at=NOW - 2 * DAY)))
    registrant = coming.enrollment.registration.registrant
    over.enrollment.registration.registrant = registrant
    mails = [
        a_mail(coming, MessageKind.INVITED),
        a_mail(coming, MessageKind.UPDATED),
        saved(a_reminder(coming)),
        a_mail(over, MessageKind.UPDATED, recipient=ANA),
    ]
    for _ in mails:
        claim()
    assert [stored(mail).state for mail in mails] == [SKIPPED] * 4

    with transaction():
        suppressions.lift(registrant, now=NOW + DAY)

    assert [stored(mail).state for mail in mails] == [SKIPPED, DUE, SKIPPED, SKIPPED]
    assert (stored(mails[1]).held_back, stored(mails[1]).due_at) == (None, NOW + DAY)


def test_a_cancel_that_was_held_back_is_sent_though_a_new_invitation_follows(db):
    suppress()
    first = a_seat()
    registrant = first.enrollment.registration.registrant
    second = an_invitation(first.enrollment)
    cancel = a_mail(first, MessageKind.WITHDRAWN, method=CalendarMethod.CANCEL, attempts=5)
    invited = a_mail(second, MessageKind.INVITED, method=CalendarMethod.REQUEST)
    for _ in (cancel, invited):
        claim()

    with transaction():
        suppressions.lift(registrant, now=NOW)

    # Neither is thought to have been tried so often that it is given up.
    assert [(stored(mail).state, mail.attempts) for mail in (cancel, invited)] == [(DUE, 0)] * 2


@sqlite_only
def test_lifting_sends_the_last_welcome_and_no_news_of_places_given_up_or_to_old_addresses(db):
    suppress()
    invitation = a_seat()
    registration = invitation.enrollment.registration
    registrant = registration.registrant
    waiting = an_enrollment(registration=registration, status=EnrollmentStatus.CANCELLED)
    mails = [
        *(
            saved(
                a_delivery(
                    registrant=registrant, registration=registration, kind=MessageKind.WELCOME
                )
            )
            for _ in range(2)
        ),
        saved(a_delivery(enrollment=waiting, kind=MessageKind.WAITLIST_NEWS)),
        a_mail(invitation, MessageKind.UPDATED),
    ]
    for _ in mails:
        claim()
    with transaction():
        mails[-1].recipient = "former@example.org"
    assert {stored(mail).state for mail in mails} == {SKIPPED}

    with transaction():
        suppressions.lift(registrant, now=NOW)

    assert [stored(mail).state for mail in mails] == [SKIPPED, DUE, SKIPPED, SKIPPED]


@sqlite_only
def test_nothing_is_sent_again_by_hand_to_where_mail_comes_back(db):
    invitation = saved(a_seat())
    registration = invitation.enrollment.registration
    suppress()

    for act in (
        lambda: on_behalf.send_welcome_again(registration, actor=None, now=NOW),
        lambda: on_behalf.send_invitation_again(invitation.enrollment, actor=None, now=NOW),
        lambda: on_behalf.send_link_again(registration, actor=None, now=NOW),
    ):
        with pytest.raises(Conflict), transaction():
            act()
    assert database.session.scalars(select(Delivery)).all() == []


@sqlite_only
def test_an_organizers_lift_is_noted_in_the_audit_without_a_value(db):
    suppress()
    invitation = saved(a_seat())
    registration = invitation.enrollment.registration

    with transaction():
        suppressions.try_again(registration.registrant, registration.series, actor=None, now=NOW)

    [entry] = database.session.scalars(select(AuditEntry)).all()
    assert (entry.action, entry.before, entry.after) == ("address_tried_again", None, None)


@sqlite_only
def test_registering_again_lifts_and_another_address_does_not(db):
    series = saved(a_series(webinars=[a_webinar(slug="one")]))
    suppress()
    suppress(address="bo@example.org")
    wanted = a_registration_request(email="ana@EXAMPLE.org", webinar_slugs=("one",))

    with transaction():
        registrations.register(series, wanted, now=NOW)

    left = database.session.scalars(
        select(Suppression.address).where(Suppression.lifted_at.is_(None)).distinct()
    ).all()
    assert left == ["bo@example.org"]


@sqlite_only
def test_the_private_link_goes_to_who_asks_and_lifts_nothing(db):
    registrant = saved(a_registrant(email=ANA))
    suppress()

    with transaction():
        registrants.ask_private_link(ANA, now=NOW)
    [mail] = database.session.scalars(select(Delivery)).all()
    claim()

    assert stored(mail).state is DUE
    assert suppressions.comes_back(registrant)
    with pytest.raises(Conflict):
        registrants.send_private_link(registrant, now=NOW)


@sqlite_only
def test_a_new_address_that_was_confirmed_by_mail_is_written_to_again(db):
    asked = {"email_change_asked_at": NOW, "email_change_nonce": "n" * 22}
    registrant = saved(a_registrant(email=ANA, pending_email="new@example.org", **asked))
    suppress()
    suppress(address="new@example.org")

    with transaction():
        registrants.confirm_address(registrant, now=NOW)

    rows = database.session.scalars(select(Suppression)).all()
    assert {(row.address, row.lifted_at) for row in rows} == {("new@example.org", NOW)}


@sqlite_only
def test_erasing_somebody_leaves_nothing_of_what_came_back(db):
    registrant = saved(a_registrant(email=ANA))
    suppress()
    saved(ReturnCount(address_key=ANA.casefold(), day=NOW.date(), permanent=1))

    with transaction():
        registrants.erase(registrant, now=NOW)

    assert database.session.scalars(select(Suppression)).all() == []
    assert database.session.scalars(select(ReturnCount)).all() == []


def test_what_came_back_is_forgotten_with_its_owner_or_its_time(db):
    saved(a_registration(registrant=a_registrant(email=ANA)))
    old = NOW - 91 * DAY
    saved(
        a_suppression(ANA),
        a_suppression(ANA, scope=REMINDERS, lifted_at=old),
        a_suppression("gone@example.org"),
        ReturnCount(address_key=ANA.casefold(), day=NOW.date()),
        ReturnCount(address_key=ANA.casefold(), day=old.date()),
        ReturnCount(address_key="gone@example.org", day=NOW.date()),
    )
    expected = retention.to_forget(now=NOW, months=24)

    with transaction():
        forgotten = retention.forget(now=NOW, months=24, most=100)

    assert (forgotten.returns, expected.returns) == (4, 4)
    assert [one.scope for one in database.session.scalars(select(Suppression))] == [CHANGES]
    assert [one.day for one in database.session.scalars(select(ReturnCount))] == [NOW.date()]


def test_who_cannot_be_reached_is_found_and_counted_by_series(db):
    there, lifted, complained = (
        a_registration(registrant=a_registrant(email=email, name=email))
        for email in (ANA, "bo@example.org", "cy@example.org")
    )
    lifted.series = complained.series = there.series
    saved(
        there,
        lifted,
        complained,
        *(a_suppression(ANA, scope=scope) for scope in SuppressionScope),
        a_suppression("bo@example.org", lifted_at=NOW),
        a_suppression("cy@example.org", scope=REMINDERS, reason=COMPLAINT),
    )

    wanted = suppressed_registrations(there.series_id, "")
    assert database.session.scalars(wanted).all() == [there, complained]
    named = suppressed_registrations(there.series_id, "ANA")
    assert database.session.scalars(named).all() == [there]
    assert unreachable_counts([there.series_id]) == {there.series_id: 1}
    people = (there, complained, lifted)
    marked = database.session.scalars(select(Registrant.email).where(comes_back())).all()
    assert marked == [there.registrant.email]
    assert [suppressions.comes_back(one.registrant) for one in people] == [True, False, False]


@pytest.mark.parametrize(
    ("status", "days", "enough"),
    [("5.1.1", 1, True), ("5.1.10", 1, True), ("5.2.1", 2, False), ("5.2.1", 3, True)],
)
def test_no_mailbox_is_enough_once_anything_else_on_three_days(status, days, enough):
    assert is_enough(status, days=days) is enough
