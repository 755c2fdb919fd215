"""Texts and fields are read as a person would read them, whatever a program calls them."""

from email import message_from_bytes

import pytest

from webinars.domain.inbound import parts
from webinars.domain.inbound.mail import read_mail

HEAD = b"From: Ana <ana@example.net>\r\nTo: invites@example.org\r\nSubject: Hello\r\n"


def words(kind: bytes, body: bytes, *more: bytes) -> str:
    return read_mail(HEAD + b"\r\n".join([b"Content-Type: " + kind, *more, b"", body])).words


@pytest.mark.parametrize(
    ("charset", "text", "written_in"),
    [
        ("utf-8", "mañana ü €", "utf-8"),
        ("us-ascii", "mañana", "utf-8"),
        ("us-ascii", "mañana", "cp1252"),
        ("utf-8", "mañana", "cp1252"),
        ("iso-8859-1", "mañana", "utf-8"),
        ("iso-8859-1", "“mañana” €", "cp1252"),
        ('"UTF-8"', "mañana", "utf-8"),
        ("x-unknown", "mañana", "cp1252"),
        ("no-such-thing", "mañana", "utf-8"),
        ("gb2312", "會議鎔", "gb18030"),
        ("shift_jis", "①会議", "cp932"),
        ("iso-2022-jp", "会議", "iso2022_jp"),
        ("us-ascii", "会議", "iso2022_jp"),
        ("utf-16", "会議 mañana", "utf-16"),
        ("utf-8", "会議 mañana", "utf-16"),
        ("ks_c_5601-1987", "회의 똠", "cp949"),
        ("utf-7", "mañana", "utf-7"),
    ],
)
def test_a_charset_is_believed_as_far_as_the_bytes_agree(charset, text, written_in):
    assert parts.letters(text.encode(written_in), charset) == text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=?utf-8?q?ma=C3=B1ana?=", "mañana"),
        ("=?utf-8?q?ma=C3?= =?utf-8?q?=B1ana?=", "mañana"),
        ("=?no-such?q?ma=C3=B1ana?= (yes)", "mañana (yes)"),
        ("=?iso-8859-1?Q?ma=F1ana?=", "mañana"),
        ("mañana", "mañana"),
        ("=?utf-8?b?", "=?utf-8?b?"),
    ],
)
def test_fields_are_decoded_whatever_they_name(value, expected):
    assert parts.decoded(value) == expected


@pytest.mark.parametrize("raw", ["mañana", "=?iso-8859-1?Q?ma", "会議"])
@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "iso2022_jp"])
def test_bytes_in_a_field_are_read(raw, charset):
    try:
        value = raw.encode(charset)
    except UnicodeEncodeError:
        return
    message = message_from_bytes(b"Subject: " + value + b"\r\n\r\n")

    assert parts.fields(message, "subject") == [raw]


def test_the_subject_and_the_name_may_hold_bytes():
    mail = read_mail(b"From: Jos\xe9 <jose@example.net>\r\nSubject: ma\xf1ana\r\n\r\nyes")

    assert (mail.from_name, mail.from_address) == ("José", "jose@example.net")
    assert mail.subject == "mañana"


@pytest.mark.parametrize(
    "encoding", [b"quoted-printable   ", b'"quoted-printable"', b"Quoted-Printable; x"]
)
def test_an_encoding_is_known_with_something_beside_it(encoding):
    line = b"Content-Transfer-Encoding: " + encoding

    assert words(b"text/plain; charset=utf-8", b"ma=C3=B1ana", line) == "mañana"


@pytest.mark.parametrize(
    "charset", [b"idna", b"punycode", b"base64", b"undefined", b"unicode_escape", b"\xff", b"\0"]
)
def test_a_codec_that_is_no_charset_loses_letters_only(charset):
    assert words(b"text/plain; charset=" + charset, b"I cannot come. \xc3").startswith("I cannot")


def test_all_texts_of_a_mail_are_its_words():
    body = (
        b"--b\r\n\r\nBefore the picture.\r\n"
        b"--b\r\nContent-Type: image/png\r\n\r\nx\r\n"
        b"--b\r\nContent-Type: text/plain; name=notes.txt\r\n\r\na file\r\n"
        b"--b\r\n\r\nAfter it.\r\n--b--\r\n"
    )

    assert words(b"multipart/mixed; boundary=b", body) == "Before the picture.\n\nAfter it."


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        (b"multipart/mixed; boundary=b", b"no parts at all", "no parts at all"),
        (b"message/rfc822", b"Subject: inner\r\n\r\npassed on", "passed on"),
        (b"text/x-own", b"of a new kind", "of a new kind"),
        (b"text/html", b'<p>See <img\nsrc="cid:1@example.org"> it</p>', "See   it"),
        (b"text/html", b"<p>I am <ana@example.org></p>", "I am <ana@example.org>"),
        (b"text/calendar", b"BEGIN:VCALENDAR", ""),
        (b"image/png", b"not text", ""),
    ],
)
def test_words_are_found_where_there_are_any(kind, body, expected):
    assert words(kind, body) == expected


def test_a_text_without_a_head_is_a_text():
    assert read_mail(b"Hello: I cannot come.\r\nAna\r\n").words == "Hello: I cannot come.\nAna"
    assert read_mail(b"I cannot come.").words == "I cannot come."


def test_line_ends_of_an_old_mac_are_line_ends():
    mail = read_mail(HEAD.replace(b"\r\n", b"\r") + b"\rI cannot come.\rAna")

    assert (mail.from_address, mail.words) == ("ana@example.net", "I cannot come.\nAna")
