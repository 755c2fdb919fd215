"""The mails that came in, as the people who run series read them."""

import zlib

import pytest
from sqlalchemy import select

from tests.factories import a_delivery, a_registrant, a_registration, a_series, saved
from tests.support.console import console
from tests.support.html import Page
from tests.support.queries import counted_queries
from tests.support.received import an_inbound_mail
from tests.support.web import HiddenFields
from webinars.models import (
    Action,
    AuditEntry,
    Delivery,
    DeliveryState,
    InboundKind,
    InboundMail,
    InboundState,
    Registrant,
)
from webinars.queries.inbound_lists import unread_count

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
INBOX = "/organize/inbound/"


@pytest.fixture
def guide(db):
    return saved(a_series(slug="guide"))


def a_mail(series=None, **values):
    """Return a stored mail, by a registrant of *series* where one is given."""
    if series is not None:
        person = a_registrant(email=values.get("sender", "ana@example.org"))
        saved(a_registration(series=series, registrant=person))
        values = {"series_id": series.id, "registrant_id": person.id} | values
    return saved(an_inbound_mail(**values))


def press(client, mail, button):
    page = client.get(f"{INBOX}{mail.id}/").text
    return client.post(f"{INBOX}{mail.id}/{button}", data=HiddenFields(page).fields)


def test_members_see_mails_of_their_series_and_owners_all(client, guide):
    a_mail(guide, subject="Of the guide")
    a_mail(saved(a_series(slug="other")), subject="Of another", sender="bob@example.org")
    a_mail(subject="Of nobody known", sender="eve@example.org")

    seen = {}
    for role in ("assistant", "owner", "viewer", "stranger"):
        console(client, role, guide)
        page = client.get(INBOX).text
        subjects = ("Of the guide", "Of another", "Of nobody known")
        seen[role] = [subject for subject in subjects if subject in page]

    assert seen == {
        "assistant": ["Of the guide"],
        "owner": ["Of the guide", "Of another", "Of nobody known"],
        "viewer": [],
        "stranger": [],
    }


def test_a_mail_by_a_person_of_two_series_is_read_in_both(client, db, guide):
    other = saved(a_series(slug="other"))
    mail = a_mail(guide)
    person = db.session.get(Registrant, mail.registrant_id)
    saved(a_registration(series=other, registrant=person))
    console(client, "assistant", other)

    assert mail.subject in client.get(f"{INBOX}{mail.id}/").text


def test_the_way_to_the_person_leads_to_a_series_that_one_may_see(client, db, guide):
    other = saved(a_series(slug="other"))
    mail = a_mail(guide)
    person = db.session.get(Registrant, mail.registrant_id)
    saved(a_registration(series=other, registrant=person))
    console(client, "assistant", other)

    page = client.get(f"{INBOX}{mail.id}/").text

    assert f'href="/organize/registrants/other/{person.id}/"' in page
    assert "/registrants/guide/" not in page


def test_what_answers_a_mail_of_one_series_is_not_read_in_another_of_the_person(client, db, guide):
    other = saved(a_series(slug="other"))
    registration = saved(a_registration(series=guide))
    saved(a_registration(series=other, registrant=registration.registrant))
    sent = saved(a_delivery(registration=registration, registrant=registration.registrant))
    person_id = registration.registrant_id
    mail = saved(an_inbound_mail(series_id=guide.id, registrant_id=person_id, delivery_id=sent.id))
    seen = {}
    for series in (guide, other):
        console(client, "assistant", series)
        seen[series.slug] = client.get(f"{INBOX}{mail.id}/").status_code

    assert seen == {"guide": 200, "other": 404}


@pytest.mark.parametrize("page", ["", "mail.eml", "forward", "delete"])
def test_a_mail_of_another_series_is_not_found(client, guide, page):
    mail = a_mail(saved(a_series(slug="other")))
    console(client, "organizer", guide)

    assert client.get(f"{INBOX}{mail.id}/{page}").status_code == 404


@pytest.mark.parametrize("page", ["forward", "delete", "mail.eml"])
def test_assistants_read_but_neither_forward_nor_delete_nor_take_away(client, guide, page):
    mail = a_mail(guide)
    console(client, "assistant", guide)

    shown = client.get(f"{INBOX}{mail.id}/").text

    assert "Hello" in shown
    assert f"{INBOX}{mail.id}/{page}" not in shown
    assert client.get(f"{INBOX}{mail.id}/{page}").status_code == 404


def test_each_pile_shows_what_belongs_on_it(client, guide):
    for kind in InboundKind:
        a_mail(subject=f"It is {kind}.", kind=kind)
    a_mail(subject="It is aside.", kind=InboundKind.ANSWER, state=InboundState.SET_ASIDE)
    console(client)

    shown = {
        pile: [kind for kind in (*InboundKind, "aside") if f"It is {kind}." in page]
        for pile in (
            "",
            "people",
            "calendars",
            "bounces",
            "complaints",
            "auto_replies",
            "set_aside",
        )
        for page in [client.get(f"{INBOX}?pile={pile}").text]
    }

    assert shown == {
        "": ["person"],
        "people": ["person"],
        "calendars": ["answer", "counter", "refresh", "other_calendar", "aside"],
        "bounces": ["bounce"],
        "complaints": ["complaint"],
        "auto_replies": ["auto_reply"],
        "set_aside": ["aside"],
    }


def test_it_is_searched_by_sender_and_subject(client, guide):
    a_mail(subject="Room 100% full", sender="ana@example.org")
    a_mail(subject="Where is it?", sender="bob@example.org", sender_name="Bob")
    console(client)

    assert "Where is it?" not in client.get(f"{INBOX}?words=100%25").text
    assert "Where is it?" in client.get(f"{INBOX}?words=BOB").text
    assert "No mail fits these words." in client.get(f"{INBOX}?words=nobody").text


def test_unread_answers_by_people_are_counted_in_the_navigation(client, guide):
    mail = a_mail(guide)
    a_mail(guide, kind=InboundKind.BOUNCE, sender="bob@example.org")
    console(client, "assistant", guide)

    assert "Inbox (1)" in client.get("/organize/").text
    press(client, mail, "read")
    assert "Inbox (1)" not in client.get("/organize/").text
    press(client, mail, "unread")
    assert "Inbox (1)" in client.get("/organize/").text


def test_who_may_read_no_mails_has_no_inbox_in_the_navigation(client, guide):
    console(client, "viewer", guide)

    assert ">Inbox" not in client.get("/organize/").text


def test_words_are_shown_as_text_and_private_links_masked(client, guide):
    token = "a" * 44
    words = f"<script>alert(1)</script> <img src=//evil> https://example.org/me/{token}"
    mail = a_mail(guide, words=words, subject="<b>Bold</b>", reason="<i>why</i>")
    console(client, "assistant", guide)

    page = client.get(f"{INBOX}{mail.id}/").text

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=//evil&gt;" in page
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page
    assert "<script>alert" not in page
    assert token not in page
    assert f'href="/organize/registrants/guide/{mail.registrant_id}/"' in page


def test_the_original_is_a_file_that_no_browser_shows(client, guide):
    content = b"Subject: <script>\r\n\r\n\x00\xff"
    mail = a_mail(guide, raw=zlib.compress(content))
    console(client, "organizer", guide)

    answer = client.get(f"{INBOX}{mail.id}/mail.eml")

    assert answer.data == content
    assert answer.headers["Content-Type"] == "message/rfc822"
    assert answer.headers["Content-Disposition"] == f"attachment; filename=mail-{mail.id}.eml"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_mail_without_content_says_so(client, guide):
    mail = a_mail(guide, raw=None, words="")
    console(client, "organizer", guide)

    assert "The original of this mail is not kept." in client.get(f"{INBOX}{mail.id}/").text
    assert client.get(f"{INBOX}{mail.id}/mail.eml").status_code == 404
    assert client.submit(f"{INBOX}{mail.id}/forward", {"address": "a@b.example"}).status_code == 409


def test_forwarding_offers_ones_own_address_and_takes_another(client, db, guide):
    mail = a_mail(guide)
    user = console(client, "organizer", guide)
    address = f"{INBOX}{mail.id}/forward"

    offered = client.get(address).text
    answer = client.submit(address, {"address": "colleague@example.org"})

    assert f'value="{user.email}"' in offered
    assert "The mail is on its way to colleague@example.org." in client.get(answer.location).text
    db.session.expire_all()
    sent = db.session.scalars(select(Delivery)).one()
    assert (sent.recipient, sent.user_id) == ("colleague@example.org", user.id)


def test_a_wrong_address_comes_back_as_it_was_typed(client, db, guide):
    mail = a_mail(guide)
    console(client, "organizer", guide)

    answer = client.submit(f"{INBOX}{mail.id}/forward", {"address": "nobody"})

    assert answer.status_code == 422
    assert 'value="nobody"' in answer.text
    assert db.session.scalars(select(Delivery)).all() == []


def test_deleting_asks_once_and_is_noted(client, db, guide):
    mail = a_mail(guide)
    number = mail.id
    console(client, "organizer", guide)
    address = f"{INBOX}{number}/delete"
    client.get(address)
    db.session.expire_all()
    is_there = db.session.get(InboundMail, number) is not None

    answer = client.submit(address, {})

    assert is_there
    assert answer.location == f"{INBOX}?pile=people"
    db.session.expire_all()
    assert db.session.get(InboundMail, number) is None
    [entry] = db.session.scalars(select(AuditEntry)).all()
    assert (entry.action, entry.subject_id, entry.subject_name, entry.series_id) == (
        Action.MAIL_REMOVED,
        number,
        "",
        guide.id,
    )


def test_a_long_list_asks_as_much_as_a_short_one(client, guide):
    a_mail(guide)
    console(client, "assistant", guide)
    counts = []
    for _ in range(2):
        with counted_queries() as statements:
            client.get(INBOX)
        counts.append(len(statements))
        saved(*(an_inbound_mail(series_id=guide.id) for _ in range(60)))

    assert counts[0] == counts[1]
    assert "1 to 50 of 121" in client.get(INBOX).text


def test_who_proposes_another_time_is_read_like_a_person(client, guide):
    counter = {"kind": InboundKind.COUNTER, "sender": "bob@example.org"}
    a_mail(guide, subject="Could we meet on Thursday?", state=InboundState.APPLIED, **counter)
    a_mail(subject="About nothing of ours", state=InboundState.NOTED, **counter)
    console(client, "owner", guide)

    page = client.get(INBOX).text

    assert "Could we meet on Thursday?" in page
    assert "Unread" in page
    assert "About nothing of ours" not in page
    assert "About nothing of ours" in client.get(f"{INBOX}?pile=calendars").text


def test_the_number_in_the_navigation_does_not_look_at_all_mails(client, db):
    saved(*(an_inbound_mail() for _ in range(3)))
    user = console(client)
    with counted_queries() as statements:
        assert unread_count(user) == 3

    [counted] = [one for one in statements if "inbound_mail" in one]
    asked = ("person", "counter", "applied")
    rows = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {counted}", asked)
    plan = "\n".join(map(str, rows))
    assert "ix_inbound_mail_kind_id" in plan
    assert "SCAN" not in plan


def test_only_what_somebody_must_read_can_be_marked_as_read(client, guide):
    letter = a_mail(guide)
    bounce = a_mail(guide, kind=InboundKind.BOUNCE, sender="bob@example.org")
    console(client, "assistant", guide)

    assert "Mark as read" in client.get(f"{INBOX}{letter.id}/").text
    assert "Mark as read" not in client.get(f"{INBOX}{bounce.id}/").text


def test_from_a_mail_that_was_set_aside_one_gets_back_to_those(client, guide):
    mail = a_mail(guide, kind=InboundKind.ANSWER, state=InboundState.SET_ASIDE)
    console(client, "assistant", guide)

    assert f'href="{INBOX}?pile=set_aside"' in client.get(f"{INBOX}{mail.id}/").text


def test_it_says_what_became_of_forwarding(client, db, guide):
    mail = a_mail(guide)
    console(client, "organizer", guide)
    client.submit(f"{INBOX}{mail.id}/forward", {"address": "colleague@example.org"})
    waiting = client.get(f"{INBOX}{mail.id}/").text
    sent = db.session.scalars(select(Delivery)).one()
    sent.state, sent.last_error = DeliveryState.FAILED, "550 5.1.1 no such user"
    saved(sent)

    failed = client.get(f"{INBOX}{mail.id}/").text

    assert "Goes out as soon as it is its turn." in waiting
    assert "There is no such mailbox." in failed


def test_the_way_back_leads_to_the_part_of_the_list_that_one_came_from(client, db, guide):
    mail = a_mail(guide, subject="Where is it?")
    console(client, "organizer", guide)
    here = f"{INBOX}?pile=all&words=where"
    there = f"{INBOX}{mail.id}/?pile=all&words=where"

    listed, shown = Page(client.get(here).text), Page(client.get(there).text)
    read = client.submit(there, to=f"{INBOX}{mail.id}/read?pile=all&words=where")
    deleted = client.submit(f"{INBOX}{mail.id}/delete?pile=all&words=where")

    assert there in listed.links
    assert here in shown.links
    assert (read.location, deleted.location) == (there, here)
