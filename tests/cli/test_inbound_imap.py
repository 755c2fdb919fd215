"""Mails are fetched from a mailbox on another server, each once, and marked once it is stored."""

import os
import signal
from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import select

from config_mail import ImapAccount
from tests.support.imap import PASSWORD, USERNAME, ImapServer
from webinars.cli.inbound import TRY_AGAIN, again_and_again
from webinars.extensions import db as database
from webinars.incoming.reader import MailReader
from webinars.models import InboundMail
from webinars.services import inbound as mails

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HELLO = b"From: ana@example.org\r\nSubject: Hello\r\nMessage-ID: <%d@a>\r\n\r\nHello there\r\n"
ONE, TWO = HELLO % 1, HELLO % 2


@pytest.fixture
def server():
    found = ImapServer()
    yield found
    found.close()


@pytest.fixture
def account(server):
    return ImapAccount("127.0.0.1", server.port, USERNAME, PASSWORD, use_tls=False)


@pytest.fixture
def run(make_app):
    """Run `inbound --imap` with the account; return its exit status and what it said."""

    def invoke(account, *arguments):
        app = make_app(imap=account)
        result = app.test_cli_runner().invoke(args=["inbound", "--imap", *arguments])
        with app.app_context():
            kept = list(database.session.scalars(select(InboundMail).order_by(InboundMail.id)))
            return result.exit_code, result.output, [(one.message_id, one.words) for one in kept]

    return invoke


def test_a_missing_folder_is_told_before_any_mail_is_taken_in(run, server, account):
    server.mailbox.add(ONE)

    status, said, kept = run(replace(account, done_folder="Read"))

    assert (status, kept) == (TRY_AGAIN, [])
    assert said == (
        "IMAP_DONE_FOLDER is not in the mailbox: "
        "make the folder 'Read' first, or correct its name.\n"
    )
    assert "UID FETCH" not in server.mailbox.commands


def test_waiting_mails_are_taken_in_once_and_marked_as_seen(run, server, account):
    server.mailbox.add(ONE, TWO)

    first = run(account)
    second = run(account)

    kept = [("<1@a>", "Hello there"), ("<2@a>", "Hello there")]
    assert first == (0, "Took in 2 mails.\n", kept)
    assert second == (0, "Took in 0 mails.\n", kept)
    assert server.mailbox.seen == {1, 2}


@pytest.mark.parametrize("can_move", [True, False])
def test_with_a_folder_for_it_what_was_taken_in_is_moved(run, server, account, can_move):
    server.mailbox.can_move = can_move
    server.mailbox.add(ONE, TWO)
    server.mailbox.seen.add(1)

    assert run(replace(account, done_folder="Done"))[1] == "Took in 2 mails.\n"

    assert server.mailbox.folders == {"INBOX": {}, "Done": {1: ONE, 2: TWO}}


def test_what_could_not_be_marked_is_found_again_and_stored_once(run, server, account):
    server.mailbox.add(ONE)
    server.mailbox.broken = "UID STORE"
    failed = run(account)
    server.mailbox.broken = ""

    again = run(account)

    assert (failed[0], failed[2]) == (TRY_AGAIN, [("<1@a>", "Hello there")])
    assert "The mails could not be fetched" in failed[1]
    assert again == (0, "Took in 1 mails.\n", [("<1@a>", "Hello there")])


def test_a_mail_that_is_too_large_is_set_aside(run, server, account, monkeypatch):
    monkeypatch.setattr(mails, "MOST_BYTES", 40)
    server.mailbox.add(ONE)

    assert run(account)[2] == [("", "")]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"password": "other"}, "wrong password"),
        ({"folder": "Nowhere"}, "no such folder"),
        ({"port": 1}, "Connection refused"),
    ],
)
def test_what_is_wrong_is_said_and_the_command_is_to_be_tried_again(run, account, wrong, said):
    status, output, kept = run(replace(account, **wrong))

    assert (status, kept) == (TRY_AGAIN, [])
    assert said in output
    assert PASSWORD not in output


def test_without_an_account_it_says_what_to_set(run):
    status, output, _ = run(None)

    assert status == 2
    assert "Set IMAP_HOST, IMAP_USERNAME and IMAP_PASSWORD first." in output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--maildir", "."), "Give --maildir or --imap, not both."),
        (("--every", "0"), "0 is not in the range"),
    ],
)
def test_options_that_make_no_sense_are_refused(run, account, arguments, said):
    status, output, _ = run(account, *arguments)

    assert status == 2
    assert said in output


@pytest.fixture
def handlers():
    """Give the test's process back what it does at signals."""
    former = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in former.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("db", "handlers")
def test_it_looks_again_whatever_goes_wrong_until_it_is_told_to_stop():
    looks = []

    def found():
        looks.append(len(looks))
        if len(looks) == 1:
            raise ConnectionRefusedError
        if len(looks) == 3:
            os.kill(os.getpid(), signal.SIGTERM)
        return iter(())

    with closing(MailReader()) as reader:
        again_and_again(found, reader, 0)

    assert looks == [0, 1, 2]
