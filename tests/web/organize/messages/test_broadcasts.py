"""Mails to many: from a draft to its last mail, on pages that need no script."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.support.console import console
from tests.support.html import Page
from tests.support.mails import plain, read
from webinars.clock import utcnow
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import Action, AuditEntry, Broadcast, BroadcastState, MessageKind
from webinars.services import broadcasts

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MANY = "/organize/messages/guide/broadcasts/"
WORDS = {
    "subject-en": "News of ((series))",
    "body-en": "Dear ((name)), the **slides** are ready.",
    "seat": "confirmed",
    "in_webinar": "",
    "attendance": "",
    "language": "",
    "ref": "",
}


def the_broadcast():
    database.session.rollback()
    return database.session.scalars(select(Broadcast)).one()


def tick():
    with transaction():
        return broadcasts.enqueue_due(utcnow())


def test_from_a_draft_to_the_mail(client, organizer, outbox):
    assert "Nothing has been written to many yet" in Page(client.get(MANY).text).words

    seen = client.submit(f"{MANY}new", WORDS | {"preview": "1"})
    assert "As chosen below, 1 person would get this mail now." in Page(seen.text).words
    assert "News of Health Equity" in seen.text
    assert database.session.scalars(select(Broadcast)).all() == []
    client.submit(f"{MANY}new", WORDS)
    here = f"{MANY}{the_broadcast().id}/"
    draft = Page(client.get(here).text).words
    assert "As things stand, 1 person gets it." in draft
    assert "Ana López, Hudson County ana@example.org" in draft
    asked = Page(client.get(f"{here}send").text).words
    assert "Send 1 mail?" in asked
    assert outbox() == []
    sent = client.submit(f"{here}send", {"when": "now"})

    assert sent.status_code == 303
    assert client.get(here).headers["Refresh"] == "5"
    assert tick() == 1
    [mail] = outbox()
    message = read(mail)
    assert mail.kind is MessageKind.BROADCAST
    assert message["Subject"] == "News of Health Equity"
    assert "Dear Ana López, the slides are ready." in plain(message)
    assert "No more announcements" in plain(message)
    progress = client.get(here)
    assert "0 of 1 mails are done with" in Page(progress.text).words
    assert "Refresh" in progress.headers
    assert "Refresh" not in client.get(f"{here}?still=yes").headers
    actions = database.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == [Action.BROADCAST_CREATED, Action.BROADCAST_SCHEDULED]


def test_it_is_stopped_while_it_runs(client, organizer, outbox):
    client.submit(f"{MANY}new", WORDS)
    here = f"{MANY}{the_broadcast().id}/"
    client.submit(f"{here}send", {"when": "now"})
    tick()

    assert (
        "0 mails have left and stay where they are. 1 still wait"
        in Page(client.get(f"{here}stop").text).words
    )
    assert client.submit(f"{here}stop").status_code == 303

    assert [mail.state.value for mail in outbox()] == ["superseded"]
    assert the_broadcast().state is BroadcastState.STOPPED
    assert client.submit(f"{here}stop", to=f"{here}stop").status_code == 409


def test_it_is_sent_later_and_called_back(client, organizer, guide):
    client.submit(f"{MANY}new", WORDS)
    here = f"{MANY}{the_broadcast().id}/"

    past = {"when": "later", "send_date": "2020-01-01", "send_time": "10:00"}
    assert client.submit(f"{here}send", past).status_code == 422
    assert the_broadcast().state is BroadcastState.DRAFT
    later = {"when": "later", "send_date": "2090-01-02", "send_time": "10:00"}
    assert client.submit(f"{here}send", later).status_code == 303

    assert the_broadcast().send_at - utcnow() > timedelta(days=300)
    assert tick() is None
    client.submit(here, to=f"{here}call-back")
    assert the_broadcast().state is BroadcastState.DRAFT


def test_a_draft_is_changed_copied_and_thrown_away(client, organizer):
    client.submit(f"{MANY}new", WORDS)
    first = the_broadcast().id

    changed = client.submit(
        f"{MANY}{first}/edit", WORDS | {"subject-en": "Other", "language": "es"}
    )
    assert changed.status_code == 303, Page(changed.text).words
    assert the_broadcast().audience == {"status": "confirmed", "language": "es", "answers": {}}
    copied = client.submit(f"{MANY}{first}/", to=f"{MANY}{first}/duplicate")
    client.submit(f"{MANY}{first}/remove")

    assert the_broadcast().subject["en"] == "Other"
    assert copied.location.endswith(f"/{the_broadcast().id}/edit")


def test_an_empty_mail_is_not_sent_and_bad_placeholders_are_not_saved(client, organizer):
    assert client.submit(f"{MANY}new", WORDS | {"body-en": "((webinar))"}).status_code == 422
    client.submit(f"{MANY}new", WORDS | {"body-en": ""})

    refused = client.submit(f"{MANY}{the_broadcast().id}/send", {"when": "now"})

    assert refused.status_code == 422
    assert "Write a subject and a text first." in Page(refused.text).words


def test_one_gets_it_oneself_first(client, organizer, outbox):
    client.submit(f"{MANY}new", WORDS | {"send_test": "1"})

    [mail] = outbox()
    assert mail.recipient == organizer.email
    assert read(mail, now=utcnow())["Subject"] == "[Test] News of Health Equity"


def test_assistants_may_not(client, guide):
    console(client, "assistant", guide)

    assert client.get(MANY).status_code == 403
