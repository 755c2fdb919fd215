"""Rules and what they will send: added, changed, switched, removed, foretold."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import a_reminder, a_reminder_rule, saved
from tests.support.html import Page
from webinars.extensions import db as database
from webinars.models import (
    DeliveryState,
    Enrollment,
    ReminderRule,
    RuleAnchor,
    RuleAudience,
)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
RULES = "/organize/messages/guide/rules/"
PLAN = "/organize/messages/guide/plan/"
AFTER = {"amount": "2", "unit": "hours", "moment": "after_end", "audience": "joined"}
BEFORE = {"amount": "1", "unit": "days", "moment": "before_start", "audience": "seated"}


def stored():
    database.session.rollback()
    rows = database.session.scalars(select(ReminderRule).order_by(ReminderRule.id)).all()
    return [(row.anchor, row.seconds_before, row.audience, row.is_active) for row in rows]


def the_rule():
    database.session.rollback()
    return database.session.scalars(select(ReminderRule)).one()


def test_a_rule_is_added_listed_and_counts_from_now(client, organizer):
    assert "This series reminds nobody yet" in Page(client.get(RULES).text).words

    done = client.submit(f"{RULES}add", AFTER | {"body-en": "Thank you, ((name))!"})

    assert done.status_code == 303
    assert stored() == [(RuleAnchor.END, -7200, RuleAudience.JOINED, True)]
    assert the_rule().active_since is not None
    assert "2 hours after the end Follow-up" in Page(client.get(RULES).text).words


@pytest.mark.parametrize(
    ("typed", "status", "told"),
    [
        ({"amount": "x"}, 422, "whole number"),
        ({"amount": "-1"}, 422, "whole number"),
        ({"moment": "before_start"}, 422, "reminders go to everybody with a seat"),
        ({"body-en": "((recordings))"}, 422, "Did you mean ((recording))?"),
        ({"body-en": "((join_link))"}, 422, "is no placeholder of this mail"),
    ],
)
def test_what_no_rule_can_be_is_refused(client, organizer, typed, status, told):
    refused = client.submit(f"{RULES}add", AFTER | typed)

    assert (refused.status_code, told in Page(refused.text).words) == (status, True)
    assert stored() == []


def test_the_same_rule_is_not_added_twice(client, organizer):
    client.submit(f"{RULES}add", BEFORE)

    assert client.submit(f"{RULES}add", BEFORE).status_code == 409
    assert len(stored()) == 1


def test_other_words_keep_the_rule_and_another_time_makes_a_new_one(client, organizer):
    client.submit(f"{RULES}add", BEFORE)
    first = the_rule().id

    client.submit(f"{RULES}{first}/", BEFORE | {"subject-en": "Tomorrow"})
    assert (the_rule().id, the_rule().subject["en"]) == (first, "Tomorrow")
    client.submit(f"{RULES}{first}/", BEFORE | {"amount": "2"})

    assert the_rule().id != first
    assert stored() == [(RuleAnchor.START, 172800, RuleAudience.SEATED, True)]


def test_switching_off_takes_back_what_waits_and_can_be_undone(client, organizer, guide, outbox):
    rule = saved(a_reminder_rule(guide, timedelta(days=1)))
    seat = database.session.scalars(select(Enrollment)).one()
    saved(a_reminder(seat.invitations[0], key=f"reminder:{rule.id}:{seat.id}:1:1"))

    off = client.submit(RULES, to=f"{RULES}{rule.id}/switch/off", follow_redirects=True)

    assert "The rule is off: nothing more is sent by it. Undo" in Page(off.text).words
    assert [mail.state for mail in outbox()] == [DeliveryState.SUPERSEDED]
    client.submit(RULES, to=f"{RULES}{rule.id}/switch/on")
    assert stored()[0][3] is True


def test_a_rule_is_removed_after_asking_once(client, organizer, guide):
    rule = saved(a_reminder_rule(guide, timedelta(days=1)))

    assert "1 day before the start" in Page(client.get(f"{RULES}{rule.id}/remove").text).words
    assert client.submit(f"{RULES}{rule.id}/remove").status_code == 303

    assert stored() == []


def test_the_plan_says_when_to_whom_and_why_not(client, organizer, guide):
    rule = saved(a_reminder_rule(guide, timedelta(days=1)))
    webinar = guide.webinars[0]

    words = Page(client.get(PLAN).text).words
    person = Page(client.get(f"{PLAN}{rule.id}-{webinar.id}/?who=gets").text).words
    nobody = Page(client.get(f"{PLAN}{rule.id}-{webinar.id}/?who=skipped").text).words

    assert "Leading with equity Rule 1 day before the start Mails 1 Skipped 0" in words
    assert "ana@example.org What happens Gets the mail" in person
    assert "ana@example.org" not in nobody
    assert client.get(f"{PLAN}1-999/").status_code == 404
    assert "Nothing is due" in Page(client.get(f"{PLAN}?webinar=other").text).words
