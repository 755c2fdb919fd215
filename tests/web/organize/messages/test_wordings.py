"""Words of mails: seen and tried first, never wrong, taken back when wanted."""

import pytest
from sqlalchemy import select

from tests.factories import saved
from tests.support.html import Page
from tests.support.mails import MessageKind, html, one_of, plain, read
from tests.support.web import HiddenFields
from webinars.extensions import db as database
from webinars.models import Action, AuditEntry, Enrollment, MessageWording, Registrant, WordedMail
from webinars.services import messages

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
INDEX = "/organize/messages/guide/"
INVITED = f"{INDEX}words/invited/"
WORDS = {
    "subject-en": "See you, ((name)): ((webinar))",
    "body-en": "**Great** that ((organization)) comes.\n\n[Your page](((own_page)))",
}


def stored():
    database.session.rollback()
    rows = database.session.scalars(select(MessageWording)).all()
    return [(row.kind, row.language, row.subject, row.body) for row in rows]


def the_seat():
    database.session.rollback()
    return database.session.scalars(select(Enrollment)).one()


def test_every_kind_is_listed_in_plain_words(client, organizer):
    client.submit(INVITED, WORDS)

    words = Page(client.get(INDEX).text).words

    assert "Reminder When Before a webinar, by your rules" in words
    assert "Invitation When Right after somebody registers; one for each webinar" in words
    assert words.count("yours in English") == 1


def test_saved_words_are_in_the_mail_beside_what_must_be_right(client, organizer):
    done = client.submit(INVITED, WORDS)

    message = read(one_of(MessageKind.INVITED, the_seat()))
    assert done.status_code == 303
    assert message["Subject"] == "See you, Ana López: Leading with equity"
    assert "Great that Hudson County comes." in plain(message)
    assert "Your page (http" in plain(message)
    assert "<strong>Great</strong> that Hudson County comes." in html(message)
    assert "Your seat is reserved" not in plain(message)
    for ours in ("/join/", "/me/", "/unsubscribe/", "Change or cancel", "Press Yes (or Accept)"):
        assert ours in plain(message)
    assert "text/calendar" in {part.get_content_type() for part in message.walk()}
    [entry] = database.session.scalars(select(AuditEntry)).all()
    assert (entry.action, entry.actor_id) == (Action.WORDING_CHANGED, organizer.id)


def test_words_count_in_their_language_only(client, organizer):
    client.submit(INVITED, WORDS)
    seat = the_seat()
    seat.registration.registrant.language = "es"

    assert read(one_of(MessageKind.INVITED, seat))["Subject"].startswith("Invitación")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"subject-en": "((nmae))"}, "Did you mean ((name))?"),
        ({"body-en": "((xyzzy))"}, "You can use ((name)), ((organization))"),
        ({"body-en": "((name)"}, "must be double on both sides"),
        ({"subject-en": "((own_page))"}, "A subject cannot show the link ((own_page))."),
        ({"body-en": "[x](https://((name)).example.org)"}, "cannot be part of a link"),
        ({"body-en": "((recording))"}, "((recording)) is no placeholder of this mail."),
    ],
)
def test_placeholders_that_cannot_be_filled_in_are_refused(client, organizer, typed, told):
    refused = client.submit(INVITED, typed)

    assert refused.status_code == 422
    assert told in Page(refused.text).words
    assert next(iter(typed.values())).replace("'", "&#39;") in refused.text
    assert stored() == []


PAYLOADS = [
    "<script>alert(1)</script>",
    "[click](https://evil.example)",
    "((own_page))",
    "{{7*7}}",
    "{x.__class__}",
    "<img src=x onerror=alert(1)>",
    "**bold**",
    "a\r\nBcc: victim@example.org",
]


def test_what_a_registrant_wrote_stays_text(client, organizer):
    client.submit(INVITED, {"subject-en": "((organization))", "body-en": "From ((organization))."})

    for payload in PAYLOADS:
        seat = the_seat()
        seat.registration.registrant.organization = payload
        saved(seat.registration.registrant)
        message = read(one_of(MessageKind.INVITED, seat))

        assert not [link for link in Page(html(message)).links if "evil.example" in link]
        assert message["Bcc"] is None
        assert "<script" not in html(message)
        assert "<img" not in html(message)
        assert "<strong>bold" not in html(message)
        assert "49" not in message["Subject"]


def test_a_preview_shows_both_languages_and_saves_nothing(client, organizer, outbox):
    page = client.submit(INVITED, WORDS | {"preview": "1", "person": "ana@example.org"})

    words = Page(page.text).words
    assert page.status_code == 200
    assert "See you, Ana López: Leading with equity" in words
    assert "Invitación: Leading with equity" in words
    assert words.count("Yes: calendars take it over") == 2
    assert page.text.count("<iframe") == page.text.count(" sandbox srcdoc=") == 2
    assert "'unsafe-inline'" in page.headers["Content-Security-Policy"].split("style-src")[1]
    assert "script-src 'self';" in page.headers["Content-Security-Policy"]
    assert (stored(), outbox()) == ([], [])
    person = database.session.scalars(select(Registrant)).one()
    assert person.manage_nonce not in page.text
    assert person.unsubscribe_nonce not in page.text


def test_a_preview_for_somebody_else_is_refused(client, organizer):
    page = client.submit(INVITED, {"preview": "1", "person": "nobody@example.org"})

    assert "Nobody with this address is registered here." in page.text


def test_one_sends_a_mail_to_oneself_before_saving_it(client, organizer, outbox):
    page = client.submit(INVITED, WORDS | {"send_test": "1"})

    [delivery] = outbox()
    mail = messages.compose(delivery, now=delivery.created_at)
    assert page.status_code == 200
    assert f"on its way to {organizer.email}" in Page(page.text).words
    assert "See you, ((name))" in page.text
    assert (delivery.kind, delivery.recipient) == (MessageKind.TEST_MAIL, organizer.email)
    assert mail.subject == "[Test] See you, Organizer: Leading with equity"
    assert b"BEGIN:VCALENDAR" not in mail.content
    assert stored() == []


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(client, organizer):
    opened = client.get(INVITED)
    client.submit(INVITED, WORDS)
    fields = HiddenFields(opened.text).fields
    late = client.post(INVITED, data={**fields, "subject-en": "Mine", "body-en": "Mine"})

    assert late.status_code == 409
    assert "Great" in late.text
    assert [row[2] for row in stored()] == [WORDS["subject-en"]]


def test_our_words_come_back_after_asking_once(client, organizer):
    client.submit(INVITED, WORDS)

    asked = client.get(f"{INVITED}reset")
    assert "Great" in asked.text
    done = client.submit(f"{INVITED}reset")

    assert done.status_code == 303
    assert stored() == []
    assert read(one_of(MessageKind.INVITED, the_seat()))["Subject"].startswith("Invitation")


def test_there_are_no_other_kinds(client, organizer):
    assert client.get(f"{INDEX}words/private_link/").status_code == 404


def test_every_kind_can_be_seen_and_carries_own_words(client, organizer):
    for mail in WordedMail:
        page = client.submit(
            f"{INDEX}words/{mail}/",
            {"subject-en": "Ours: ((series))", "body-en": "Own words for you.", "preview": "1"},
        )

        assert (mail, page.status_code) == (mail, 200)
        assert "Ours: Health Equity" in page.text
        assert page.text.count("Own words for you.") >= 3
