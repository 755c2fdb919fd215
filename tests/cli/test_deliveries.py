"""Looking at the outbox, and reviving what failed."""

import pytest

from tests.factories import NOW, a_delivery, a_registrant, an_enrollment, saved
from webinars.models import DeliveryState

DUE, SENT, FAILED, SUPERSEDED, SKIPPED = DeliveryState


@pytest.fixture
def run(app):
    """Run a command to its end and return its exit status and what it said."""

    def invoke(*arguments):
        result = app.test_cli_runner().invoke(args=["deliveries", *map(str, arguments)])
        return result.exit_code, result.output

    return invoke


def a_failed_mail(email, **values):
    return a_delivery(
        registrant=a_registrant(email=email),
        state=FAILED,
        settled_at=NOW,
        attempts=12,
        last_error="451 4.2.1 Try again later",
        **values,
    )


def test_what_is_due_and_what_failed_is_shown_the_latest_first(run, db):
    due = saved(a_delivery(registrant=a_registrant(email="due@example.org")))
    saved(a_delivery(registrant=a_registrant(email="sent@example.org"), state=SENT))
    failed = saved(a_failed_mail("failed@example.org"))

    status, said = run("show")

    assert status == 0
    first, *lines = said.splitlines()
    assert first == "Mails: 1 due, 1 sent, 1 failed, 0 superseded, 0 skipped."
    assert [line.split() for line in lines] == [
        f"{failed.id} failed private_link failed@example.org 12 tries 2026-03-02 15:00:00 UTC "
        "451 4.2.1 Try again later".split(),
        f"{due.id} due private_link due@example.org 0 tries due 2026-03-02 15:00:00 UTC".split(),
    ]


def test_other_states_can_be_shown_and_not_too_many(run, db):
    for number in range(3):
        registrant = a_registrant(email=f"sent{number}@example.org")
        saved(a_delivery(registrant=registrant, state=SENT, settled_at=NOW))

    _, said = run("show", "--state", "sent", "--most", 2)

    assert "sent2@" in said
    assert "sent1@" in said
    assert "sent0@" not in said


def test_failed_mails_are_made_due_again(run, db):
    first = saved(a_failed_mail("one@example.org"))
    second = saved(a_failed_mail("two@example.org"))

    assert run("retry", first.id) == (0, "Made 1 of 1 mails due again.\n")
    db.session.refresh(first)
    assert (first.state, first.attempts, first.last_error) == (DUE, 0, None)
    assert second.state is FAILED

    assert run("retry", "--all-failed") == (0, "Made 1 of 1 mails due again.\n")
    db.session.refresh(second)
    assert second.state is DUE


def test_what_cannot_be_revived_is_named(run, db):
    enrollment = an_enrollment()
    followed = saved(a_delivery(enrollment=enrollment, state=FAILED))
    newer = saved(a_delivery(enrollment=enrollment, state=SENT))

    status, said = run("retry", followed.id, newer.id)

    assert status == 0
    assert "Made 0 of 2 mails due again." in said
    assert said.rstrip().endswith(f": {followed.id}, {newer.id}")


@pytest.mark.parametrize("arguments", [(), (1, "--all-failed")])
def test_it_must_be_said_which(run, arguments):
    status, said = run("retry", *arguments)

    assert status == 2
    assert "Give the IDs of failed mails, or --all-failed." in said
