"""Making other mail servers trust our mails: keys, DNS records, and what servers found."""

import os
import sys
from email.utils import format_datetime
from pathlib import Path
from typing import TextIO

import click
from flask.cli import AppGroup

from webinars.clock import utcnow
from webinars.domain.mail import dkim, mime
from webinars.domain.mail.dns_records import instructions
from webinars.domain.mail.header_check import NoHeaders, check_headers
from webinars.settings import settings
from webinars.transports import open_transport
from webinars.transports.failures import DeliveryFailure

MOST_CHARACTERS = 1_000_000
SECONDS_TO_SEND = 45.0
# No delivery has it: the development inbox shows the test under it.
TEST_ID = 0

mail = AppGroup("mail", help="Make other mail servers trust our mails.")


@mail.command("dkim-key")
@click.option("--domain", required=True, help="The domain that mails come from: example.org.")
@click.option("--selector", required=True, help="A name for the key, such as w2026.")
@click.option(
    "--type",
    "kind",
    type=click.Choice(["rsa", "ed25519"]),
    default="rsa",
    show_default=True,
    help="Every server understands RSA; Ed25519 only beside it.",
)
@click.option(
    "--out",
    "file",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the private key; the file must not exist.",
)
def dkim_key(domain: str, selector: str, kind: str, file: Path) -> None:
    """Make a key that signs mails, and say which DNS records to create."""
    if not dkim.DOMAIN.fullmatch(domain):
        raise click.UsageError(f"{domain!r} is no domain such as example.org.")
    if not dkim.SELECTOR.fullmatch(selector):
        raise click.UsageError(f"{selector!r} is no selector: give letters, digits and hyphens.")
    key = dkim.DkimKey(domain.lower(), selector, dkim.made_key(kind))
    _write_secret(file, dkim.written(key.private_key))
    current = settings()
    click.echo(f"The private key is in {file}. Keep it secret, and keep a copy.\n")
    click.echo(
        instructions(
            key,
            mail_server=current.mail_server,
            organizer=current.sender.addr_spec,
            bounces=current.bounce_address,
        )
    )
    click.echo("When the DKIM record can be looked up, set these and start web server and worker:")
    click.echo(f"DKIM_KEY_FILE={file.resolve()}")
    click.echo(f"DKIM_SELECTOR={selector}")
    click.echo(f"DKIM_DOMAIN={key.domain}")


@mail.command("check-headers")
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"), default="-")
def check(file: TextIO) -> None:
    """Say what a receiving server found about one of our mails, and what to mend.

    FILE holds the head of the mail as it arrived there, or the whole mail; without FILE, or
    with -, it is read from standard input. Ends with 0 when SPF, DKIM and DMARC passed, all for
    the sender's domain, and with 1 otherwise.
    """
    try:
        findings = check_headers(file.read(MOST_CHARACTERS))
    except NoHeaders as error:
        raise click.ClickException(str(error)) from None
    for finding in findings:
        mark = "well" if finding.is_fine else "MEND"
        click.echo(f"{finding.name:<6} {mark}  {' '.join(finding.sentences)}")
    if not all(finding.is_fine for finding in findings):
        sys.exit(1)
    click.echo("All is well: other servers can see that the mail is yours.")


@mail.command("test")
@click.argument("address")
def test(address: str) -> None:
    """Send one mail to ADDRESS through the configured server, and say what became of it."""
    content = _test_mail(address)
    current = settings()
    transport = open_transport()
    try:
        transport.send(TEST_ID, address, content, seconds=SECONDS_TO_SEND)
    except DeliveryFailure as error:
        raise click.ClickException(f"The mail was not taken: {error.reason}") from None
    finally:
        transport.close()
    if current.has_development_inbox:
        click.echo("There is no mail server: the mail is kept in the development inbox.")
        return
    signers = ", ".join(key.record_name for key in current.dkim_keys) or "nobody"
    click.echo(f"{current.mail_server} took the mail. It was signed by: {signers}.")
    click.echo("Look whether it arrives, then give its head to `mail check-headers`.")


def _test_mail(address: str) -> bytes:
    now, current = utcnow(), settings()
    name = f"d{TEST_ID}.{os.urandom(8).hex()}"
    words = "This mail shows that mails leave, and what other mail servers think of them."
    try:
        headers = [
            mime.addressed("From", current.sender.display_name, current.sender.addr_spec),
            mime.addressed("To", "", address),
            mime.unstructured("Subject", f"Test mail from {current.sender.display_name}"),
            ("Date", format_datetime(now)),
            ("Message-ID", f"<{name}@{current.host}>"),
            ("Auto-Submitted", "auto-generated"),
        ]
    except ValueError as error:
        raise click.UsageError(f"{error}.") from None
    html = f"<p>{words}</p>"
    content = mime.mail(headers, boundary=name, text=words, html=html, calendar=None)
    return dkim.signed(content, current.dkim_keys, now=now)


def _write_secret(file: Path, content: bytes) -> None:
    """Write a file that nobody else can read; never over another one."""
    try:
        number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise click.ClickException(f"{file} exists already and stays as it is.") from None
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from None
    with os.fdopen(number, "wb") as opened:
        opened.write(content)
