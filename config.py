"""The settings, read from the environment and checked before anything starts."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from dotenv import dotenv_values
from limits import parse_many

import config_mail
from webinars.domain.inbound.answering import DeclinedSeats
from webinars.domain.mail.dkim import DkimKey
from webinars.domain.mail.pacing import Rates

ROOT = Path(__file__).resolve().parent
TRANSLATIONS = ROOT / "webinars" / "translations"
LOOPBACK_HOSTS = {"127.0.0.1", "localhost", "::1"}
DEFAULT_BASE_URL = "http://127.0.0.1:8000"
LONGEST_KEPT_MONTHS = 120
DEFAULT_CLIENT_LIMITS = "60 per minute;300 per hour"


class SettingsError(Exception):
    """One or more settings are missing or wrong; the message has a sentence for each."""


@dataclass(frozen=True)
class Config:
    """Every setting, checked. ``docs/settings.md`` explains each."""

    base_url: str
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    sender: Address
    sender_domains: tuple[str, ...] = ()
    bounce_address: str | None = None
    inbound_address: str | None = None
    inbound_authserv_id: str | None = None
    imap: config_mail.ImapAccount | None = field(default=None, repr=False)
    declined_seats: DeclinedSeats = DeclinedSeats.ASK
    secret_key_fallbacks: tuple[str, ...] = field(default=(), repr=False)
    mail_server: str | None = None
    mail_port: int = 25
    mail_use_tls: bool = False
    mail_username: str | None = None
    mail_password: str | None = field(default=None, repr=False)
    mail_timeout: float = 20.0
    mail_pace: Rates = field(default_factory=Rates)
    dkim_keys: tuple[DkimKey, ...] = ()
    redis_url: str | None = field(default=None, repr=False)
    client_limits: str | None = DEFAULT_CLIENT_LIMITS
    trusted_proxies: int = 0
    contact_address: str | None = None
    keep_registrations_months: int = 24
    # Set in the console alone: a longer time that still holds, and the picture beside the name.
    former_keep_months: int | None = None
    former_keep_until: datetime | None = None
    logo_digest: str | None = None
    logo_width: int | None = None
    logo_height: int | None = None
    default_time_zone: str = "America/New_York"
    default_language: str = "en"
    translations: tuple[Path, ...] = (TRANSLATIONS,)
    instance_path: Path = ROOT / "instance"
    is_testing: bool = False
    # What is no reason not to start, a sentence each.
    warnings: tuple[str, ...] = ()

    @property
    def is_development(self) -> bool:
        """True when the address is a loopback one over plain HTTP."""
        return is_development_url(self.base_url)

    @property
    def has_development_inbox(self) -> bool:
        """True when mails are kept and shown instead of being sent."""
        return self.is_development and self.mail_server is None

    @property
    def contact(self) -> str:
        """The address that people with a question about the site write to."""
        return self.contact_address or self.sender.addr_spec

    def may_send_from(self, address: str) -> bool:
        """Whether mails from *address* are ours to send: its domain is ours, or was named so."""
        domains = {self.sender.domain.lower(), *self.sender_domains}
        return address.rpartition("@")[2].lower() in domains

    def months_deleted_by(self, now: datetime) -> int:
        """Return after how many months registrations are deleted *now*.

        A time that was just made shorter does not count yet: it can still be taken back.
        """
        if not self.former_keep_months or not self.former_keep_until:
            return self.keep_registrations_months
        if now >= self.former_keep_until:
            return self.keep_registrations_months
        return max(self.former_keep_months, self.keep_registrations_months)

    @property
    def host(self) -> str:
        """The host of every link, which is also the right side of UIDs."""
        return urlsplit(self.base_url).hostname or "localhost"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Config":
        """Read the settings from *environment*; raise SettingsError naming every wrong one."""
        return _Reader(environment).config()


def read_environment(environment: Mapping[str, str], dotenv_file: Path) -> Mapping[str, str]:
    """Return *environment*, in development with what *dotenv_file* says beside it.

    What the environment itself says wins. In production the file is not read.
    """
    written = {name: value for name, value in dotenv_values(dotenv_file).items() if value}
    merged = written | dict(environment)
    is_development = is_development_url(merged.get("BASE_URL") or DEFAULT_BASE_URL)
    return merged if is_development else environment


def is_development_url(url: str) -> bool:
    """Return whether *url* is plain HTTP on a loopback host."""
    parts = urlsplit(url)
    return parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS


def test_config(database_url: str, **overrides: object) -> Config:
    """Return settings for a test: no rate limits, a fixed key, no mail server."""
    settings: dict[str, object] = {
        "base_url": "http://127.0.0.1:8000",
        "secret_key": "a key for tests only, long enough",
        "database_url": database_url,
        "sender": Address("Webinars", addr_spec="invites@webinars.example.org"),
        "client_limits": None,
        "is_testing": True,
    }
    return Config(**(settings | overrides))  # type: ignore[arg-type]  # checked by the tests' use


class _Reader:
    """Reads one environment, collecting a sentence for every wrong setting."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = {name: value.strip() for name, value in environment.items()}
        self.problems: list[str] = []
        self.warnings: list[str] = []
        self.instance_path = Path(self.get("INSTANCE_PATH") or ROOT / "instance").resolve()

    def get(self, name: str) -> str | None:
        return self.environment.get(name) or None

    def config(self) -> Config:
        base_url = self.base_url()
        development = is_development_url(base_url)
        config_mail.warn_of_readable_password(self.get, self.warnings.append)
        sender = self.sender(development=development)
        config = Config(
            base_url=base_url,
            secret_key=self.secret_key(development=development),
            secret_key_fallbacks=tuple((self.get("SECRET_KEY_FALLBACKS") or "").split()),
            database_url=self.database_url(development=development),
            sender=sender,
            sender_domains=self.sender_domains(),
            bounce_address=config_mail.bounce_address(self.get, self.problem),
            inbound_address=config_mail.inbound_address(self.get, self.problem),
            mail_server=self.required("MAIL_SERVER", development=development),
            mail_port=self.number("MAIL_PORT", 25, 1, 65535),
            mail_use_tls=self.boolean("MAIL_USE_TLS"),
            mail_username=self.get("MAIL_USERNAME"),
            mail_password=self.get("MAIL_PASSWORD"),
            mail_timeout=float(self.number("MAIL_TIMEOUT", 20, 1, 30)),
            mail_pace=config_mail.pace(self.get, self.problem),
            inbound_authserv_id=self.get("INBOUND_AUTHSERV_ID"),
            imap=config_mail.imap_account(
                self.get,
                self.problem,
                self.warnings.append,
                port=self.number("IMAP_PORT", 993, 1, 65535),
                use_tls=self.boolean("IMAP_USE_TLS", default="true"),
            ),
            declined_seats=config_mail.declined_seats(self.get, self.problem),
            dkim_keys=config_mail.dkim_keys(
                self.get, self.problem, self.warnings.append, sender=sender.domain
            ),
            redis_url=self.redis_url(),
            client_limits=self.client_limits(),
            trusted_proxies=self.number("TRUSTED_PROXIES", 0, 0, 10),
            contact_address=self.contact_address(),
            keep_registrations_months=self.number(
                "KEEP_REGISTRATIONS_MONTHS", 24, 1, LONGEST_KEPT_MONTHS
            ),
            default_time_zone=self.time_zone(),
            default_language=self.language(),
            translations=self.translations(),
            instance_path=self.instance_path,
            warnings=tuple(self.warnings),
        )
        if self.problems:
            raise SettingsError("\n".join(self.problems))
        return config

    def problem(self, sentence: str) -> None:
        self.problems.append(sentence)

    def required(self, name: str, *, development: bool) -> str | None:
        value = self.get(name)
        if value is None and not development:
            self.problem(
                f"{name} is missing: it is required unless BASE_URL is on a loopback host."
            )
        return value

    def base_url(self) -> str:
        url = (self.get("BASE_URL") or DEFAULT_BASE_URL).rstrip("/")
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
            self.problem(
                f"BASE_URL is {url!r}; give scheme and host, such as https://webinars.example.org."
            )
        elif parts.scheme == "http" and not is_development_url(url):
            self.problem(
                f"BASE_URL is {url!r}; an address that is not on this machine must be https://."
            )
        return url

    def secret_key(self, *, development: bool) -> str:
        key = self.get("SECRET_KEY")
        if key is None and development:
            return self.kept_secret_key()
        if key is None:
            self.problem(
                "SECRET_KEY is missing: it is required unless BASE_URL is on a loopback host."
            )
        elif len(key) < 16:
            self.problem(
                "SECRET_KEY is too short: give at least 16 characters, best 32 random ones."
            )
        return key or ""

    def kept_secret_key(self) -> str:
        """Return the development key, made at the first start."""
        path = self.instance_path / "secret_key"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("x", encoding="ascii") as file:
                path.chmod(0o600)
                file.write(secrets.token_urlsafe(32))
        except FileExistsError:
            pass
        return path.read_text(encoding="ascii").strip()

    def database_url(self, *, development: bool) -> str:
        url = self.get("DATABASE_URL")
        if url is None:
            self.required("DATABASE_URL", development=development)
            return f"sqlite:///{self.instance_path / 'webinars.db'}"
        for scheme in ("postgres://", "postgresql://"):
            if url.startswith(scheme):
                return "postgresql+psycopg://" + url.removeprefix(scheme)
        if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            self.problem("DATABASE_URL must begin with sqlite:/// or postgresql://.")
        return url

    def sender(self, *, development: bool) -> Address:
        value = self.required("MAIL_DEFAULT_SENDER", development=development)
        name, address = parseaddr(value or "Webinars <invites@webinars.example>")
        try:
            return Address(name or "Webinars", addr_spec=address)
        except (ValueError, IndexError):
            self.problem(
                "MAIL_DEFAULT_SENDER must be an address such as Webinars <invites@example.org>."
            )
            return Address("Webinars", addr_spec="invites@webinars.example")

    def sender_domains(self) -> tuple[str, ...]:
        domains = tuple((self.get("MAIL_SENDER_DOMAINS") or "").lower().split())
        for domain in domains:
            try:
                Address(username="invites", domain=domain)
            except (ValueError, IndexError):
                self.problem(
                    f"MAIL_SENDER_DOMAINS has {domain!r}; give domains such as example.org."
                )
        return domains

    def contact_address(self) -> str | None:
        value = self.get("CONTACT_ADDRESS")
        try:
            return value and Address(addr_spec=value).addr_spec
        except (ValueError, IndexError):
            self.problem(f"CONTACT_ADDRESS is {value!r}; give an address such as us@example.org.")
            return None

    def redis_url(self) -> str | None:
        url = self.get("REDIS_URL")
        if url is not None and not url.startswith(("redis://", "rediss://", "unix://")):
            self.problem("REDIS_URL must begin with redis://, rediss:// or unix://.")
        return url

    def number(self, name: str, default: int, least: int, most: int) -> int:
        value = self.get(name)
        if value is None:
            return default
        if not value.isdecimal() or not least <= int(value) <= most:
            self.problem(f"{name} is {value!r}; give a whole number from {least} to {most}.")
            return default
        return int(value)

    def boolean(self, name: str, *, default: str = "false") -> bool:
        value = (self.get(name) or default).lower()
        if value not in {"true", "false", "1", "0", "yes", "no"}:
            self.problem(f"{name} is {value!r}; give true or false.")
        return value in {"true", "1", "yes"}

    def client_limits(self) -> str | None:
        value = self.get("CLIENT_LIMITS") or DEFAULT_CLIENT_LIMITS
        if value == "off":
            return None
        return self.checked(
            value,
            parse_many,
            f"CLIENT_LIMITS is {value!r}; give off, or limits such as {DEFAULT_CLIENT_LIMITS}.",
        )

    def checked(self, value: str, parse: Callable[[str], object], sentence: str) -> str:
        try:
            parse(value)
        except ValueError:
            self.problem(sentence)
        return value

    def time_zone(self) -> str:
        zone = self.get("DEFAULT_TIME_ZONE") or "America/New_York"
        if zone not in available_timezones():
            self.problem(
                f"DEFAULT_TIME_ZONE is {zone!r}; give an IANA name such as America/New_York."
            )
        return zone

    def language(self) -> str:
        language = self.get("DEFAULT_LANGUAGE") or "en"
        spoken = ["en", *sorted(catalogs(*self.folders()) - {"en"})]
        if language not in spoken:
            offer = ", ".join(spoken)
            self.problem(f"DEFAULT_LANGUAGE is {language!r}; give one that has a catalog: {offer}.")
        return language

    def folders(self) -> tuple[Path, ...]:
        """Return where catalogs are: ours, and the folder that the operator keeps."""
        own = self.get("TRANSLATIONS_PATH")
        return (TRANSLATIONS, Path(own).resolve()) if own else (TRANSLATIONS,)

    def translations(self) -> tuple[Path, ...]:
        for folder in self.folders():
            if not folder.is_dir():
                self.problem(f"TRANSLATIONS_PATH is {str(folder)!r}, which is no folder.")
        for code in sorted(catalogs(*self.folders())):
            if not is_locale(code):
                self.problem(
                    f"The translations are for {code!r}, which is no language; name the folder "
                    "after its code, such as fr, pt_BR or zh_Hant."
                )
        return self.folders()


def catalogs(*folders: Path) -> set[str]:
    """Return the codes of the languages that have a catalog in *folders*, as BCP 47 has them."""
    found = (path for folder in folders for path in folder.glob("*/LC_MESSAGES"))
    return {path.parent.name.replace("_", "-") for path in found}


def is_locale(code: str) -> bool:
    """Return whether dates and numbers are known for the language *code*, spelled like that."""
    try:
        return str(Locale.parse(code, sep="-")).replace("_", "-") == code
    except (ValueError, UnknownLocaleError):
        return False
