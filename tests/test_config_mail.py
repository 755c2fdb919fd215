"""The settings about mail that take more than a look."""

import logging
import runpy

import pytest

from config import ROOT, Config
from config_mail import ImapAccount
from tests.test_config import PRODUCTION, problems
from webinars.domain.mail.dkim import made_key, written


@pytest.fixture
def key_file(tmp_path):
    return kept(tmp_path / "rsa.pem", written(made_key("rsa")))


def kept(path, content, mode=0o600):
    path.write_bytes(content)
    path.chmod(mode)
    return path


def dkim(file, selector="w2026", domain="example.org"):
    return PRODUCTION | {
        "DKIM_KEY_FILE": str(file),
        "DKIM_SELECTOR": selector,
        "DKIM_DOMAIN": domain,
    }


def test_without_a_key_nothing_is_signed():
    assert Config.from_environment(PRODUCTION).dkim_keys == ()


def test_a_key_signs_for_its_domain(key_file):
    config = Config.from_environment(dkim(key_file, domain="Example.org"))

    [key] = config.dkim_keys
    assert (key.record_name, key.algorithm) == ("w2026._domainkey.example.org", "rsa-sha256")
    assert config.warnings == ()


def test_two_keys_may_be_named(key_file, tmp_path):
    other = kept(tmp_path / "ed25519.pem", written(made_key("ed25519")))

    config = Config.from_environment(dkim(f"{key_file} {other}", "w2026 e2026"))

    assert [key.algorithm for key in config.dkim_keys] == ["rsa-sha256", "ed25519-sha256"]


@pytest.mark.parametrize("missing", ["DKIM_KEY_FILE", "DKIM_SELECTOR", "DKIM_DOMAIN"])
def test_half_a_setting_is_told(key_file, missing):
    [sentence] = problems(dkim(key_file) | {missing: ""})

    assert sentence == (
        "DKIM_KEY_FILE, DKIM_SELECTOR, DKIM_DOMAIN belong together: "
        "give one domain and a selector for each key."
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no key", "which holds no private key in PEM format."),
        (None, "which cannot be read: No such file or directory."),
    ],
)
def test_a_wrong_key_file_stops_the_start_with_a_sentence(tmp_path, content, words):
    file = tmp_path / "key.pem"
    if content is not None:
        kept(file, content)

    [sentence] = problems(dkim(file))

    assert sentence == f"DKIM_KEY_FILE is {str(file)!r}, {words}"


@pytest.mark.parametrize(
    ("name", "value"), [("DKIM_SELECTOR", "w_2026"), ("DKIM_DOMAIN", "localhost")]
)
def test_what_cannot_stand_in_dns_is_told(key_file, name, value):
    [sentence] = problems(dkim(key_file) | {name: value})

    assert sentence.startswith(f"{name} is {value!r}")


def test_a_key_that_others_can_read_is_warned_about_at_the_start(
    key_file, tmp_path, monkeypatch, caplog
):
    key_file.chmod(0o640)
    for name, value in dkim(key_file).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/webinars.db")
    monkeypatch.setenv("INSTANCE_PATH", str(tmp_path))

    with caplog.at_level(logging.WARNING, "webinars"):
        runpy.run_path(str(ROOT / "wsgi.py"))

    assert f"chmod 600 {key_file}" in caplog.text


def test_a_key_is_not_shown(key_file):
    assert "PrivateKey" not in repr(Config.from_environment(dkim(key_file)))


def test_a_pace_is_read():
    config = Config.from_environment(PRODUCTION | {"MAIL_PACE": "gmail.com=20/s"})

    assert config.mail_pace.of("gmail.com") == 20


def test_a_pace_that_cannot_be_read_is_told_with_an_example():
    [sentence] = problems(PRODUCTION | {"MAIL_PACE": "gmail.com=20/s; outlook.com=many"})

    assert sentence == (
        "MAIL_PACE has 'outlook.com=many'; give domains with a number a second, minute or hour, "
        "such as gmail.com=20/s; example.org=300/min; *=600/h."
    )


@pytest.mark.parametrize(
    ("given", "is_warned"),
    [
        ({}, True),
        ({"MAIL_USE_TLS": "true"}, False),
        ({"MAIL_PORT": "465"}, False),
        ({"MAIL_SERVER": "127.0.0.1"}, False),
        ({"MAIL_PASSWORD": ""}, False),
    ],
)
def test_a_password_that_everybody_can_read_is_warned_about(given, is_warned):
    login = {"MAIL_USERNAME": "webinars", "MAIL_PASSWORD": "secret"}

    warnings = Config.from_environment(PRODUCTION | login | given).warnings

    assert [sentence.split()[0] for sentence in warnings] == is_warned * ["MAIL_PASSWORD"]


@pytest.mark.parametrize(
    ("domain", "is_warned"), [("example.org", False), ("mail.example.org", False), ("a.com", True)]
)
def test_a_signature_that_counts_for_nothing_is_warned_about(key_file, domain, is_warned):
    warnings = Config.from_environment(dkim(key_file, domain=domain)).warnings

    assert [f"DKIM_DOMAIN is {domain}" in sentence for sentence in warnings] == is_warned * [True]


IMAP = {"IMAP_HOST": "imap.example.org", "IMAP_USERNAME": "invites", "IMAP_PASSWORD": "secret"}


def test_no_mailbox_is_read_unless_one_is_named():
    assert Config.from_environment(PRODUCTION).imap is None


def test_a_mailbox_is_read_over_tls_and_its_password_is_not_shown():
    config = Config.from_environment(PRODUCTION | IMAP)

    assert config.imap == ImapAccount("imap.example.org", 993, "invites", "secret")
    assert (config.imap.use_tls, config.imap.folder) == (True, "INBOX")
    assert "secret" not in repr(config) + repr(config.imap)


@pytest.mark.parametrize("left_out", IMAP)
def test_what_a_mailbox_needs_is_named(left_out):
    settings = {name: value for name, value in IMAP.items() if name != left_out}

    assert problems(PRODUCTION | settings) == [
        "IMAP_HOST, IMAP_USERNAME and IMAP_PASSWORD belong together: give all three."
    ]


def test_mails_that_are_done_go_to_another_folder():
    settings = {"IMAP_FOLDER": "Invites", "IMAP_DONE_FOLDER": "Invites"}

    assert problems(PRODUCTION | IMAP | settings) == [
        "IMAP_DONE_FOLDER must be another folder than IMAP_FOLDER."
    ]


@pytest.mark.parametrize(("host", "count"), [("imap.example.org", 1), ("127.0.0.1", 0)])
def test_a_mailbox_s_password_that_anybody_can_read_is_warned_of(host, count):
    settings = {"IMAP_HOST": host, "IMAP_USE_TLS": "false"}

    warnings = Config.from_environment(PRODUCTION | IMAP | settings).warnings

    assert len([one for one in warnings if "IMAP_PASSWORD travels" in one]) == count
