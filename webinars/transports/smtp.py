"""Sending by SMTP: Flask-Mail as a thin transport for bytes that are already a mail."""

import re
import smtplib
import ssl
import time
from contextlib import suppress
from email import policy
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from ipaddress import ip_address
from typing import Any

from flask import current_app
from flask_mail import BadHeaderError, Connection, Mail, Message

from webinars import links
from webinars.domain.mail.pacing import asks_for_fewer
from webinars.settings import settings
from webinars.transports.failures import (
    DeliveryFailure,
    PermanentFailure,
    ServerAway,
    TemporaryFailure,
    TooMany,
)

mail = Mail()

SERVICE_CLOSING = 421
# "Authentication required", "must issue STARTTLS first": a wrong setting, not a wrong mail.
WRONG_SETTING = 530
MAIL_TOO_BIG = 552
GOODBYE_SECONDS = 2.0
BARE_LINE_END = re.compile(rb"\r(?!\n)|(?<!\r)\n")
NOT_PRINTABLE = re.compile(r"[^ -~]+")


class MailServer:
    """One connection to the mail server of the settings, opened when needed and used again."""

    def __init__(self) -> None:
        self.connection: SafeConnection | None = None

    def send(self, delivery_id: int, recipient: str, content: bytes, *, seconds: float) -> None:
        """Hand over *content* as it is, to one recipient, within so many seconds.

        Raises ServerAway when there is no way in, TemporaryFailure or PermanentFailure when
        the server did not take this mail.
        """
        message = RenderedMail(recipient, content)
        message.return_address = links.return_address(delivery_id)
        deadline = time.monotonic() + seconds
        was_open = self.connection is not None
        try:
            self._hand_over(message, deadline)
        except smtplib.SMTPException as error:
            # The server ended a conversation that other mails began: that is no failure.
            if not (was_open and self._has_hung_up(error)):
                raise self._failure(error) from error
            self.close()
            self._send_anew(message, deadline)
        except BadHeaderError as error:
            raise PermanentFailure("An address holds a line break.") from error

    def close(self) -> None:
        """Say goodbye, without waiting long for an answer."""
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.leave()

    def _send_anew(self, message: "RenderedMail", deadline: float) -> None:
        try:
            self._hand_over(message, deadline)
        except smtplib.SMTPException as error:
            raise self._failure(error) from error

    def _hand_over(self, message: "RenderedMail", deadline: float) -> None:
        if self.connection is None:
            self.connection = SafeConnection.opened(deadline)
        client = self.connection.client
        client.deadline = deadline
        client.has_begun_content = False
        if not message.content.isascii() and client.has_extn("8bitmime"):
            message.mail_options = ["BODY=8BITMIME"]
        self.connection.send(message, envelope_from=message.return_address)

    def _has_hung_up(self, error: smtplib.SMTPException) -> bool:
        if self.connection is None:
            return False
        client = self.connection.client
        if client.has_begun_content or client.has_timed_out:
            return False
        is_gone = isinstance(error, smtplib.SMTPServerDisconnected)
        return is_gone or _answer(error)[0] == SERVICE_CLOSING

    def _failure(self, error: smtplib.SMTPException) -> DeliveryFailure:
        code, reason = _answer(error)
        if self.connection and self.connection.client.sock is None:
            self.close()
        is_sender = isinstance(error, smtplib.SMTPSenderRefused)
        is_final = code == MAIL_TOO_BIG if is_sender else 500 <= code <= 599
        if is_final and code != WRONG_SETTING:
            return PermanentFailure(reason, code=code)
        if not is_sender and asks_for_fewer(code, reason):
            return TooMany(reason, code=code)
        return TemporaryFailure(reason, code=code or None)


class RenderedMail(Message):
    """A mail whose bytes are ready; Flask-Mail only carries them."""

    def __init__(self, recipient: str, content: bytes) -> None:
        # Not Message's own: that asks the name server for our name, for an id of its own.
        if not recipient.rpartition("@")[0].isascii():
            raise PermanentFailure("The address has letters that plain SMTP cannot carry.")
        if BARE_LINE_END.search(content):
            # What one server takes for the end of a line another takes for the end of a mail.
            raise PermanentFailure("The mail has line ends that are not CRLF.")
        headers = BytesHeaderParser(policy=policy.SMTP).parsebytes(content)
        self.content = content
        self.recipients = [recipient]
        self.sender = parseaddr(str(headers["From"]))[1] or settings().sender.addr_spec
        self.subject = ""
        self.reply_to = None
        self.cc = []
        self.bcc = []
        self.date = 0.0
        self.mail_options = []
        self.rcpt_options = []
        # The envelope's sender, where it is another than From.
        self.return_address: str | None = None

    def as_bytes(self) -> bytes:
        """Return the content as it was rendered."""
        return self.content


class SafeConnection(Connection):
    """A connection that checks the server's certificate and never waits for ever."""

    client: "Client"

    @classmethod
    def opened(cls, deadline: float) -> "SafeConnection":
        """Connect and sign in by *deadline* (of the monotonic clock); raises ServerAway."""
        connection = cls(current_app.extensions["mail"])
        try:
            connection.client = connection.host = connection.connected(deadline)
        except (OSError, smtplib.SMTPException) as error:
            code, reason = _answer(error)
            raise ServerAway(reason, code=code or None) from error
        return connection

    def connected(self, deadline: float) -> "Client":
        """Return the client after greeting, encryption and sign-in."""
        state, context = self.mail, ssl.create_default_context()
        kind = SecureClient if state.use_ssl else Client
        more = {"context": context} if state.use_ssl else {}
        client = kind(state.server, state.port, deadline=deadline, **more)
        try:
            if state.use_tls:
                client.starttls(context=context)
            if state.username and state.password:
                client.login(state.username, state.password)
            client.ehlo_or_helo_if_needed()
        except BaseException:
            client.close()
            raise
        return client

    def leave(self) -> None:
        """Send QUIT, unless the server is gone."""
        with suppress(OSError, smtplib.SMTPException):
            if self.client.sock is not None:
                self.client.deadline = time.monotonic() + GOODBYE_SECONDS
                self.client.quit()
        self.client.close()


class Client(smtplib.SMTP):
    """An SMTP client whose every wait ends: MAIL_TIMEOUT for an answer, a deadline for all."""

    def __init__(self, host: str, port: int, *, deadline: float, **more: Any) -> None:
        self.patience: float = settings().mail_timeout
        self.deadline = deadline
        self.has_begun_content = False
        self.has_timed_out = False
        super().__init__(host, port, _own_name(), timeout=self._time_left(), **more)

    def getreply(self) -> tuple[int, bytes]:
        """Read an answer, or give up in time."""
        if self.sock is not None:
            self.sock.settimeout(self._time_left())
        try:
            return super().getreply()
        except smtplib.SMTPServerDisconnected as error:
            self.has_timed_out = isinstance(error.__context__, TimeoutError)
            raise

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Send the content; from here on nobody knows what the server has kept."""
        self.has_begun_content = True
        return super().data(msg)

    def _time_left(self) -> float:
        left = self.deadline - time.monotonic()
        return max(0.1, min(self.patience, left))


class SecureClient(Client, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


def _own_name() -> str:
    """Return what we call ourselves in EHLO; an address stands in brackets (RFC 5321, 4.1.3)."""
    host = settings().host
    try:
        number = ip_address(host)
    except ValueError:
        return host
    return f"[{number}]" if number.version == 4 else f"[IPv6:{number}]"


def _answer(error: Exception) -> tuple[int, str]:
    """Return the server's code (0: it gave none), and what it or the system said."""
    code: int = 0
    text: bytes | str = str(error) or type(error).__name__
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        [(code, text)] = error.recipients.values()
    elif isinstance(error, smtplib.SMTPResponseException):
        code, text = error.smtp_code, error.smtp_error
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return code, NOT_PRINTABLE.sub(" ", f"{code} {words}" if code else words)
