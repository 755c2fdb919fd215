"""Whatever people type: one mail in is one mail out, with our headers and nothing that runs."""

import re

import pytest

from tests.factories import NOW
from tests.support.calendars import HOSTILE, events_of
from tests.support.mails import Page, a_seat, after_an_invitation, calendar, html, one_of, parsed
from webinars.extensions import transaction
from webinars.models import MessageKind
from webinars.services import messages
from webinars.texts import Texts

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

BCC = "Bcc: eve@evil.example"
INJECTIONS = [
    f"Ana\r\n{BCC}",
    f"Ana\n{BCC}",
    f"Ana\r{BCC}",
    f"Ana\r\n\r\n{BCC}",
    f"Ana\r\n {BCC}",
    f"Ana\n\t{BCC}",
    f"Ana\x0b{BCC}",
    f"Ana\x0c{BCC}",
    f"Ana\x1c{BCC}",
    f"Ana\x85{BCC}",
    f"Ana\u2028{BCC}",
    f"Ana\u2029{BCC}",
    f"Ana%0d%0a{BCC}",
    f"Ana\\r\\n{BCC}",
    f"Ana=0D=0A{BCC}",
    "=?utf-8?q?Ana=0D=0ABcc:_eve=40evil.example?=",
    "=?utf-8?b?QW5hDQpCY2M6IGV2ZUBldmlsLmV4YW1wbGU=?=",
    "Ana\r\n.\r\nMAIL FROM:<eve>\r\nRCPT TO:<eve>\r\nDATA\r\n",
    "Ana\r\nSubject: Win\r\nTo: eve\r\nFrom: eve\r\n",
    "Ana\r\nContent-Type: text/html\r\n\r\n<h1>Win</h1>",
    'Ana" <eve>, "Eve',
    "Ana <eve>; Eve (comment) \\",
    "--=_mixed.d1.0123456789abcdef\r\n--=_alternative.d1--",
    "Ana" * 700,
    "日本語" * 300 + "\r\n" + BCC,
    HOSTILE.replace("\x00", ""),
    "\u202eetnA\u202c\u200b",
]
SCRIPTS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></style><svg/onload=alert(1)>",
    "<a href=javascript:alert(1)>Ana</a>",
    "{{ 7 * 7 }}{% include 'config.py' %}",
    "<!--",
    "]]><iframe src=//evil.example>",
    "&lt;script&gt;&#x3c;script&#x3e;",
]
HARMLESS = {
    *("html", "head", "style", "meta", "title", "body", "div", "p", "h1", "h2", "strong"),
    *("span", "a", "br", "hr", "ul", "li"),
}
# With a calendar part and without, to the old address and a new one, with texts of each sort.
KINDS = (
    MessageKind.WELCOME,
    MessageKind.INVITED,
    MessageKind.CANCELLED,
    MessageKind.CONFIRM_ADDRESS,
)
OURS = ("https://webinars.example.org/", "webcal://webinars.example.org/")
CALENDARS = (
    "https://calendar.google.com/",
    "https://outlook.live.com/",
    "https://outlook.office.com/",
)


@pytest.fixture
def app(make_app):
    return make_app(base_url="https://webinars.example.org", mail_server="127.0.0.1")


def deliveries(**values):
    seat = a_seat(**values)
    after_an_invitation(seat)
    return seat, [one_of(kind, seat) for kind in KINDS]


def write_everywhere(seat, payload):
    with transaction():
        registrant = seat.registration.registrant
        registrant.name = registrant.organization = registrant.role = payload
        for thing in (seat.webinar, seat.webinar.series, seat.webinar.practices[0]):
            field = "name" if thing is seat.webinar.practices[0] else "title"
            setattr(thing, field, Texts.of(payload, "en"))
        seat.webinar.description = Texts.of(payload, "en")
        seat.webinar.series.organizer.name = Texts.of(payload, "en")


def test_no_words_make_a_header_a_recipient_or_a_line_of_their_own(db):
    seat, queued = deliveries()
    headers = [parsed(messages.compose(found, now=NOW)).keys() for found in queued]

    for payload in INJECTIONS:
        write_everywhere(seat, payload)
        mails = [messages.compose(found, now=NOW) for found in queued]

        read = [parsed(mail) for mail in mails]
        assert [message.keys() for message in read] == headers
        assert [message["To"].addresses[0].addr_spec for message in read] == [
            mail.recipient for mail in mails
        ]
        assert {len(message["To"].addresses) for message in read} == {1}
        assert {message["From"].addresses[0].addr_spec for message in read} == {
            "invites@webinars.example.org"
        }
        for mail in mails:
            assert not re.search(rb"\r(?!\n)|(?<!\r)\n", mail.content)
            assert not re.search(rb"(^|\n)\.\r", mail.content)
            assert max(map(len, mail.content.split(b"\r\n"))) <= 998
        objects = [found for message in read if (found := calendar(message))]
        assert [len(events_of(found)) for found in objects] == [1, 1]


def test_nothing_in_the_html_part_can_run(db):
    seat, queued = deliveries()
    starts = [Page(html(parsed(messages.compose(found, now=NOW)))).links for found in queued]

    for payload in SCRIPTS:
        write_everywhere(seat, payload)
        pages = [Page(html(parsed(messages.compose(found, now=NOW)))) for found in queued]

        assert set().union(*(page.tags for page in pages)) <= HARMLESS
        assert not [
            name for page in pages for name in page.attributes if name.startswith(("on", "src"))
        ]
        assert [page.links for page in pages] == starts
        assert all(link.startswith(OURS + CALENDARS) for page in pages for link in page.links)


def test_what_a_stranger_wrote_in_a_title_s_place_is_shown_as_it_is(db):
    seat, queued = deliveries()
    write_everywhere(seat, "<b>Ana & Eve</b>")

    for delivery in queued:
        message = parsed(messages.compose(delivery, now=NOW))

        assert "&lt;b&gt;Ana &amp; Eve&lt;/b&gt;" in html(message)
        assert "<b>" not in html(message)


@pytest.mark.parametrize(
    "name", ["Win https://evil.example", "www.evil.example", "eve@evil.example", "evil-site.com"]
)
def test_a_name_that_holds_an_address_appears_nowhere(db, name):
    _, queued = deliveries(registrant={"name": name})

    for delivery in queued:
        message = parsed(messages.compose(delivery, now=NOW))

        everything = [str(message["To"]), html(message), str(calendar(message))]
        assert not [found for found in everything if "evil" in found]
        assert "<p" in html(message)


def test_a_name_s_other_texts_never_appear(db):
    values = {"organization": "Evil Inc", "role": "Evil", "state": "Evil"}
    _, queued = deliveries(registrant=values)

    for delivery in queued:
        content = messages.compose(delivery, now=NOW).content

        assert b"Evil" not in content


@pytest.mark.parametrize(
    "address", ["ana@example.org\r\nBcc: eve@evil.example", "ana@example.org, eve@evil.example"]
)
def test_an_address_that_is_two_gets_no_mail(db, address):
    delivery = one_of(MessageKind.PRIVATE_LINK, a_seat(), recipient=address)

    with pytest.raises(ValueError, match="address"):
        messages.compose(delivery, now=NOW)
