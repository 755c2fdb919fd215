"""What mails that came back change."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import NOW, a_delivery, a_registrant, a_suppression, a_user, saved
from tests.support import bounces as mails
from webinars.domain.inbound.bounces import read_bounce
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.links import return_address
from webinars.models import (
    Delivery,
    DeliveryState,
    ReturnCount,
    Suppression,
    SuppressionReason,
    SuppressionScope,
)
from webinars.services import bounces
from webinars.services.bounces import Verdict

ANA = "Ana@Example.org"
DAY = timedelta(days=1)
CHANGES, REMINDERS, ANNOUNCEMENTS = SuppressionScope
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def app(make_app):
    return make_app(bounce_address="bounce@webinars.example.org")


@pytest.fixture
def sent(db):
    """A mail of ours that was sent to Ana."""
    return a_sent_mail()


def a_sent_mail(email=ANA, **values):
    values = {"state": DeliveryState.SENT, "message_id": mails.OURS, "settled_at": NOW} | values
    return saved(a_delivery(registrant=a_registrant(email=email), **values))


def take(raw, *receivers, now=NOW):
    with transaction():
        return bounces.take(read_bounce(raw), receivers=receivers, now=now)


def in_force():
    database.session.rollback()
    found = database.session.scalars(select(Suppression).where(Suppression.lifted_at.is_(None)))
    return {(one.address_key, one.scope, one.reason.value) for one in found}


def counted():
    database.session.rollback()
    return {
        one.address_key: (one.permanent, one.temporary, one.complaints, one.auto_replies)
        for one in database.session.scalars(select(ReturnCount))
    }


def everything(reason="bounce"):
    return {("ana@example.org", scope, reason) for scope in SuppressionScope}


def test_no_such_mailbox_holds_everything_back_at_once(sent):
    returned = take(mails.dsn(), return_address(sent.id))

    assert (returned.verdict, returned.delivery, returned.registrant) == (
        Verdict.SUPPRESSED,
        sent,
        sent.registrant,
    )
    assert in_force() == everything()
    assert counted() == {"ana@example.org": (1, 0, 0, 0)}
    row = database.session.scalars(select(Suppression)).first()
    assert (row.address, row.status_code, row.since) == (ANA, "5.1.1", NOW)
    assert row.words.startswith("550 5.1.1")
    assert database.session.scalars(select(Delivery)).all() == [sent]


def test_other_lasting_failures_do_so_on_the_third_day(sent):
    full = mails.dsn(status="5.2.2", words="smtp; 552 5.2.2 full")

    verdicts = [
        take(full, return_address(sent.id), now=NOW + days * DAY).verdict
        for days in (0, 0, 1, 1, 2)
    ]

    assert verdicts == [Verdict.COUNTED] * 4 + [Verdict.SUPPRESSED]
    assert in_force() == everything()


@sqlite_only
def test_after_a_lift_the_days_are_counted_anew(sent):
    full = mails.dsn(status="5.2.2", words="smtp; 552 5.2.2 full")
    for days in range(3):
        take(full, return_address(sent.id), now=NOW + days * DAY)
    for one in database.session.scalars(select(Suppression)).all():
        with transaction():
            database.session.get(Suppression, one.id).lifted_at = NOW + 2 * DAY

    verdicts = [
        take(full, return_address(sent.id), now=NOW + days * DAY).verdict for days in (3, 4, 5)
    ]

    assert verdicts == [Verdict.COUNTED, Verdict.COUNTED, Verdict.SUPPRESSED]


@pytest.mark.parametrize(
    ("action", "status"), [("failed", "4.2.2"), ("delayed", "4.4.1"), ("delayed", "5.1.1")]
)
@sqlite_only
def test_what_passes_is_counted_only(sent, action, status):
    raw = mails.dsn(action=action, status=status, words="smtp; not now")

    verdicts = {
        take(raw, return_address(sent.id), now=NOW + days * DAY).verdict for days in range(5)
    }

    assert verdicts == {Verdict.COUNTED}
    assert in_force() == set()
    assert set(counted().values()) == {(0, 1, 0, 0)}


@sqlite_only
def test_a_success_changes_nothing(sent):
    raw = mails.dsn(action="relayed", status="2.0.0", words="smtp; 250 OK")

    assert take(raw, return_address(sent.id)).verdict is Verdict.NO_FAILURE
    assert counted() == {}


@sqlite_only
def test_the_signed_return_address_is_trusted_over_the_text(sent):
    bo = a_sent_mail("bo@example.org", message_id="<other@example.org>")
    raw = mails.dsn("bo@example.org", message_id="<other@example.org>")

    assert take(raw, return_address(sent.id)).registrant == sent.registrant
    assert in_force() == everything()
    assert bo.registrant.email_key not in counted()


@sqlite_only
def test_a_notice_that_nobody_can_read_is_counted_at_the_signed_address(sent):
    address = return_address(sent.id)

    assert take(mails.unreadable_notice(address), address).verdict is Verdict.COUNTED
    assert counted() == {"ana@example.org": (0, 1, 0, 0)}


@sqlite_only
def test_a_forged_return_address_changes_nothing(sent):
    good = return_address(sent.id)
    forged = good.replace("+", "+9") if "+9" not in good else good.replace("+9", "+8")

    assert take(mails.dsn(), forged).verdict is Verdict.FORGED
    assert (in_force(), counted()) == (set(), {})


def test_without_a_return_address_our_message_id_says_whose_it_is(sent):
    returned = take(mails.dsn("box17@store.example.net"), "invites@webinars.example.org")

    assert (returned.verdict, returned.delivery) == (Verdict.SUPPRESSED, sent)
    assert in_force() == everything()


def test_at_last_the_address_does_if_we_wrote_to_it_and_nothing_could_be_proved(make_app, sent):
    raw = mails.dsn(message_id="<not-ours@example.org>")

    with make_app().app_context():
        assert take(raw).verdict is Verdict.SUPPRESSED
        assert in_force() == everything()


@sqlite_only
def test_who_knows_an_address_alone_silences_nobody_where_bounces_are_signed(sent):
    failure = mails.dsn(message_id="<not-ours@example.org>")
    complaint = mails.complaint().replace(mails.OURS.encode(), b"<not-ours@example.org>")

    verdicts = {take(failure, now=NOW + days * DAY).verdict for days in range(4)}

    assert verdicts | {take(complaint).verdict} == {Verdict.COUNTED}
    assert in_force() == set()
    assert sum(permanent for permanent, *_ in [*counted().values()]) >= 1


@pytest.mark.parametrize("state", [DeliveryState.DUE, DeliveryState.SKIPPED])
@sqlite_only
def test_addresses_that_we_never_wrote_to_are_ignored(db, state):
    a_sent_mail(state=state, message_id=None)

    assert take(mails.dsn()).verdict is Verdict.NOT_OURS
    assert take(mails.complaint()).verdict is Verdict.NOT_OURS
    assert (in_force(), counted()) == (set(), {})


@sqlite_only
def test_who_asked_to_be_erased_is_not_remembered_again(db):
    mail = saved(
        a_delivery(registrant=a_registrant(email=ANA, erased_at=NOW), state=DeliveryState.SENT)
    )

    assert take(mails.dsn(), return_address(mail.id)).verdict is Verdict.NOT_OURS
    assert counted() == {}


@sqlite_only
def test_a_mail_to_an_account_that_comes_back_changes_nothing(db):
    mail = saved(
        a_delivery(registrant=None, user=a_user(), recipient=ANA, state=DeliveryState.SENT)
    )

    assert take(mails.dsn(), return_address(mail.id)).verdict is Verdict.NOT_OURS


@sqlite_only
def test_a_complaint_holds_back_what_can_be_done_without(sent):
    raw = mails.complaint(mail_from=return_address(sent.id), address="redacted@provider.example")

    assert take(raw, "abuse@webinars.example.org").verdict is Verdict.SUPPRESSED
    assert in_force() == {
        ("ana@example.org", REMINDERS, "complaint"),
        ("ana@example.org", ANNOUNCEMENTS, "complaint"),
    }
    assert counted() == {"ana@example.org": (0, 0, 1, 0)}


@sqlite_only
def test_what_is_no_complaint_changes_nothing(sent):
    assert take(mails.complaint("not-spam")).verdict is Verdict.NO_FAILURE
    assert in_force() == set()


@sqlite_only
def test_a_failure_after_a_complaint_holds_the_rest_back(sent):
    take(mails.complaint())
    take(mails.dsn(), return_address(sent.id))

    assert {scope for _, scope, _ in in_force()} == set(SuppressionScope)
    assert ("ana@example.org", CHANGES, "bounce") in in_force()


@sqlite_only
def test_a_program_that_answers_is_counted_and_nothing_else(sent):
    address = return_address(sent.id)
    assert take(mails.away(address), address).verdict is Verdict.AUTO_REPLY
    with transaction():
        returned = bounces.take_auto_reply(
            read_bounce(mails.away()), sender="ana@example.org", receivers=(), now=NOW
        )

    assert returned.verdict is Verdict.AUTO_REPLY
    assert counted() == {"ana@example.org": (0, 0, 0, 2)}
    assert in_force() == set()
    assert database.session.scalars(select(Delivery)).all() == [sent]


@sqlite_only
def test_a_former_address_is_held_back_and_the_new_one_is_not(db):
    mail = a_sent_mail("new@example.org", recipient=ANA)

    take(mails.dsn(), return_address(mail.id))

    assert {key for key, _, _ in in_force()} == {"ana@example.org"}


def test_a_second_failure_keeps_when_it_began(sent):
    saved(a_suppression(ANA, since=NOW - DAY, reason=SuppressionReason.BOUNCE))

    take(mails.dsn(), return_address(sent.id))

    rows = database.session.scalars(select(Suppression).where(Suppression.scope == CHANGES)).all()
    assert [row.since for row in rows] == [NOW - DAY]
