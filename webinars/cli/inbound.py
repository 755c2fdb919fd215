"""Taking in the mails that come to the organizer's address and to the return addresses."""

import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Event
from typing import IO

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError

from webinars.cli import imap as mailbox
from webinars.cli.faults import place_of
from webinars.clock import utcnow
from webinars.extensions import db, transaction
from webinars.i18n import gettext
from webinars.incoming.reader import MailReader, NotRead, ReaderAway
from webinars.models import InboundMail, InboundState
from webinars.queries.inbound import content_by_id, new_mail_ids
from webinars.services import inbound as mails
from webinars.settings import settings

# The mail server keeps the mail and tries again (sysexits.h).
TRY_AGAIN = 75
PIECE = 1024 * 1024
LEFT_OVER = 100
# Longer than anybody takes to read a mail.
ABANDONED_AFTER = timedelta(minutes=1)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Arrived:
    """A mail's bytes, as many as are kept, and how many there were."""

    raw: bytes
    size: int


@click.command("inbound")
@click.argument("file", type=click.File("rb"), default="-")
@click.option(
    "--maildir",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Take all mails of this maildir instead of one.",
)
@click.option(
    "--imap",
    is_flag=True,
    help="Fetch all waiting mails of the mailbox that the settings IMAP_... name.",
)
@click.option(
    "--every",
    type=click.IntRange(1, 86_400),
    metavar="SECONDS",
    help="Look into the maildir or mailbox again and again, until SIGTERM or Ctrl-C.",
)
@click.option(
    "--sender", help="The envelope's sender, where the server says it; empty for bounces."
)
@click.option("--recipient", help="The envelope's recipient, where the server says it.")
@with_appcontext
def inbound(
    file: IO[bytes],
    maildir: Path | None,
    imap: bool,
    every: int | None,
    sender: str | None,
    recipient: str | None,
) -> None:
    """Take in one mail, from FILE or standard input, or those of a maildir or an IMAP mailbox.

    Each is stored once, however often it comes. Exits with 75 when it could not be stored, or
    the mailbox is away: mail servers keep the mail then and try again.
    """
    is_one = maildir is None and not imap
    _check(is_one=is_one, is_both=maildir is not None and imap, every=every, imap=imap)
    with closing(MailReader()) as reader:
        if maildir is not None:
            found = partial(take_maildir, maildir, reader)
        elif imap:
            found = partial(take_imap, reader)
        else:
            found = partial(take_one, file, sender, recipient, reader)
        if every is not None:
            again_and_again(found, reader, every)
            return
        count = _taken_in(found, reader, Event())
        if count is None:
            sys.exit(TRY_AGAIN)
        if not is_one:
            click.echo(f"Took in {count} mails.")


def _check(*, is_one: bool, is_both: bool, every: int | None, imap: bool) -> None:
    """Stop with a sentence when options make no sense together."""
    if is_both:
        raise click.UsageError("Give --maildir or --imap, not both.")
    if is_one and every is not None:
        raise click.UsageError("--every is for --maildir and --imap.")
    if imap and settings().imap is None:
        raise click.UsageError("Set IMAP_HOST, IMAP_USERNAME and IMAP_PASSWORD first.")


def _taken_in(found: Callable[[], Iterator[int]], reader: MailReader, stopped: Event) -> int | None:
    """Take in the mails *found*, until *stopped*; count them, or return None when it failed."""
    count = 0
    try:
        for _ in found():
            count += 1
            if stopped.is_set():
                return count
        # What somebody stored who was then killed.
        for mail_id in left_over():
            read(reader, mail_id)
            if stopped.is_set():
                break
    except (SQLAlchemyError, ReaderAway, *mailbox.FAILURES) as error:
        db.session.rollback()
        click.echo(_why_not(error), err=True)
        return None
    return count


def _why_not(error: Exception) -> str:
    if isinstance(error, ReaderAway):
        return "The mail is stored, but no mail can be read now; it will be later."
    if isinstance(error, SQLAlchemyError | NotADirectoryError | FileNotFoundError):
        return f"The mail could not be stored: {type(error).__name__}."
    if isinstance(error, mailbox.NoFolder):
        return f"IMAP_DONE_FOLDER is not in the mailbox: {error}."
    return f"The mails could not be fetched: {type(error).__name__}: {error}"


def again_and_again(found: Callable[[], Iterator[int]], reader: MailReader, seconds: int) -> None:
    """Look again and again, so many seconds apart, whatever goes wrong, until told to stop."""
    stopped = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    while not stopped.is_set():
        _taken_in(found, reader, stopped)
        stopped.wait(seconds)


def take_one(
    file: IO[bytes], sender: str | None, recipient: str | None, reader: MailReader
) -> Iterator[int]:
    """Store the one mail of *file* and read it; yield its number."""
    sender = os.environ.get("SENDER") if sender is None else sender
    mail_id = store(read_all(file), sender, recipient or os.environ.get("RECIPIENT"))
    read(reader, mail_id)
    yield mail_id


def take_imap(reader: MailReader) -> Iterator[int]:
    """Store each waiting mail of the mailbox and read it; yield its number."""
    account = settings().imap
    if account is None:
        return
    waiting = mailbox.waiting_mails(account, most=mails.MOST_BYTES, timeout=settings().mail_timeout)
    for content, size in waiting:
        mail_id = store(Arrived(content, size), None, None)
        read(reader, mail_id)
        yield mail_id


def read_all(file: IO[bytes]) -> Arrived:
    """Read *file* to its end; of a mail that is too big only the beginning is kept."""
    pieces, size = [], 0
    while piece := file.read(PIECE):
        size += len(piece)
        if size <= mails.MOST_BYTES + PIECE:
            pieces.append(piece)
    return Arrived(b"".join(pieces), size)


def store(arrived: Arrived, sender: str | None, recipient: str | None) -> int:
    """Store the mail, in a transaction of its own; return its number."""
    with transaction():
        return mails.take(
            arrived.raw,
            envelope_from=sender,
            envelope_to=recipient,
            now=utcnow(),
            size=arrived.size,
        ).id


def read(reader: MailReader, mail_id: int) -> None:
    """Read a stored mail and do what it asks for; it never stops those that come after it."""
    found, raw = db.session.get(InboundMail, mail_id), content_by_id(mail_id)
    if found is None or raw is None or found.state is not InboundState.NEW:
        return
    sender, recipient = found.envelope_from, found.envelope_to
    db.session.rollback()
    try:
        reading = reader.read(raw, envelope_from=sender, envelope_to=recipient)
    except NotRead:
        _set_aside(mail_id, gettext("Reading this mail takes too much time or memory."))
        return
    try:
        with transaction():
            mails.act(mail_id, reading, now=utcnow())
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001  whatever it is, the next mail must be read
        log.error("Mail %s could not be understood: %s", mail_id, place_of(error))
        _set_aside(mail_id, gettext("What this mail asks for could not be done."))


def take_maildir(folder: Path, reader: MailReader) -> Iterator[int]:
    """Store each mail of ``new``, put it into ``cur``, read it; yield its number.

    It is moved once it is stored: whoever is killed before finds it again, and stores it once.
    What cannot be opened or moved is passed over, or in the hands of another run.
    """
    (folder / "cur").mkdir(exist_ok=True)
    for path in sorted((folder / "new").iterdir()):
        try:
            with path.open("rb") as file:
                arrived = read_all(file)
            mail_id = store(arrived, None, None)
            path.rename(folder / "cur" / f"{path.name}:2,S")
        except FileNotFoundError:
            continue
        except OSError as error:
            click.echo(f"{path.name} is passed over: {type(error).__name__}.", err=True)
            continue
        read(reader, mail_id)
        yield mail_id


def left_over() -> list[int]:
    """Return the numbers of mails stored a while ago that nobody has read."""
    ids = list(new_mail_ids(before=utcnow() - ABANDONED_AFTER, most=LEFT_OVER))
    db.session.rollback()
    return ids


def _set_aside(mail_id: int, reason: str) -> None:
    with transaction():
        mails.set_aside(mail_id, reason)
