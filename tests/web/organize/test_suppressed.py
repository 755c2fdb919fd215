"""Addresses that get no mail, as organizers see them and let them be tried again."""

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    a_delivery,
    a_registrant,
    a_registration,
    a_series,
    a_suppression,
    in_english,
    saved,
)
from tests.support.console import console
from tests.support.queries import counted_queries
from webinars.extensions import db as database
from webinars.models import (
    AuditEntry,
    DeliveryState,
    ReturnCount,
    Suppression,
    SuppressionReason,
    SuppressionScope,
)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SUPPRESSED = "/organize/deliveries/guide/suppressed"
LIST = "/organize/registrants/guide/"
WORDS = "550 5.1.1 <ana@example.org> unknown"


@pytest.fixture
def guide(db):
    return saved(a_series(slug="guide", title=in_english("The guide")))


def a_person(guide, email):
    person = a_registrant(email=email, name=email.partition("@")[0].title())
    saved(a_registration(series=guide, registrant=person))
    return person


@pytest.fixture
def ana(guide):
    """Ana, whose mail comes back."""
    person = a_person(guide, "ana@example.org")
    saved(*(a_suppression(person.email, scope=one, words=WORDS) for one in SuppressionScope))
    return person


def complain(person):
    saved(
        a_suppression(
            person.email,
            scope=SuppressionScope.REMINDERS,
            reason=SuppressionReason.COMPLAINT,
            status_code="",
            words="",
        )
    )


def test_the_page_lists_who_gets_no_mail_and_why(client, guide, ana):
    complain(a_person(guide, "bo@example.org"))
    a_person(guide, "cy@example.org")
    console(client, "assistant", guide)

    page = client.get(SUPPRESSED).text

    assert "Mail comes back" in page
    assert "550 5.1.1 &lt;ana@example.org&gt; unknown" in page
    assert "invitations and changes, reminders, and announcements" in page
    assert "Complained about mail" in page
    assert "cy@example.org" not in page
    assert f"{LIST}{ana.id}/try-again" not in page


def test_it_can_be_searched(client, guide, ana):
    complain(a_person(guide, "bo@example.org"))
    console(client, "assistant", guide)

    page = client.get(f"{SUPPRESSED}?q=ANA").text

    assert "ana@example.org" in page
    assert "bo@example.org" not in page
    assert "Nobody matches." in client.get(f"{SUPPRESSED}?q=nobody").text


def test_it_is_for_who_may_see_mails(client, guide, ana):
    console(client, "viewer", guide)

    assert client.get(SUPPRESSED).status_code == 403
    assert client.get(f"{LIST}{ana.id}/try-again").status_code == 403


def test_more_people_cost_no_more_questions(client, guide, ana):
    console(client, "organizer", guide)
    client.get(SUPPRESSED)
    with counted_queries() as few:
        client.get(SUPPRESSED)
        client.get(LIST)
    for number in range(3):
        complain(a_person(guide, f"p{number}@example.org"))

    with counted_queries() as many:
        client.get(SUPPRESSED)
        client.get(LIST)

    assert len(many) == len(few)


def test_the_list_of_registrants_marks_them_and_finds_them(client, guide, ana):
    complain(a_person(guide, "bo@example.org"))
    console(client, "assistant", guide)

    everybody = client.get(LIST).text
    assert everybody.count("Mail comes back") == 1
    assert everybody.count("Complained about mail") == 1

    found = client.get(f"{LIST}?mail=comes_back").text
    assert "1 of 2 found." in found
    assert "ana@example.org" in found
    assert "bo@example.org" not in found


def test_the_persons_page_says_what_came_back_and_when(client, guide, ana):
    saved(
        ReturnCount(
            address_key=ana.email_key, day=NOW.date(), permanent=1, auto_replies=2, words=WORDS
        )
    )
    console(client, "assistant", guide)

    page = client.get(f"{LIST}{ana.id}/").text

    assert "Mail to this address" in page
    assert "1 came back for good, 2 automatic answers" in page
    assert "Try again" not in page


def test_nothing_stands_there_where_nothing_came_back(client, guide):
    person = a_person(guide, "cy@example.org")
    console(client, "organizer", guide)

    assert "Mail to this address" not in client.get(f"{LIST}{person.id}/").text


def test_trying_again_asks_once_and_lifts(client, guide, ana):
    console(client, "organizer", guide)
    address = f"{LIST}{ana.id}/try-again"
    assert f'href="{address}"' in client.get(f"{LIST}{ana.id}/").text
    assert "gets no invitations and changes, reminders, and announcements" in (
        client.get(address).text
    )
    assert lifted() == set()

    answer = client.submit(address, to=address)

    assert (answer.status_code, answer.location) == (303, f"{LIST}{ana.id}/")
    assert "We write to this address again." in client.get(answer.location).text
    assert lifted() == set(SuppressionScope)
    assert "Nothing is held back" in client.get(address).text


def lifted():
    database.session.rollback()
    rows = database.session.scalars(select(Suppression).where(Suppression.lifted_at.is_not(None)))
    return {row.scope for row in rows if row.lifted_by_id is not None}


def test_a_mail_that_was_held_back_says_why(client, guide, ana):
    [registration] = ana.registrations
    mail = saved(
        a_delivery(
            registrant=ana,
            registration=registration,
            state=DeliveryState.SKIPPED,
            settled_at=NOW,
            held_back=SuppressionReason.BOUNCE,
        )
    )
    console(client, "organizer", guide)

    words = "mail to this address comes back"
    assert words in client.get(f"/organize/deliveries/guide/{mail.id}/").text
    assert words in client.get(f"{LIST}{ana.id}/").text


def test_the_first_page_counts_them(client, guide, ana):
    complain(a_person(guide, "bo@example.org"))
    console(client, "organizer", guide)

    page = client.get("/organize/").text

    assert "1 address cannot be reached: mail to it comes back." in page
    assert f'href="{SUPPRESSED}"' in page


def test_an_organizer_sends_no_link_to_where_mail_comes_back(client, guide, ana):
    console(client, "organizer", guide)
    address = f"{LIST}{ana.id}/send-again"

    answer = client.submit(address, {"what": "link"}, to=address)

    assert answer.status_code in {409, 422}
    assert "Mail to this address comes back." in answer.text


def test_reminders_and_announcements_can_be_stopped_by_hand_and_that_undone(client, guide):
    person = a_person(guide, "cy@example.org")
    console(client, "organizer", guide)
    here = f"{LIST}{person.id}/"
    assert f'href="{here}hold-back"' in client.get(here).text
    client.get(here + "hold-back")
    assert database.session.scalars(select(Suppression)).all() == []

    answer = client.submit(here + "hold-back", to=here + "hold-back")

    assert (answer.status_code, answer.location) == (303, here)
    database.session.rollback()
    held_back = database.session.scalars(select(Suppression)).all()
    assert {(one.scope, one.reason) for one in held_back} == {
        (SuppressionScope.REMINDERS, SuppressionReason.BY_HAND),
        (SuppressionScope.ANNOUNCEMENTS, SuppressionReason.BY_HAND),
    }
    page = client.get(here).text
    assert "Gets no mail of some kinds" in page
    assert f'action="{here}try-again"' in page

    client.submit(here, to=here + "try-again")

    assert lifted() == {SuppressionScope.REMINDERS, SuppressionScope.ANNOUNCEMENTS}
    actions = database.session.scalars(select(AuditEntry.action)).all()
    assert actions[-2:] == ["address_held_back", "address_tried_again"]


def test_holding_back_what_comes_back_already_offers_no_undo(client, guide, ana):
    console(client, "organizer", guide)
    here = f"{LIST}{ana.id}/"

    answer = client.submit(here + "hold-back", to=here + "hold-back")

    page = client.get(answer.location).text
    assert "The person gets no more reminders and announcements." in page
    assert "Undo" not in page
