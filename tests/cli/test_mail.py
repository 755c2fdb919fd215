"""Making other mail servers trust our mails."""

import re
import stat

import dkim
import pytest

from webinars.domain.mail.dkim import DkimKey, made_key, read_key
from webinars.domain.mail.dns_records import strings_of

HEAD = """\
Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=example.org;
 dkim=pass header.d=example.org; dmarc=pass header.from=example.org
From: invites@example.org
"""


@pytest.fixture
def database_url(stores):
    """SQLite alone: none of this asks the database anything."""
    return stores["sqlite"].fresh()


def run_on(app):
    """Return what runs a command of *app* and returns its exit status and what it said."""

    def invoke(*arguments, text=None):
        result = app.test_cli_runner().invoke(args=["mail", *map(str, arguments)], input=text)
        return result.exit_code, result.output

    return invoke


@pytest.fixture
def run(app):
    return run_on(app)


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_a_key_is_written_for_its_owner_alone_and_its_record_is_told(run, tmp_path, kind):
    file = tmp_path / "key.pem"
    arguments = ("--domain", "Example.org", "--selector", "w2026", "--type", kind, "--out", file)

    status, said = run("dkim-key", *arguments)

    assert status == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    record = DkimKey("example.org", "w2026", read_key(file.read_bytes())).record
    assert f"Name:   w2026._domainkey.example.org\n   Value:  {record}\n" in said
    [zone_file] = re.findall(r"^.*IN TXT \( (.*) \)$", said, re.MULTILINE)
    pieces = re.findall(r'"([^"]*)"', zone_file)
    assert "".join(pieces) == record
    assert max(map(len, pieces)) <= 255
    assert f"DKIM_KEY_FILE={file}\nDKIM_SELECTOR=w2026\nDKIM_DOMAIN=example.org\n" in said


def test_the_other_records_are_told_too(make_app, tmp_path):
    run = run_on(make_app(mail_server="smtp.example.org"))
    arguments = ("--domain", "mail.example.org", "--selector", "w", "--out", tmp_path / "key")

    _, said = run("dkim-key", *arguments)

    assert "Name:   mail.example.org\n   Value:  v=spf1 a:smtp.example.org ~all" in said
    assert "Name:   _dmarc.example.org\n   Value:  v=DMARC1; p=none; rua=mailto:" in said
    assert "mails come from invites@webinars.example.org" in said
    assert "Better set BOUNCE_ADDRESS" in said


@pytest.mark.parametrize(
    ("address", "is_foreign"),
    [("bounce@mail.example.org", False), ("bounce@mailer.example", True)],
)
def test_where_bounces_go_is_told(make_app, tmp_path, address, is_foreign):
    run = run_on(make_app(bounce_address=address))
    arguments = ("--domain", "example.org", "--selector", "w", "--out", tmp_path / "key")

    _, said = run("dkim-key", *arguments)

    assert f"come back to {address}.\n   {address.partition('@')[2]} needs an MX record" in said
    assert ("It is not of the organization example.org" in said) is is_foreign


def test_a_file_that_exists_is_never_overwritten(run, tmp_path):
    file = tmp_path / "key.pem"
    file.write_text("precious")

    status, said = run("dkim-key", "--domain", "example.org", "--selector", "w", "--out", file)

    assert (status, file.read_text()) == (1, "precious")
    assert said == f"Error: {file} exists already and stays as it is.\n"


@pytest.mark.parametrize(
    ("domain", "selector", "out"),
    [("localhost", "w", "key"), ("example.org", "a_b", "key"), ("example.org", "w", "no/key")],
)
def test_what_makes_no_key_writes_no_file(run, tmp_path, domain, selector, out):
    file = tmp_path / out

    status, _ = run("dkim-key", "--domain", domain, "--selector", selector, "--out", file)

    assert status != 0
    assert not file.exists()


@pytest.mark.parametrize(("length", "pieces"), [(10, [10]), (255, [255]), (400, [255, 145])])
def test_a_record_is_cut_into_strings_that_dns_can_hold(length, pieces):
    assert [len(piece) for piece in strings_of(length * "x")] == pieces


def test_a_head_in_which_all_passed_ends_with_0(run, tmp_path):
    file = tmp_path / "head.txt"
    file.write_text(HEAD)

    assert run("check-headers", file)[0] == 0
    status, said = run("check-headers", text=HEAD)

    assert status == 0
    assert [line.split()[:2] for line in said.splitlines()[:4]] == [
        ["From", "well"],
        ["SPF", "well"],
        ["DKIM", "well"],
        ["DMARC", "well"],
    ]


def test_a_head_in_which_something_failed_ends_with_1(run):
    status, said = run("check-headers", "-", text=HEAD.replace("dkim=pass", "dkim=fail"))

    assert status == 1
    assert "DKIM   MEND  The signature of example.org does not hold (fail)." in said
    assert "All is well" not in said


def test_what_is_no_head_is_told(run):
    status, said = run("check-headers", text="Dear all,\n")

    assert status == 1
    assert said.startswith("Error: There is no From header")


def test_a_test_mail_arrives_signed(make_app, smtp_server):
    key = DkimKey("webinars.example.org", "w2026", made_key("rsa"))
    server = {"mail_server": smtp_server.host, "mail_port": smtp_server.port}
    run = run_on(make_app(dkim_keys=(key,), **server))

    status, said = run("test", "ana@example.org")

    [received] = smtp_server.received
    assert status == 0
    assert received.recipients == ("ana@example.org",)
    assert dkim.verify(received.content, dnsfunc=lambda *_, **__: key.record.encode())
    assert "It was signed by: w2026._domainkey.webinars.example.org." in said


def test_the_servers_words_are_told_when_it_refuses(make_app, smtp_server):
    smtp_server.faults.refusal_of_all = "550 5.7.1 Not you"
    run = run_on(make_app(mail_server=smtp_server.host, mail_port=smtp_server.port))

    assert run("test", "ana@example.org") == (
        1,
        "Error: The mail was not taken: 550 5.7.1 Not you\n",
    )


def test_an_address_that_is_none_is_refused(run):
    status, said = run("test", "nobody")

    assert status == 2
    assert "nobody" in said


def test_without_a_mail_server_the_test_mail_is_in_the_inbox(make_app, tmp_path):
    status, said = run_on(make_app())("test", "ana@example.org")

    assert status == 0
    assert "development inbox" in said
    assert b"ana@example.org" in (tmp_path / "instance" / "inbox" / "0.eml").read_bytes()
