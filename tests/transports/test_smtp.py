"""Sending by SMTP, to a real server that misbehaves in every way."""

import socket
import time

import pytest
from flask import current_app

from tests.support.certificates import Certificate
from tests.support.smtp import SmtpServer
from webinars.links import return_address
from webinars.transports import (
    PermanentFailure,
    ServerAway,
    TemporaryFailure,
    TooMany,
    open_transport,
)

ANA = "ana@example.org"
CONTENT = (
    b"From: Webinars <invites@webinars.example.org>\r\n"
    b"To: Ana <ana@example.org>\r\n"
    b"Subject: Hello\r\n"
    b"\r\n"
    b".a line that begins with a dot\r\n"
    b"..two\r\n"
    b".\r\n"
    b"the end\r\n"
)


@pytest.fixture
def database_url(stores):
    """SQLite alone: no transport asks the database anything."""
    return stores["sqlite"].fresh()


@pytest.fixture
def transport(make_app, smtp_server):
    with connected(make_app, smtp_server, mail_timeout=1.0) as opened:
        yield opened


class connected:  # noqa: N801  read as a verb
    """A way out to *server*, in an application context."""

    def __init__(self, make_app, server, **settings):
        self.app = make_app(mail_server=server.host, mail_port=server.port, **settings)

    def __enter__(self):
        self.context = self.app.app_context()
        self.context.push()
        self.transport = open_transport()
        return self.transport

    def __exit__(self, *error):
        self.transport.close()
        self.context.pop()


def send(transport, recipient=ANA, content=CONTENT, *, seconds=10):
    transport.send(1, recipient, content, seconds=seconds)


def test_a_mail_arrives_byte_for_byte_with_its_envelope(transport, smtp_server):
    send(transport)

    [mail] = smtp_server.received
    assert mail.content == CONTENT
    assert (mail.sender, mail.recipients) == ("invites@webinars.example.org", (ANA,))


def test_the_sender_is_who_the_mail_is_from(transport, smtp_server):
    send(transport, content=CONTENT.replace(b"invites@", b"former@"))

    assert smtp_server.received[0].sender == "former@webinars.example.org"


def test_with_a_bounce_address_the_envelope_alone_names_the_delivery(make_app, smtp_server):
    with connected(make_app, smtp_server, bounce_address="bounce@bounces.example.org") as transport:
        send(transport)
        expected = return_address(1)

    [mail] = smtp_server.received
    assert mail.sender == expected
    assert mail.sender.startswith("bounce+1-")
    assert mail.content == CONTENT


def test_one_connection_carries_many_mails(transport, smtp_server):
    for _ in range(5):
        send(transport)

    assert len(smtp_server.received) == 5
    assert len(smtp_server.transports) == 1


def test_a_server_that_takes_few_mails_at_once_is_called_again(transport, smtp_server):
    smtp_server.faults.mails_per_connection = 2

    for _ in range(5):
        send(transport)

    assert len(smtp_server.received) == 5
    assert len(smtp_server.transports) == 3


def test_a_server_that_hangs_up_between_mails_is_called_again(transport, smtp_server):
    smtp_server.faults.dropped_after_accepting = 1

    send(transport)
    send(transport)

    assert len(smtp_server.received) == 2


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        ("550 5.1.1 <ana@example.org>: unknown", PermanentFailure, 550),
        ("554 5.7.1 Relay access denied", PermanentFailure, 554),
        ("451 4.7.1 Greylisted", TemporaryFailure, 451),
        ("421 4.7.0 Try again", TooMany, 421),
        ("450 4.2.1 Receiving mail at a rate that prevents delivery", TooMany, 450),
        ("530 5.7.0 Authentication required", TemporaryFailure, 530),
    ],
)
def test_the_answer_for_a_recipient_decides(transport, smtp_server, answer, kind, code):
    smtp_server.faults.refused_recipients[ANA] = answer

    with pytest.raises(kind) as failure:
        send(transport)

    assert type(failure.value) is kind
    assert (failure.value.code, failure.value.reason) == (code, answer)
    send(transport, "bo@example.org")
    assert [mail.recipients for mail in smtp_server.received] == [("bo@example.org",)]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("550 5.7.1 Sender refused", TemporaryFailure),
        ("451 4.3.2 Not now", TemporaryFailure),
        ("421 4.7.0 Too many mails", TemporaryFailure),
        ("552 5.3.4 Too big", PermanentFailure),
    ],
)
def test_a_refused_sender_is_our_fault_not_the_mails(transport, smtp_server, answer, kind):
    smtp_server.faults.refusal_of_all = answer

    with pytest.raises(kind) as failure:
        send(transport)

    assert type(failure.value) is kind


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("deferred_mails", TemporaryFailure),
        ("refused_mails", PermanentFailure),
        ("dropped_in_data", TemporaryFailure),
        ("dropped_after_taking", TemporaryFailure),
    ],
)
def test_what_goes_wrong_after_the_content_concerns_this_mail(transport, smtp_server, fault, kind):
    send(transport)
    setattr(smtp_server.faults, fault, 1)

    with pytest.raises(kind) as failure:
        send(transport)

    assert not isinstance(failure.value, ServerAway)
    send(transport)
    taken = 3 if fault == "dropped_after_taking" else 2
    assert len(smtp_server.received) == taken


def test_a_server_that_is_not_there_is_away(make_app, smtp_server):
    smtp_server.stop()

    with connected(make_app, smtp_server) as transport, pytest.raises(ServerAway, match="refused"):
        send(transport)


def test_a_black_hole_is_away_before_long(make_app):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings = {"mail_server": "127.0.0.1", "mail_port": listener.getsockname()[1]}
        app = make_app(mail_timeout=0.5, **settings)
        began = time.monotonic()
        with app.app_context(), pytest.raises(ServerAway):
            send(open_transport())

    assert time.monotonic() - began < 3


def test_a_server_that_falls_silent_is_left(transport, smtp_server):
    smtp_server.faults.hanging_in_data = True

    with pytest.raises(TemporaryFailure) as failure:
        send(transport)

    assert not isinstance(failure.value, ServerAway)


def test_no_mail_takes_longer_than_it_may(make_app, smtp_server):
    smtp_server.faults.hanging_in_data = True
    began = time.monotonic()

    with connected(make_app, smtp_server, mail_timeout=20.0) as transport:
        with pytest.raises(TemporaryFailure):
            send(transport, seconds=0.5)
        assert time.monotonic() - began < 3


def test_a_server_that_does_not_say_goodbye_is_left(transport, smtp_server):
    smtp_server.faults.hanging_at_quit = True
    send(transport)
    began = time.monotonic()

    transport.close()

    assert time.monotonic() - began < 3


@pytest.mark.parametrize("end", [b"\n.\n", b"\r.\r", b"\n.\r\n", b"\r\n.\n"])
def test_a_mail_with_other_line_ends_never_leaves(transport, smtp_server, end):
    with pytest.raises(PermanentFailure):
        send(transport, content=CONTENT + b"a" + end + b"MAIL FROM:<evil@example.org>\r\n")

    assert smtp_server.transports == []


@pytest.mark.parametrize(
    "recipient", ["zoë@example.org", "ana@example.org\r\nRCPT TO:<evil@example.org>"]
)
def test_an_address_that_plain_smtp_cannot_carry_never_leaves(transport, smtp_server, recipient):
    with pytest.raises(PermanentFailure):
        send(transport, recipient)

    assert smtp_server.received == []


def test_a_domain_with_other_letters_leaves_in_its_ascii_form(transport, smtp_server):
    send(transport, "zoe@exämple.org")

    assert smtp_server.received[0].recipients == ("zoe@xn--exmple-cua.org",)


def test_a_mail_with_bytes_above_ascii_arrives_as_it_is(transport, smtp_server):
    content = CONTENT + "ñ\r\n".encode()

    send(transport, content=content)

    assert smtp_server.received[0].content == content


def test_encryption_is_begun_and_the_certificate_is_checked(make_app, tmp_path, monkeypatch):
    certificate = Certificate.made(tmp_path)
    server = SmtpServer(starttls=certificate.for_server())
    try:
        with connected(make_app, server, mail_use_tls=True) as transport:
            with pytest.raises(ServerAway, match="CERTIFICATE_VERIFY_FAILED"):
                send(transport)
            monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))
            send(transport)
    finally:
        server.stop()

    assert len(server.received) == 1


def test_without_the_encryption_that_was_asked_for_nothing_leaves(make_app, smtp_server):
    with (
        connected(make_app, smtp_server, mail_use_tls=True) as transport,
        pytest.raises(ServerAway, match="STARTTLS"),
    ):
        send(transport)

    assert smtp_server.received == []


def test_a_certificate_for_another_host_is_refused(make_app, tmp_path, monkeypatch):
    certificate = Certificate.made(tmp_path, host="DNS:mail.example.org")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))
    server = SmtpServer(starttls=certificate.for_server())
    try:
        with (
            connected(make_app, server, mail_use_tls=True) as transport,
            pytest.raises(ServerAway, match="CERTIFICATE_VERIFY_FAILED"),
        ):
            send(transport)
    finally:
        server.stop()

    assert server.received == []


def test_a_server_may_be_encrypted_from_the_first_byte(make_app, tmp_path, monkeypatch):
    certificate = Certificate.made(tmp_path)
    server = SmtpServer(tls=certificate.for_server())
    try:
        with connected(make_app, server) as transport:
            current_app.extensions["mail"].use_ssl = True  # what port 465 stands for
            with pytest.raises(ServerAway, match="CERTIFICATE_VERIFY_FAILED"):
                send(transport)
            monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))
            send(transport)
    finally:
        server.stop()

    assert len(server.received) == 1


def test_port_465_is_encrypted_from_the_first_byte(make_app):
    app = make_app(mail_server="127.0.0.1", mail_port=465, mail_use_tls=True)

    state = app.extensions["mail"]
    assert (state.use_ssl, state.use_tls) == (True, False)


@pytest.mark.parametrize(("password", "taken"), [("right", 1), ("wrong", 0)])
def test_the_password_is_given_once_the_line_is_safe(
    make_app, tmp_path, monkeypatch, password, taken
):
    certificate = Certificate.made(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))
    server = SmtpServer(starttls=certificate.for_server(), login=("user", "right"))
    login = {"mail_username": "user", "mail_password": password, "mail_use_tls": True}
    try:
        with connected(make_app, server, **login) as transport:
            if taken:
                send(transport)
            else:
                with pytest.raises(ServerAway) as failure:
                    send(transport)
                assert failure.value.code == 535
    finally:
        server.stop()

    assert len(server.received) == taken
