import re
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

import pytest

from webinars.domain.mail import mime
from webinars.models import CalendarMethod

HEADERS = [
    mime.addressed("From", "Webinars", "invites@example.org"),
    mime.addressed("To", "Ana", "ana@example.org"),
    mime.unstructured("Subject", "Invitation"),
]
WORDS = [
    "Invitation",
    "Invitación: Equidad en la práctica",
    "An invitation of ninety characters and more, which must be folded before the line is full",
    "word" * 60,
    "日本語" * 80,
    "=?utf-8?q?=0D=0ABcc:_x=40example.com?=",
    "tab\tand  two blanks",
]
NAMES = ["Ana", "Ana López", 'Ana "Z", O\'Hara; GP', "Ana (she)", "Ana Example" * 7, "日本語" * 20]


def read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def a_mail(headers=None, text="Hello\n", html="<p>Hello</p>\n", calendar=None) -> bytes:
    given = HEADERS if headers is None else headers
    return mime.mail(given, boundary="d1.0123", text=text, html=html, calendar=calendar)


@pytest.mark.parametrize("words", WORDS)
def test_a_subject_is_read_as_it_was_written(words):
    content = a_mail([mime.unstructured("Subject", words)])

    assert read(content)["Subject"] == " ".join(words.split())
    assert max(map(len, content.split(b"\r\n"))) <= 76


@pytest.mark.parametrize("person", NAMES)
def test_a_name_is_read_as_it_was_written(person):
    content = a_mail([mime.addressed("To", person, "ana@example.org")])

    raw = message_from_bytes(content)["To"]
    assert parseaddr(str(make_header(decode_header(raw)))) == (person, "ana@example.org")
    [address] = read(content)["To"].addresses
    assert address.addr_spec == "ana@example.org"
    assert max(map(len, content.split(b"\r\n"))) <= 100


def test_without_a_name_the_address_stands_alone():
    assert mime.addressed("To", "", "ana@example.org") == ("To", "ana@example.org")


def test_a_domain_in_another_script_is_written_in_ascii():
    _, written = mime.addressed("To", "", "ana@bücher.example")

    assert written == "ana@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ana",
        "ana@example.org, eve@example.com",
        "ana@example.org>\r\nBcc: <eve@example.com",
        "ana@example.org\n",
        "a na@example.org",
        '"ana"@example.org',
        "ana@exa mple.org",
        "ana@example.org\x00",
    ],
)
def test_what_is_no_single_address_is_refused(address):
    with pytest.raises(ValueError, match="address"):
        mime.addressed("To", "Ana", address)


@pytest.mark.parametrize("value", ["a\r\nBcc: x", "a\nBcc: x", "a\rBcc: x", "a\r\n\r\nbody"])
def test_a_value_that_would_begin_a_header_is_refused(value):
    with pytest.raises(ValueError, match="header"):
        a_mail([("X-Test", value)])


def test_a_line_too_long_for_mail_servers_is_refused():
    with pytest.raises(ValueError, match="longer"):
        a_mail([("X-Test", "x" * 1000)])


@pytest.mark.parametrize(
    "text",
    [
        "one\r\n.\r\ntwo\n",
        "one\n.\ntwo\n",
        ".\n",
        "a lone \r in it\n",
        "From here\nto there\n",
        "ends without a line end",
        "ends with a blank \n",
        "x" * 3000 + "\n",
        "x" * 75 + ".\n" + "y" * 75 + ".\n",
        "日本語 🎥 = á\n" * 50,
        "--=_alternative.d1.0123--\n",
        "\x00\x07\x1b\n",
    ],
)
def test_a_text_arrives_whole_in_short_lines_that_smtp_cannot_mistake(text):
    content = a_mail(text=text)

    expected = re.sub("[\x00\x07\x1b]", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    [plain, html] = read(content).iter_parts()
    assert plain.get_content() == expected.rstrip("\n").replace("\n", "\r\n") + "\r\n"
    assert html.get_content() == "<p>Hello</p>\r\n"
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 76
    assert b"." not in lines
    assert not any(b"\r" in line or b"\n" in line for line in lines)


def test_a_calendar_part_comes_last_and_once_more_as_a_file():
    ics = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nX-LONG:" + b"x" * 500 + b"\r\nEND:VCALENDAR\r\n"

    message = read(a_mail(calendar=mime.CalendarPart(ics, CalendarMethod.REQUEST)))

    alternative, file = message.iter_parts()
    plain, html, calendar = alternative.iter_parts()
    assert message.get_content_type() == "multipart/mixed"
    assert [part.get_content_type() for part in (plain, html, calendar, file)] == [
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    assert calendar["Content-Type"].params == {"charset": "UTF-8", "method": "REQUEST"}
    assert calendar["Content-Disposition"] is None
    assert (file.get_content_disposition(), file.get_filename()) == ("attachment", "invite.ics")
    assert calendar.get_payload(decode=True) == file.get_payload(decode=True) == ics
    assert not any(part.defects for part in message.walk())
