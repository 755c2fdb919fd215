"""The settings are checked before anything starts."""

import subprocess
import sys

import pytest

from config import ROOT, Config, SettingsError, read_environment
from webinars.domain.inbound.answering import DeclinedSeats

PRODUCTION = {
    "BASE_URL": "https://webinars.example.org",
    "SECRET_KEY": "a secret that is long enough",
    "DATABASE_URL": "postgresql://webinars@db/webinars",
    "MAIL_SERVER": "smtp.example.org",
    "MAIL_DEFAULT_SENDER": "Webinars <invites@example.org>",
}


def problems(environment):
    with pytest.raises(SettingsError) as caught:
        Config.from_environment(environment)
    return str(caught.value).splitlines()


def test_without_settings_it_is_development(tmp_path):
    config = Config.from_environment({"INSTANCE_PATH": str(tmp_path)})

    assert config.is_development
    assert config.has_development_inbox
    assert config.database_url == f"sqlite:///{tmp_path / 'webinars.db'}"
    assert config.base_url == "http://127.0.0.1:8000"


def test_the_development_key_is_made_once_and_kept_private(tmp_path):
    environment = {"INSTANCE_PATH": str(tmp_path)}

    first = Config.from_environment(environment).secret_key
    second = Config.from_environment(environment).secret_key

    assert first == second
    assert len(first) >= 32
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_production_reads_every_setting():
    config = Config.from_environment(
        PRODUCTION | {"SECRET_KEY_FALLBACKS": "older oldest", "TRUSTED_PROXIES": "1"}
    )

    assert not config.is_development
    assert not config.has_development_inbox
    assert config.database_url == "postgresql+psycopg://webinars@db/webinars"
    assert config.sender.addr_spec == "invites@example.org"
    assert config.secret_key_fallbacks == ("older", "oldest")
    assert config.host == "webinars.example.org"


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "DATABASE_URL", "MAIL_SERVER", "MAIL_DEFAULT_SENDER"]
)
def test_production_names_what_is_missing(name):
    [sentence] = problems({key: value for key, value in PRODUCTION.items() if key != name})

    assert sentence.startswith(f"{name} is missing")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", "http://webinars.example.org"),
        ("BASE_URL", "webinars.example.org"),
        ("BASE_URL", "https://webinars.example.org/path"),
        ("BASE_URL", "ftp://webinars.example.org"),
        ("SECRET_KEY", "short"),
        ("DATABASE_URL", "mysql://db/webinars"),
        ("MAIL_DEFAULT_SENDER", "not an address"),
        ("MAIL_PORT", "smtp"),
        ("MAIL_PORT", "70000"),
        ("MAIL_USE_TLS", "maybe"),
        ("REDIS_URL", "http://redis"),
        ("CLIENT_LIMITS", "many per minute"),
        ("TRUSTED_PROXIES", "-1"),
        ("CONTACT_ADDRESS", "Us <us@example.org>"),
        ("CONTACT_ADDRESS", "nobody"),
        ("KEEP_REGISTRATIONS_MONTHS", "0"),
        ("KEEP_REGISTRATIONS_MONTHS", "121"),
        ("KEEP_REGISTRATIONS_MONTHS", "forever"),
        ("DEFAULT_TIME_ZONE", "Eastern"),
        ("DEFAULT_LANGUAGE", "English"),
        ("DEFAULT_LANGUAGE", "fr"),
        ("TRANSLATIONS_PATH", "/nowhere"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(name, value):
    [sentence] = problems(PRODUCTION | {name: value})

    assert sentence.startswith(name)
    assert sentence.endswith(".")


def test_all_wrong_settings_are_told_at_once():
    found = problems(PRODUCTION | {"MAIL_PORT": "x", "DEFAULT_TIME_ZONE": "y"})

    assert [sentence.split()[0] for sentence in found] == ["MAIL_PORT", "DEFAULT_TIME_ZONE"]


def test_a_folder_of_ones_own_adds_languages(tmp_path):
    (tmp_path / "pt_BR" / "LC_MESSAGES").mkdir(parents=True)
    named = PRODUCTION | {"TRANSLATIONS_PATH": str(tmp_path), "DEFAULT_LANGUAGE": "pt-BR"}

    config = Config.from_environment(named)

    assert config.default_language == "pt-BR"
    assert config.translations == (ROOT / "webinars" / "translations", tmp_path)


@pytest.mark.parametrize("name", ["xx", "spanish", "zh_TW"])
def test_a_catalog_of_no_language_is_named(tmp_path, name):
    (tmp_path / name / "LC_MESSAGES").mkdir(parents=True)

    [sentence] = problems(PRODUCTION | {"TRANSLATIONS_PATH": str(tmp_path)})

    assert sentence.startswith(f"The translations are for {name.replace('_', '-')!r}")


def test_limits_can_be_switched_off():
    assert Config.from_environment(PRODUCTION | {"CLIENT_LIMITS": "off"}).client_limits is None


def test_questions_go_to_the_sender_unless_there_is_another_contact():
    asked = Config.from_environment(PRODUCTION | {"CONTACT_ADDRESS": "us@example.org"})

    assert Config.from_environment(PRODUCTION).contact == "invites@example.org"
    assert asked.contact == "us@example.org"


@pytest.mark.parametrize(("given", "kept"), [(None, 24), ("1", 1), ("120", 120)])
def test_registrations_are_kept_for_whole_months(given, kept):
    environment = PRODUCTION | ({"KEEP_REGISTRATIONS_MONTHS": given} if given else {})

    assert Config.from_environment(environment).keep_registrations_months == kept


def test_secrets_are_not_shown():
    shown = repr(Config.from_environment(PRODUCTION))

    assert PRODUCTION["SECRET_KEY"] not in shown
    assert "db/webinars" not in shown


def test_a_wrong_setting_stops_the_start_without_a_traceback(tmp_path):
    started = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=ROOT,
        env={"MAIL_PORT": "x", "INSTANCE_PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert started.returncode == 1
    assert started.stderr.strip() == (
        "Webinars cannot start. MAIL_PORT is 'x'; give a whole number from 1 to 65535."
    )


def test_a_dotenv_file_is_read_in_development_and_the_environment_wins(tmp_path):
    file = tmp_path / ".env"
    file.write_text("MAIL_PORT=2525\nDEFAULT_LANGUAGE=es\n", encoding="utf-8")

    found = read_environment({"DEFAULT_LANGUAGE": "en"}, file)

    assert (found["MAIL_PORT"], found["DEFAULT_LANGUAGE"]) == ("2525", "en")


@pytest.mark.parametrize("environment", [PRODUCTION, {}], ids=["environment", "file"])
def test_a_dotenv_file_is_not_read_in_production(tmp_path, environment):
    file = tmp_path / ".env"
    file.write_text("MAIL_PORT=2525\nBASE_URL=https://webinars.example.org\n", encoding="utf-8")

    assert "MAIL_PORT" not in read_environment(environment, file)


def test_mails_come_back_to_the_bounce_address_that_is_set():
    config = Config.from_environment(PRODUCTION | {"BOUNCE_ADDRESS": "bounce@example.org"})

    assert config.bounce_address == "bounce@example.org"
    assert Config.from_environment(PRODUCTION).bounce_address is None


@pytest.mark.parametrize("bad", ["bounce", "a+b@example.org", "é@example.org", f"{'b' * 28}@e.org"])
def test_a_bounce_address_must_leave_room_for_the_proof(bad):
    [problem] = problems(PRODUCTION | {"BOUNCE_ADDRESS": bad})

    assert problem.startswith("BOUNCE_ADDRESS is ")


def test_a_further_address_of_mails_that_come_in_may_be_set():
    config = Config.from_environment(PRODUCTION | {"INBOUND_ADDRESS": "answers@example.org"})

    assert config.inbound_address == "answers@example.org"
    assert Config.from_environment(PRODUCTION).inbound_address is None
    [problem] = problems(PRODUCTION | {"INBOUND_ADDRESS": "answers"})
    assert problem.startswith("INBOUND_ADDRESS is ")


def test_what_becomes_of_declined_seats_is_set():
    config = Config.from_environment(
        PRODUCTION | {"DECLINED_SEATS": "Free", "INBOUND_AUTHSERV_ID": "mx.example.org"}
    )

    assert config.declined_seats is DeclinedSeats.FREE
    assert config.inbound_authserv_id == "mx.example.org"
    assert Config.from_environment(PRODUCTION).declined_seats is DeclinedSeats.ASK
    assert problems(PRODUCTION | {"DECLINED_SEATS": "maybe"}) == [
        "DECLINED_SEATS is 'maybe'; give ask, free or note."
    ]
