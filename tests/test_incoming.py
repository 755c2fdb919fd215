"""Mails are read elsewhere: one that takes too much ends that process, not the next mail."""

import base64
import os
import signal
from contextlib import closing

import pytest

from tests.support import bounces
from webinars.domain.inbound import reading
from webinars.incoming import reader as incoming
from webinars.incoming.reader import MailReader, NotRead, ReaderAway
from webinars.models import InboundKind

HEAD = b"From: ana@example.net\r\nSubject: Hello\r\n"
HELLO = HEAD + b"\r\nHello\r\n"
MIXED = b'Content-Type: multipart/mixed; boundary="%s"\r\n\r\n'


@pytest.fixture(scope="module")
def reader():
    """A reader that waits for its mails."""
    with closing(MailReader()) as made:
        made.read(HELLO, envelope_from=None, envelope_to=None)
        yield made


def read(reader, raw, **envelope):
    return reader.read(raw, **{"envelope_from": None, "envelope_to": None, **envelope})


def nested(depth: int) -> bytes:
    opened = b"".join(MIXED % b"b%d" % level + b"--b%d\r\n" % level for level in range(depth))
    closed = b"".join(b"--b%d--\r\n" % level for level in reversed(range(depth)))
    return HEAD + opened + b"Content-Type: text/plain\r\n\r\nInside\r\n" + closed


def test_what_a_mail_says_comes_back(reader):
    calendar = base64.encodebytes(b"BEGIN:VCALENDAR\nMETHOD:REPLY\n\xff")
    raw = (
        HEAD
        + b"Content-Type: text/calendar\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + calendar
    )
    found = read(reader, raw, envelope_from="", envelope_to="invites@example.org")

    assert found.kind is InboundKind.ANSWER
    assert found.mail.calendars == [b"BEGIN:VCALENDAR\nMETHOD:REPLY\n\xff"]
    assert (found.mail.envelope_from, found.mail.envelope_to) == ("", "invites@example.org")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0" * 2000,
        nested(100),
        HEAD + MIXED % b"b" + b"--b\r\nContent-Type: text/plain\r\n\r\npart\r\n" * 10_000,
        HEAD + b"\r\n" + base64.encodebytes(os.urandom(18 * 1024 * 1024)),
        HEAD + b"Content-Type: application/ms-tnef\r\n\r\n\x78\x9f\x3e\x22",
        HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 200,
    ],
    ids=["empty", "NUL", "depth 100", "10,000 parts", "24 MB", "winmail.dat", "mails in mails"],
)
def test_odd_and_large_mails_are_read(reader, raw):
    assert read(reader, raw).kind is InboundKind.PERSON


def test_a_mail_that_takes_too_long_is_not_read_and_the_next_one_is():
    with closing(MailReader(seconds=0.3)) as reader:
        assert read(reader, HELLO).mail.words == "Hello"
        first = reader.process
        with pytest.raises(NotRead):
            read(reader, nested(3000))

        assert read(reader, HELLO).mail.words == "Hello"
        assert reader.process is not first


def test_what_stands_a_hundred_parts_deep_is_read(reader):
    assert read(reader, nested(100)).mail.words == "Inside"


def test_a_complaint_without_a_report_is_one(reader):
    raw = (
        b"From: staff@hotmail.com\r\nSubject: complaint about message from 192.0.2.1\r\n"
        + MIXED % b"b"
        + b"--b\r\nContent-Type: message/rfc822\r\n\r\n"
        + b"X-HmXmrOriginalRecipient: ana@example.net\r\nSubject: Invitation\r\n\r\nHello\r\n"
        + b"--b--\r\n"
    )

    assert read(reader, raw, envelope_from="").kind is InboundKind.COMPLAINT


def test_a_signal_to_the_service_does_not_end_the_mail_in_hand():
    with closing(MailReader()) as reader:
        read(reader, HELLO)
        for number in (signal.SIGTERM, signal.SIGINT):
            reader.process.send_signal(number)

        assert read(reader, HELLO).mail.words == "Hello"


def test_what_a_mail_tells_of_ours_comes_back_as_it_was_read(reader):
    raw = bounces.dsn()

    assert read(reader, raw) == reading.read(raw)
    assert reading.read(raw).report.failures


def test_that_nothing_can_be_started_is_no_fault_of_a_mail(monkeypatch):
    monkeypatch.setattr(incoming, "PROGRAM", ["/bin/false"])
    with closing(MailReader()) as reader, pytest.raises(ReaderAway):
        read(reader, HELLO)
