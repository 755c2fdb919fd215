"""The settings about mail that take more than a look; ``config.py`` reads the others."""

from collections.abc import Callable
from dataclasses import dataclass, field
from email.headerregistry import Address
from pathlib import Path

from webinars.domain.inbound.answering import DeclinedSeats
from webinars.domain.mail import pacing
from webinars.domain.mail.alignment import is_aligned
from webinars.domain.mail.dkim import DOMAIN, SELECTOR, DkimKey, PrivateKey, read_key

Get = Callable[[str], str | None]
Tell = Callable[[str], None]
LONGEST_BOUNCE_NAME = 27
HERE = {"127.0.0.1", "localhost", "::1"}
YES = {"true", "1", "yes"}
DKIM = ("DKIM_KEY_FILE", "DKIM_SELECTOR", "DKIM_DOMAIN")
READABLE_BY_OTHERS = 0o077


def declined_seats(get: Get, problem: Tell) -> DeclinedSeats:
    """Return what becomes of the seats of those whose calendars decline."""
    value = get("DECLINED_SEATS") or DeclinedSeats.ASK.value
    try:
        return DeclinedSeats(value.lower())
    except ValueError:
        problem(f"DECLINED_SEATS is {value!r}; give ask, free or note.")
        return DeclinedSeats.ASK


@dataclass(frozen=True)
class ImapAccount:
    """A mailbox on another server that mails are fetched from."""

    host: str
    port: int
    username: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    # Where mails are moved that were taken in; None: they are marked as seen.
    done_folder: str | None = None
    use_tls: bool = True


def imap_account(
    get: Get, problem: Tell, warn: Tell, *, port: int, use_tls: bool
) -> ImapAccount | None:
    """Return the mailbox that mails are fetched from, if one is named."""
    host, username, password = (get(f"IMAP_{name}") for name in ("HOST", "USERNAME", "PASSWORD"))
    if not (host or username or password):
        return None
    if not (host and username and password):
        problem("IMAP_HOST, IMAP_USERNAME and IMAP_PASSWORD belong together: give all three.")
        return None
    folder, done_folder = get("IMAP_FOLDER") or "INBOX", get("IMAP_DONE_FOLDER")
    if folder == done_folder:
        problem("IMAP_DONE_FOLDER must be another folder than IMAP_FOLDER.")
    if not use_tls and host not in HERE:
        warn(f"IMAP_PASSWORD travels to {host} for everybody to read: set IMAP_USE_TLS to true.")
    return ImapAccount(host, port, username, password, folder, done_folder, use_tls)


def dkim_keys(get: Get, problem: Tell, warn: Tell, *, sender: str) -> tuple[DkimKey, ...]:
    """Return the keys that sign mails from the domain *sender*; there may be two.

    *problem* is told what stops the start, *warn* what does not.
    """
    files, selectors, domains = ((get(name) or "").split() for name in DKIM)
    if not (files or selectors or domains):
        return ()
    if len(domains) != 1 or not files or len(files) != len(selectors):
        problem(f"{', '.join(DKIM)} belong together: give one domain and a selector for each key.")
        return ()
    domain = domains[0].lower()
    if not DOMAIN.fullmatch(domain):
        problem(f"DKIM_DOMAIN is {domain!r}; give a domain such as example.org.")
    elif not is_aligned(domain, sender):
        warn(
            f"Mails come from {sender}, but DKIM_DOMAIN is {domain}: servers that check DMARC do "
            "not count the signature."
        )
    for selector in selectors:
        if not SELECTOR.fullmatch(selector):
            problem(f"DKIM_SELECTOR is {selector!r}; give letters, digits and hyphens, as w2026.")
    keys = (_signing_key(Path(file), problem, warn) for file in files)
    return tuple(
        DkimKey(domain, selector, key)
        for selector, key in zip(selectors, keys, strict=True)
        if key is not None
    )


def bounce_address(get: Get, problem: Tell) -> str | None:
    """Return the address that mails which cannot be delivered come back to."""
    value = get("BOUNCE_ADDRESS")
    if value is None:
        return None
    name = _local_part(value)
    # The number of a mail and a proof are put behind the name, 64 characters in all.
    if not value.isascii() or not 0 < len(name) <= LONGEST_BOUNCE_NAME or "+" in name:
        problem(
            f"BOUNCE_ADDRESS is {value!r}; give an address such as bounce@example.org, "
            f"with at most {LONGEST_BOUNCE_NAME} characters and no + before the @."
        )
        return None
    return value


def inbound_address(get: Get, problem: Tell) -> str | None:
    """Return the further address whose mails come in here."""
    value = get("INBOUND_ADDRESS")
    if value is None:
        return None
    if not _local_part(value):
        problem(f"INBOUND_ADDRESS is {value!r}; give an address such as answers@example.org.")
        return None
    return value


def _local_part(value: str) -> str:
    """Return what stands before the @ of an address; nothing when it is none."""
    name, _, domain = value.rpartition("@")
    try:
        Address(username=name, domain=domain)
    except (ValueError, IndexError):
        return ""
    return name if domain else ""


def warn_of_readable_password(get: Get, warn: Tell) -> None:
    """Tell that the password travels unencrypted to another machine."""
    server, is_given = get("MAIL_SERVER"), get("MAIL_USERNAME") and get("MAIL_PASSWORD")
    is_encrypted = get("MAIL_PORT") == "465" or (get("MAIL_USE_TLS") or "").lower() in YES
    if is_given and server and server not in HERE and not is_encrypted:
        warn(f"MAIL_PASSWORD travels to {server} for everybody to read: set MAIL_USE_TLS to true.")


def pace(get: Get, problem: Tell) -> pacing.Rates:
    """Return how many mails a second each domain may get."""
    value = get("MAIL_PACE") or ""
    try:
        return pacing.read_rates(value)
    except ValueError as error:
        problem(
            f"MAIL_PACE has {str(error)!r}; give domains with a number a second, minute or hour, "
            "such as gmail.com=20/s; example.org=300/min; *=600/h."
        )
        return pacing.Rates()


def _signing_key(file: Path, problem: Tell, warn: Tell) -> PrivateKey | None:
    try:
        key = read_key(file.read_bytes())
        if file.stat().st_mode & READABLE_BY_OTHERS:
            warn(f"Others than its owner can use the DKIM key {file}: chmod 600 {file}")
    except OSError as error:
        problem(f"DKIM_KEY_FILE is {str(file)!r}, which cannot be read: {error.strerror}.")
    except ValueError as error:
        problem(f"DKIM_KEY_FILE is {str(file)!r}, which {error}.")
    else:
        return key
    return None
