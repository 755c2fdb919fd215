"""Who has an invitation still to come hears of new words with it, and not once more."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from threading import Event, Thread

import pytest
from sqlalchemy import select, text

from tests.factories import NOW, a_registration_request, a_webinar, in_english, saved
from tests.support.calendars import event_of
from tests.support.changes import LATER, change, due, filled, moved
from tests.support.mails import calendar, plain
from tests.support.outbox import LEASE, claim, deliver_all, keep, send
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import Delivery, Invitation, MessageKind, Webinar
from webinars.services import outbox, registrations

BETTER = {"title": in_english("A better title")}
DAY = timedelta(days=1)


def registered(*emails):
    """Return a webinar whose invitations still wait."""
    webinar = saved(a_webinar())
    for email in emails:
        wanted = a_registration_request(slugs=[webinar.slug], email=email)
        with transaction():
            registrations.register(webinar.series, wanted, now=NOW)
    return webinar


def test_an_invitation_that_waits_takes_new_words_along(db, outbox):
    webinar = registered("ana@example.org", "bo@example.org")

    change(webinar, **BETTER)

    assert [found.kind for found in due(outbox)] == [MessageKind.INVITED] * 2
    contents = deliver_all(now=LATER)
    events = [event_of(calendar(message_from_bytes(one, policy=default))) for one in contents]
    assert [(str(one["SUMMARY"]), one["SEQUENCE"], one.DTSTAMP) for one in events] == [
        ("A better title", 0, LATER)
    ] * 2
    assert set(db.session.scalars(select(Invitation.stamped_at))) == {LATER}


def test_a_new_time_that_waits_takes_new_words_along_and_two_corrections_are_one(db, outbox):
    webinar = filled("ana@example.org")

    change(webinar, **moved(webinar, DAY))
    change(webinar, **BETTER)
    change(webinar, title=in_english("The best title"))

    [update] = due(outbox)
    assert (update.sequence, update.stamped_at) == (1, LATER + timedelta(seconds=2))


def test_what_a_worker_has_in_hand_or_has_written_is_followed_by_an_update(db, outbox):
    webinar = registered("ana@example.org", "bo@example.org")
    written, held = claim(), claim()
    keep(written)
    with transaction():
        assert outbox_fails(written)

    change(webinar, **BETTER)

    told = [(found.kind, found.recipient) for found in due(outbox)]
    assert told == [
        (MessageKind.INVITED, "ana@example.org"),
        (MessageKind.INVITED, "bo@example.org"),
        (MessageKind.UPDATED, "ana@example.org"),
        (MessageKind.UPDATED, "bo@example.org"),
    ]
    send(held)


def outbox_fails(delivery):
    failure = outbox.Failure(outbox.Cause.TEMPORARY, "451 later")
    return outbox.settle_failed(delivery.id, "one", failure, now=NOW)


def test_one_who_claims_while_the_words_change_leaves_no_old_words_as_the_last(app, db):
    """Claims and the change at once, several times: each seat ends with the new words."""
    people = [f"p{number}@example.org" for number in range(12)]
    webinar = registered(*people)
    webinar_id, begun = webinar.id, Event()
    told: dict[str, list[tuple[str, object]]] = {}
    database.session.rollback()

    def work():
        with app.app_context():
            while True:
                with transaction():
                    found = outbox.claim_next("w", now=LATER, lease=LEASE, may_take_over=True)
                    if found is None:
                        return
                    number, address, stamp = found.id, found.recipient, found.stamped_at
                begun.set()
                # As rendering does: in a transaction of its own, after the claim.
                title = database.session.get(Webinar, webinar_id).title.pick("en").text
                database.session.rollback()
                told.setdefault(address, []).append((title, stamp))
                with transaction():
                    outbox.settle_sent(number, "w", kept=b"", now=LATER)

    worker = Thread(target=work)
    worker.start()
    begun.wait(10)
    change(db.session.get(Webinar, webinar_id), **BETTER)
    worker.join(30)
    work()

    assert sorted(told) == sorted(people)
    assert {mails[-1][0] for mails in told.values()} == {"A better title"}
    stamps = [[stamp for _, stamp in mails] for mails in told.values()]
    assert all(len(set(one)) == len(one) <= 2 for one in stamps)
    assert db.session.scalar(select(text("count(*)")).select_from(Delivery)) == len(
        [stamp for one in stamps for stamp in one]
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_moved_and_came_back_before_anybody_heard_says_so(db):
    webinar = filled("ana@example.org", "waits@example.org", capacity=1)

    change(webinar, **moved(webinar, DAY))
    change(webinar, **moved(webinar, -DAY))

    # Who waits hears nothing: nothing is new.
    [content] = deliver_all(now=LATER)
    mail = message_from_bytes(content, policy=default)
    words = " ".join(plain(mail).split())
    assert event_of(calendar(mail))["SEQUENCE"] == 2
    assert "was changed and is now the former one again" in words
    assert "asks you once more" in words
    assert "description" not in words


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_waits_reads_the_time_that_they_know_as_the_former_one(db):
    webinar = filled("ana@example.org", "waits@example.org", capacity=1)
    known, never_told = (f"March {webinar.starts_at.day + days}" for days in (0, 1))

    change(webinar, **moved(webinar, DAY))
    change(webinar, **moved(webinar, DAY))

    mails = [message_from_bytes(content, policy=default) for content in deliver_all(now=LATER)]
    [mail] = [one for one in mails if "waits@example.org" in one["To"]]
    assert known in plain(mail)
    assert never_told not in plain(mail)
