"""Fetching the mails that wait in a mailbox on another server (IMAP, RFC 3501)."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted, MailMessageFlags
from imap_tools.errors import ImapToolsError

from config_mail import ImapAccount

STARTTLS_PORT = 143


class NoFolder(Exception):
    """The mailbox has no folder of that name."""


# What a server, or the way to it, can do wrong: time-outs and certificates are OSErrors.
FAILURES = (ImapToolsError, imaplib.IMAP4.error, OSError, NoFolder)
SIZE = re.compile(rb"RFC822\.SIZE (\d{1,12})")


def waiting_mails(
    account: ImapAccount, *, most: int, timeout: float
) -> Iterator[tuple[bytes, int]]:
    """Yield the bytes and the size of each waiting mail, at most *most* and one of its bytes.

    A mail is marked as seen, or moved to the folder of those that are done, when the next one
    is asked for: whoever stops before finds it again. No answer may take longer than *timeout*
    seconds. Raises one of `FAILURES`.
    """
    with _signed_in(account, timeout) as box:
        # Before the first mail: it would be stored, and found again each time.
        if account.done_folder and not box.folder.exists(account.done_folder):
            raise NoFolder(f"make the folder {account.done_folder!r} first, or correct its name")
        for uid in box.uids("ALL" if account.done_folder else "UNSEEN", charset=None):
            found = _fetched(box, uid, most)
            if found is None:
                # Somebody has deleted it meanwhile.
                continue
            yield found
            if account.done_folder:
                box.move(uid, account.done_folder)
            else:
                box.flag(uid, MailMessageFlags.SEEN, value=True)


@contextmanager
def _signed_in(account: ImapAccount, timeout: float) -> Iterator[BaseMailBox]:
    """Open the folder, and leave in the end, however it ends."""
    box = _mailbox(account, timeout)
    try:
        box.login(account.username, account.password, initial_folder=account.folder)
        yield box
    finally:
        try:
            box.logout()
        except FAILURES:
            with suppress(OSError):
                box.client.shutdown()


def _mailbox(account: ImapAccount, timeout: float) -> BaseMailBox:
    """Return a connection to the server, encrypted with a checked certificate unless told not."""
    if not account.use_tls:
        return MailBoxUnencrypted(account.host, account.port, timeout)
    kind = MailBoxStartTls if account.port == STARTTLS_PORT else MailBox
    return kind(
        account.host, account.port, timeout=timeout, ssl_context=ssl.create_default_context()
    )


def _fetched(box: BaseMailBox, uid: str, most: int) -> tuple[bytes, int] | None:
    # The bytes alone: a mail is taken to pieces by a process of its own, not here.
    _, answer = box.client.uid("FETCH", uid, f"(RFC822.SIZE BODY.PEEK[]<0.{most + 1}>)")
    found = [part for part in answer if isinstance(part, tuple)]
    if not found:
        return None
    told, content = found[0][0], found[0][1]
    # Some servers tell the size before the content, others after it.
    size = SIZE.search(told) or SIZE.search(b" ".join(p for p in answer if isinstance(p, bytes)))
    return content, max(len(content), int(size[1]) if size else 0)
