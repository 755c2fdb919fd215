"""Mails wait whose domain takes no more for now."""

from datetime import timedelta

from tests.factories import NOW, a_delivery, a_registrant, saved
from webinars.extensions import transaction
from webinars.models import Priority
from webinars.services import outbox, pacing


def a_mail_to(address, **values):
    values = {"priority": Priority.REMINDER} | values
    return saved(a_delivery(registrant=a_registrant(email=address), **values))


def test_the_next_mails_to_the_domain_wait_and_no_try_is_counted(db):
    claimed = a_mail_to("ana@gmail.com", priority=Priority.CHANGE)
    same = [a_mail_to("bo@GMAIL.com"), a_mail_to("cy@gmail.com")]
    others = [
        a_mail_to("di@example.org"),
        a_mail_to("ed@mail.gmail.com"),
        a_mail_to("flo@gmail.com", priority=Priority.ACCOUNT),
        a_mail_to("gil@gmail.com", lease_until=NOW + timedelta(seconds=9), owner="another"),
        a_mail_to("hal@gmail.com", due_at=NOW + timedelta(seconds=9)),
    ]
    before = [mail.due_at for mail in others]
    waits = {claimed.id: 1, same[0].id: 2, same[1].id: 3}
    with transaction():
        due = db.session.get(type(claimed), claimed.id)
        due.attempts, due.owner, due.lease_until = 1, "us", NOW + timedelta(seconds=60)

    with transaction():
        due = db.session.get(type(claimed), claimed.id)
        assert pacing.postpone(due, now=NOW, wait=lambda mail, _: waits[mail]) == 3

    for mail in (claimed, *same, *others):
        db.session.refresh(mail)
    assert [mail.due_at for mail in (claimed, *same)] == [
        NOW + timedelta(seconds=number) for number in (1, 2, 3)
    ]
    assert (claimed.attempts, claimed.owner, claimed.lease_until) == (0, None, None)
    assert [mail.due_at for mail in others] == before


def test_a_mail_that_waits_is_claimed_at_its_turn(db):
    mail = a_mail_to("ana@gmail.com")

    def claim(seconds):
        with transaction():
            return outbox.claim_next(
                "us",
                now=NOW + timedelta(seconds=seconds),
                lease=timedelta(seconds=60),
                may_take_over=True,
            )

    with transaction():
        claimed = outbox.claim_next("us", now=NOW, lease=timedelta(seconds=60), may_take_over=True)
        pacing.postpone(claimed, now=NOW, wait=lambda *_: 5.0)

    assert claim(4.9) is None
    assert claim(5.0).id == mail.id
