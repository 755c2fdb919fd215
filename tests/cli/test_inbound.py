"""Mails come in by a pipe or a maildir; each is stored, read, and never in another's way."""

import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DataError

from tests.support.processes import ROOT
from webinars.cli.inbound import TRY_AGAIN, Arrived, store
from webinars.clock import utcnow
from webinars.extensions import transaction
from webinars.incoming import reader
from webinars.models import InboundKind, InboundMail, InboundState
from webinars.services import inbound as mails

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HELLO = b"From: ana@example.org\r\nSubject: Hello\r\n\r\nHello there\r\n"
ENDLESS = b"".join(
    b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(4000)
)


@pytest.fixture
def run(app):
    """Run `inbound` to its end; return its exit status and what it said."""

    def invoke(*arguments, content=b"", **environment):
        result = app.test_cli_runner().invoke(
            args=["inbound", *map(str, arguments)], input=content, env=environment
        )
        return result.exit_code, result.output

    return invoke


@pytest.fixture
def maildir(tmp_path):
    """A maildir as a mail server makes it."""
    for name in ("new", "cur", "tmp"):
        (tmp_path / "mails" / name).mkdir(parents=True)
    return tmp_path / "mails"


def kept(db):
    db.session.rollback()
    return list(db.session.scalars(select(InboundMail).order_by(InboundMail.id)))


def test_one_mail_on_standard_input_is_stored_and_read(run, db):
    assert run(content=HELLO, SENDER="ana@example.org", RECIPIENT="invites@example.org")[0] == 0

    [found] = kept(db)
    assert (found.kind, found.state) == (InboundKind.PERSON, InboundState.NOTED)
    assert (found.envelope_from, found.envelope_to) == ("ana@example.org", "invites@example.org")


@pytest.mark.parametrize(
    ("head", "options", "expected"),
    [
        (b"", ("--sender", "", "--recipient", "b@example.org"), ("", "b@example.org")),
        (b"Return-Path: <>\r\nDelivered-To: b@example.org\r\n", (), ("", "b@example.org")),
        (b"Return-Path: <a@example.org>\r\n", (), ("a@example.org", None)),
        (b"", (), (None, None)),
    ],
)
def test_the_envelope_is_what_the_server_says(run, db, head, options, expected):
    run(*options, content=head + HELLO)

    [found] = kept(db)
    assert (found.envelope_from, found.envelope_to) == expected


def test_a_file_may_be_given(run, db, tmp_path):
    (tmp_path / "mail.eml").write_bytes(HELLO)

    assert run(tmp_path / "mail.eml")[0] == 0
    assert [one.words for one in kept(db)] == ["Hello there"]


def test_a_mail_that_cannot_be_read_is_set_aside_and_the_others_are_read(run, db, maildir):
    for name, raw in (("1", ENDLESS), ("2", HELLO), ("3", b"\0\xff"), ("4", b"")):
        (maildir / "new" / name).write_bytes(raw)

    status, said = run("--maildir", maildir)

    assert (status, said) == (0, "Took in 4 mails.\n")
    states = [(one.kind, one.state) for one in kept(db)]
    assert states[0] == (InboundKind.UNREADABLE, InboundState.SET_ASIDE)
    assert [state for _, state in states[1:]] == [InboundState.NOTED] * 3
    assert list((maildir / "new").iterdir()) == []
    assert len(list((maildir / "cur").iterdir())) == 4


def test_a_mail_whose_deed_fails_is_set_aside(run, db, monkeypatch):
    def fail(*_arguments, **_values):
        raise RuntimeError

    monkeypatch.setattr(mails, "act", fail)

    assert run(content=HELLO)[0] == 0
    [found] = kept(db)
    assert (found.state, bool(found.reason)) == (InboundState.SET_ASIDE, True)


def test_what_was_stored_by_somebody_killed_is_read_by_the_next(run, db, app):
    for content, minutes in ((HELLO, 2), (HELLO.replace(b"there", b"just now"), 0)):
        mail_id = store(Arrived(content, len(content)), None, None)
        with transaction():
            found = db.session.get(InboundMail, mail_id)
            found.received_at = utcnow() - timedelta(minutes=minutes)
    run(content=HELLO.replace(b"there", b"again"))

    # The second may be in the hands of somebody else.
    assert [one.words for one in kept(db)] == ["Hello there", "", "Hello again"]


def test_a_mail_is_stored_before_others_are_read(run, db, monkeypatch):
    mail_id = store(Arrived(HELLO, len(HELLO)), None, None)
    with transaction():
        db.session.get(InboundMail, mail_id).received_at = utcnow() - timedelta(hours=1)
    stored = []
    monkeypatch.setattr(mails, "act", lambda *_, **__: stored.append(len(kept(db))))

    run(content=HELLO.replace(b"there", b"again"))

    assert stored == [2, 2]


def test_what_a_database_refuses_is_set_aside_and_the_next_is_read(run, db, monkeypatch):
    act = mails.act

    def refuse_first(mail_id, *arguments, **values):
        if mail_id == 1:
            raise DataError("UPDATE", {}, ValueError("a NUL, and ana@example.org"))
        act(mail_id, *arguments, **values)

    monkeypatch.setattr(mails, "act", refuse_first)

    assert [run(content=HELLO + more)[0] for more in (b"1", b"2")] == [0, 0]
    assert [one.state for one in kept(db)] == [InboundState.SET_ASIDE, InboundState.NOTED]


def test_what_cannot_be_opened_is_passed_over(run, db, maildir):
    (maildir / "new" / "a folder").mkdir()
    (maildir / "new" / "gone").symlink_to(maildir / "nowhere")
    (maildir / "new" / "mail").write_bytes(HELLO)

    status, said = run("--maildir", maildir)

    assert (status, "Took in 1 mails." in said) == (0, True)
    assert "a folder is passed over" in said
    assert [one.words for one in kept(db)] == ["Hello there"]


def test_a_mail_waits_while_nothing_can_be_read(run, db, monkeypatch):
    monkeypatch.setattr(reader, "PROGRAM", ["/no/such/program"])

    status, said = run(content=HELLO)

    assert (status, "read now" in said) == (TRY_AGAIN, True)
    assert [one.state for one in kept(db)] == [InboundState.NEW]


def test_a_mail_of_more_than_25_mb_is_set_aside(run, db):
    assert run(content=HELLO + b"a" * (26 * 1024 * 1024))[0] == 0

    [found] = kept(db)
    assert (found.state, found.raw, found.size > 26_000_000) == (InboundState.SET_ASIDE, None, True)


def test_a_server_is_asked_to_keep_the_mail_while_the_database_is_away(tmp_path, processes):
    environment = processes.environment(None, DATABASE_URL=f"sqlite:///{tmp_path}/none/none.db")
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "inbound"],
        cwd=ROOT, env=environment, input=HELLO, capture_output=True, check=False,
    )  # fmt: skip

    assert done.returncode == TRY_AGAIN
    assert b"could not be stored" in done.stderr
