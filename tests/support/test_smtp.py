"""The test server itself: what it records, and each way to misbehave."""

import smtplib
from collections.abc import Iterator

import pytest

from tests.support.smtp import SmtpServer

MAIL = b"Subject: Hello\r\n\r\nA line\r\n.with a dot\r\n"


@pytest.fixture
def smtp() -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP(timeout=1) as connection:
        yield connection


def connect(smtp: smtplib.SMTP, server: SmtpServer) -> smtplib.SMTP:
    smtp.connect(server.host, server.port)
    smtp.ehlo()
    return smtp


def send(smtp: smtplib.SMTP, *recipients: str) -> dict[str, tuple[int, bytes]]:
    return smtp.sendmail("from@example.org", recipients or ("to@example.org",), MAIL)


def test_a_mail_is_recorded_with_its_envelope_byte_for_byte(smtp, smtp_server):
    connect(smtp, smtp_server)

    send(smtp, "ana@example.org", "bob@example.org")

    [mail] = smtp_server.wait_for(1)
    assert mail.sender == "from@example.org"
    assert mail.recipients == ("ana@example.org", "bob@example.org")
    assert mail.content == MAIL
    assert mail.message["Subject"] == "Hello"
    assert smtp_server.to("bob@example.org") == [mail]


def test_a_recipient_is_refused_for_good(smtp, smtp_server):
    smtp_server.faults.refused_recipients["ana@example.org"] = "550 5.1.1 Unknown"
    connect(smtp, smtp_server)

    with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        send(smtp, "ana@example.org")

    assert refusal.value.recipients == {"ana@example.org": (550, b"5.1.1 Unknown")}


def test_a_recipient_is_deferred_as_often_as_asked(smtp, smtp_server):
    smtp_server.faults.deferred_recipients["ana@example.org"] = 1
    connect(smtp, smtp_server)

    with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        send(smtp, "ana@example.org")

    assert refusal.value.recipients["ana@example.org"][0] == 451
    assert send(smtp, "ana@example.org") == {}


@pytest.mark.parametrize(("fault", "code"), [("deferred_mails", 451), ("refused_mails", 554)])
def test_a_mail_is_not_taken_once(smtp, smtp_server, fault, code):
    setattr(smtp_server.faults, fault, 1)
    connect(smtp, smtp_server)

    with pytest.raises(smtplib.SMTPDataError) as refusal:
        send(smtp)

    assert refusal.value.smtp_code == code
    assert smtp_server.received == []
    assert send(smtp) == {}


@pytest.mark.parametrize(("fault", "taken"), [("dropped_in_data", 0), ("dropped_after_taking", 1)])
def test_the_connection_breaks_before_the_answer(smtp, smtp_server, fault, taken):
    setattr(smtp_server.faults, fault, 1)
    connect(smtp, smtp_server)

    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(smtp)

    assert len(smtp_server.received) == taken


def test_the_connection_breaks_after_the_answer(smtp, smtp_server):
    smtp_server.faults.dropped_after_accepting = 1
    connect(smtp, smtp_server)

    assert send(smtp) == {}
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        smtp.docmd("NOOP")


@pytest.mark.parametrize(
    ("fault", "taken"), [("hanging_at_start", 0), ("hanging_in_data", 1), ("hanging_at_quit", 1)]
)
def test_the_server_falls_silent_and_can_still_be_stopped(smtp, smtp_server, fault, taken):
    setattr(smtp_server.faults, fault, True)

    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        converse(smtp, smtp_server)

    assert len(smtp_server.received) == taken


def converse(smtp: smtplib.SMTP, server: SmtpServer) -> None:
    connect(smtp, server)
    send(smtp)
    smtp.quit()
