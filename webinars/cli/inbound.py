"""Taking in the mails that come to the organizer's address and to the return addresses."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from pathlib import Path
from typing import IO

import click
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from webinars.clock import utcnow
from webinars.extensions import db, transaction
from webinars.i18n import gettext
from webinars.incoming.reader import MailReader, NotRead
from webinars.models import InboundMail
from webinars.queries.inbound import unread_mail_ids
from webinars.services import inbound as mails

# The mail server keeps the mail and tries again (sysexits.h).
TRY_AGAIN = 75
PIECE = 1024 * 1024
LONGEST_HEAD = 256 * 1024
LEFT_OVER = 100
RECIPIENTS = ("X-Original-To", "Delivered-To", "Envelope-To")

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
    "--sender", help="The envelope's sender, where the server says it; empty for bounces."
)
@click.option("--recipient", help="The envelope's recipient, where the server says it.")
def inbound(
    file: IO[bytes], maildir: Path | None, sender: str | None, recipient: str | None
) -> None:
    """Take in one mail, from FILE or standard input, or those of a maildir.

    Each is stored once, however often it comes. Exits with 75 when it could not be stored: mail
    servers keep it then and try again.
    """
    with closing(MailReader()) as reader:
        try:
            if maildir is None:
                arrived = read_all(file)
                sender = os.environ.get("SENDER") if sender is None else sender
                recipient = recipient or os.environ.get("RECIPIENT")
                mail_id = store(arrived, sender, recipient)
                read(reader, mail_id)
            else:
                count = sum(1 for _ in take_maildir(maildir, reader))
                click.echo(f"Took in {count} mails.")
            for mail_id in left_over():
                read(reader, mail_id)
        except (SQLAlchemyError, OSError) as error:
            click.echo(f"The mail could not be stored: {type(error).__name__}.", err=True)
            sys.exit(TRY_AGAIN)


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
    head = BytesHeaderParser().parsebytes(arrived.raw[:LONGEST_HEAD])
    if sender is None and "Return-Path" in head:
        sender = parseaddr(str(head["Return-Path"]))[1]
    if not recipient:
        named = (str(head[name]) for name in RECIPIENTS if name in head)
        recipient = next(named, None)
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
    found = db.session.get(InboundMail, mail_id)
    if found is None or found.state is not found.state.NEW:
        return
    raw, sender, recipient = mails.content(found), found.envelope_from, found.envelope_to
    db.session.rollback()
    try:
        reading = reader.read(raw, envelope_from=sender, envelope_to=recipient)
    except NotRead:
        _set_aside(mail_id, gettext("Reading this mail takes too much time or memory."))
        return
    try:
        with transaction():
            mails.act(mail_id, reading.mail, reading.kind, now=utcnow())
    except DBAPIError:
        raise
    except Exception:
        log.exception("Mail %s could not be understood", mail_id)
        _set_aside(mail_id, gettext("What this mail asks for could not be done."))


def take_maildir(folder: Path, reader: MailReader) -> Iterator[int]:
    """Store each mail of ``new``, put it into ``cur``, read it; yield its number.

    It is moved once it is stored: whoever is killed before finds it again, and stores it once.
    """
    (folder / "cur").mkdir(exist_ok=True)
    for path in sorted((folder / "new").iterdir()):
        with path.open("rb") as file:
            arrived = read_all(file)
        mail_id = store(arrived, None, None)
        path.rename(folder / "cur" / f"{path.name}:2,S")
        read(reader, mail_id)
        yield mail_id


def left_over() -> list[int]:
    """Return the numbers of mails that somebody stored who was then killed."""
    ids = list(unread_mail_ids(LEFT_OVER))
    db.session.rollback()
    return ids


def _set_aside(mail_id: int, reason: str) -> None:
    with transaction():
        mails.set_aside(mail_id, reason)
