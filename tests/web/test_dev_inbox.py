"""The development inbox."""

from email import message_from_bytes, policy

import pytest
from icalendar import Calendar

from tests.factories import NOW, a_registration_request, a_webinar, in_english, saved
from webinars.extensions import transaction
from webinars.models import Delivery
from webinars.services import messages, registrations
from webinars.transports.inbox import Inbox

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


HEADERS = {"Content-Type": "text/html", "Cross-Origin-Opener-Policy": "same-origin"}


def keep_mails(db, title="Part one"):
    """Register Ana for two webinars, and keep her three mails as the worker does."""
    first = saved(a_webinar(title=in_english(title)))
    second = saved(a_webinar(series=first.series))
    with transaction():
        wanted = a_registration_request(slugs=[first.slug, second.slug])
        registrations.register(first.series, wanted, now=NOW)
    for delivery in db.session.scalars(db.select(Delivery).order_by(Delivery.id)):
        mail = messages.compose(delivery, now=NOW)
        Inbox.of_settings().send(delivery.id, mail.recipient, mail.content, seconds=1)


def test_the_newest_mail_comes_first(client, db):
    keep_mails(db)

    page = client.get("/dev/inbox/").text

    assert page.count("ana@example.org") == 3
    assert page.index("/dev/inbox/3/") < page.index("/dev/inbox/1/")


def test_an_empty_inbox_says_what_to_do(client):
    assert "There are no mails yet." in client.get("/dev/inbox/").text


def test_a_mail_shows_its_words_and_working_links(client, db):
    keep_mails(db)

    page = client.get("/dev/inbox/1/").text

    link = page.partition('href="http://127.0.0.1:8000/me/')[2].partition('"')[0]
    assert client.get(f"/me/{link}").status_code == 200
    assert "invite.ics" not in page


def test_the_html_stands_in_a_frame_that_runs_nothing(client, db):
    keep_mails(db, title="<script>alert(1)</script>")

    page = client.get("/dev/inbox/2/").text
    response = client.get("/dev/inbox/2/html")

    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    assert "sandbox allow-popups" in response.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    assert '<base target="_blank">' in response.text
    assert "<script>alert" not in page + response.text


def test_the_mail_and_its_calendar_part_can_be_downloaded(client, db):
    keep_mails(db)

    mail = client.get("/dev/inbox/2/mail.eml")
    calendar = client.get("/dev/inbox/2/invite.ics")

    assert mail.data == Inbox.of_settings().mail(2).content
    assert message_from_bytes(mail.data, policy=policy.default)["To"].endswith("<ana@example.org>")
    assert "attachment" in mail.headers["Content-Disposition"]
    assert calendar.content_type == "text/calendar; charset=utf-8"
    [event] = Calendar.from_ical(calendar.data).events
    assert event["SUMMARY"] == "Part one"


@pytest.mark.parametrize("address", ["9/", "9/html", "9/mail.eml", "9/invite.ics", "1/invite.ics"])
def test_what_is_not_there_is_not_found(client, db, address):
    keep_mails(db)

    assert client.get(f"/dev/inbox/{address}").status_code == 404


@pytest.mark.parametrize(
    "settings",
    [
        {"base_url": "https://webinars.example.org", "mail_server": "127.0.0.1"},
        {"mail_server": "127.0.0.1"},
    ],
    ids=["production", "with a mail server"],
)
@pytest.mark.parametrize("address", ["", "1/", "1/html", "1/mail.eml", "1/invite.ics"])
def test_where_mails_are_sent_there_is_no_inbox(make_app, settings, address):
    visitor = make_app(**settings).test_client()

    assert visitor.get(f"/dev/inbox/{address}").status_code == 404


def test_a_link_in_the_frame_opens_the_page_beside_it(db, processes, visitors):
    keep_mails(db)
    address = processes.serve()
    page = visitors.open(f"{address}/dev/inbox/1/")
    link = page.frame_locator("iframe").get_by_role("link").first
    path = link.get_attribute("href").partition(":8000")[2]
    # The mail names the port of the settings, the test's server has another.
    page.context.route("**:8000/**", lambda route: route.fulfill(body="the page", headers=HEADERS))

    with page.context.expect_page() as opened:
        link.click()

    assert opened.value.url.endswith(path)
    assert opened.value.locator("body").inner_text() == "the page"
    assert page.url == f"{address}/dev/inbox/1/"
