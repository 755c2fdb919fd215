"""A mailbox on another server: what is fetched, when it is marked, and whom we believe."""

import pytest

from config_mail import ImapAccount
from tests.support.certificates import Certificate
from tests.support.imap import PASSWORD, USERNAME, ImapServer
from webinars.cli import imap

ONE = b"From: ana@example.org\r\nSubject: Hello\r\n\r\nHello there\r\n"


@pytest.fixture
def server():
    found = ImapServer()
    yield found
    found.close()


@pytest.fixture
def account(server):
    return ImapAccount("127.0.0.1", server.port, USERNAME, PASSWORD, use_tls=False)


def test_a_mail_is_marked_only_when_it_was_stored(server, account):
    server.mailbox.add(ONE)
    waiting = imap.waiting_mails(account, most=1000, timeout=5)

    next(waiting)
    waiting.close()

    assert server.mailbox.seen == set()


def test_of_a_mail_that_is_too_large_only_the_beginning_is_fetched(server, account):
    server.mailbox.add(b"x" * 5000)

    [(content, size)] = imap.waiting_mails(account, most=1000, timeout=5)

    assert (content, size) == (b"x" * 1001, 5000)


def test_a_server_that_cannot_prove_who_it_is_gets_no_password(tmp_path, monkeypatch):
    certificate = Certificate.made(tmp_path)
    server = ImapServer(tls=certificate.for_server())
    server.mailbox.add(ONE)
    account = ImapAccount("127.0.0.1", server.port, USERNAME, PASSWORD)
    try:
        with pytest.raises(imap.FAILURES, match="certificate verify failed"):
            list(imap.waiting_mails(account, most=1000, timeout=5))
        said_to_a_stranger = list(server.mailbox.commands)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))
        fetched = list(imap.waiting_mails(account, most=1000, timeout=5))
    finally:
        server.close()

    assert said_to_a_stranger == []
    assert fetched == [(ONE, len(ONE))]
