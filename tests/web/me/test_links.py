import pytest
from sqlalchemy import select

from tests.factories import a_suppression, saved
from tests.support.html import Page
from tests.web.people import GUIDE, a_guide, ana, private_page, the_registrant
from webinars.links import Purpose, token
from webinars.models import Delivery, MessageKind, SuppressionScope

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def page(client, db):
    """The address of Ana's own page."""
    a_guide()
    client.submit(GUIDE, ana())
    return private_page()


def test_the_personal_calendar_can_be_subscribed_to_from_everywhere(client, db, page):
    shown = Page(client.get(page + "calendar").text)

    path = f"/me/{token(Purpose.FEED, the_registrant().feed_nonce)}/calendar.ics"
    assert f"webcal://127.0.0.1:8000{path}" in shown.links
    [copied] = [found["value"] for found in shown.all("input") if found.get("id") == "address"]
    assert copied == f"http://127.0.0.1:8000{path}"
    assert any(link.startswith("https://calendar.google.com/") for link in shown.links)
    assert any(link.startswith("https://outlook.live.com/") for link in shown.links)
    assert client.get(path).status_code == 200


def test_the_calendars_address_can_be_renewed(client, db, page):
    old = f"/me/{token(Purpose.FEED, the_registrant().feed_nonce)}/calendar.ics"

    answer = client.submit(page + "calendar", to=page + "calendar/renew")

    assert (answer.status_code, answer.location) == (303, page + "calendar")
    new = f"/me/{token(Purpose.FEED, the_registrant().feed_nonce)}/calendar.ics"
    assert [client.get(address).status_code for address in (old, new)] == [410, 200]


def test_the_private_link_can_be_renewed_and_travels_by_mail(client, db, page):
    answer = client.submit(page + "new-link")

    assert (answer.status_code, answer.location) == (303, "/me/renewed")
    assert private_page() not in client.get("/me/renewed").text
    gone = client.get(page)
    assert gone.status_code == 410
    assert "/me/" in Page(gone.text).links
    assert client.get(private_page()).status_code == 200
    last = db.session.scalars(select(Delivery).order_by(Delivery.id.desc())).first()
    assert (last.kind, last.details) == (MessageKind.PRIVATE_LINK, {"reason": "renewed"})


def test_reminders_can_be_stopped_and_begun_again(client, db, page):
    client.submit(page, {"of": "reminders"}, to=page + "reminders")
    assert the_registrant().reminders_stopped_at is not None
    assert the_registrant().announcements_stopped_at is None
    assert "You get no reminders." in client.get(page).text

    client.submit(page, {"of": "reminders", "wanted": "yes"}, to=page + "reminders")
    assert the_registrant().reminders_stopped_at is None


def test_announcements_can_be_stopped_and_begun_again(client, db, page):
    client.submit(page, {"of": "announcements"}, to=page + "reminders")
    assert the_registrant().announcements_stopped_at is not None
    assert the_registrant().reminders_stopped_at is None
    assert "You get no announcements." in client.get(page).text

    client.submit(page, {"of": "announcements", "wanted": "yes"}, to=page + "reminders")
    assert the_registrant().announcements_stopped_at is None


def test_whose_mail_comes_back_is_told_and_can_let_it_be_tried_again(client, db, page):
    email = the_registrant().email
    saved(*(a_suppression(email, scope=scope) for scope in SuppressionScope))

    told = client.get(page).text
    answer = client.submit(page, to=page + "write-again")

    assert "Mail to your address came back to us" in told
    assert "You are reminded before each webinar." not in told
    again = client.get(answer.location).text
    assert "We write to this address again." in again
    assert "You are reminded before each webinar." in again
