"""A real SMTP server on a free port of 127.0.0.1, which can be told to misbehave."""

import asyncio
import socket
import ssl
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Condition, Thread
from typing import Any, TypeVar

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

T = TypeVar("T")
ACCEPTED = "250 2.0.0 Accepted"


@dataclass(frozen=True)
class ReceivedMail:
    """A mail that the server took: its envelope and its bytes as they came."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes = field(repr=False)

    @property
    def message(self) -> EmailMessage:
        """The mail, parsed."""
        parsed = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


@dataclass
class Faults:
    """What the server does wrong; each number says how many more times."""

    refused_recipients: dict[str, str] = field(default_factory=dict)  # address: answer, always
    deferred_recipients: Counter[str] = field(default_factory=Counter)  # address: times
    silent_recipients: set[str] = field(default_factory=set)  # no answer to RCPT
    deferred_mails: int = 0  # 451 after DATA
    refused_mails: int = 0  # 554 after DATA
    dropped_in_data: int = 0  # the connection breaks after DATA, nothing is taken
    dropped_after_taking: int = 0  # the mail is taken, the connection breaks before the 250
    dropped_after_accepting: int = 0  # 250, then the connection breaks
    hanging_at_start: bool = False  # no answer to EHLO
    hanging_in_data: bool = False  # the mail is taken, no answer ever comes
    hanging_at_quit: bool = False  # 250, but no answer to QUIT: the sender is held there
    mails_per_connection: int = 0  # after so many, 421 and the connection ends; 0: no limit
    refusal_of_all: str = ""  # the answer to every MAIL
    before_answer: Callable[[], object] | None = None  # the mail is taken, the 250 waits for this

    def take(self, name: str) -> bool:
        """True when the fault is to happen now; it is then counted down."""
        left = getattr(self, name)
        if left:
            setattr(self, name, left - 1)
        return bool(left)


class SmtpServer:
    """Records every mail it takes; listens from the start, in a thread."""

    host = "127.0.0.1"

    def __init__(
        self,
        *,
        starttls: ssl.SSLContext | None = None,
        tls: ssl.SSLContext | None = None,
        login: tuple[str, str] | None = None,
    ) -> None:
        self.starttls = starttls
        self.login = login
        self.received: list[ReceivedMail] = []
        self.answered = 0  # how many of them the sender was told of
        self.faults = Faults()
        self.transports: list[asyncio.Transport] = []  # one for each connection there ever was
        self.arrival = Condition()
        self.socket = socket.create_server((self.host, 0), backlog=100)
        self.port: int = self.socket.getsockname()[1]
        # A loop in a thread of its own: the browser's occupies the main thread.
        self.loop = asyncio.new_event_loop()
        self.thread = Thread(target=self.loop.run_forever, name="SMTP server")
        self.thread.start()
        self.listener = self._run(
            self.loop.create_server(lambda: _Protocol(self), sock=self.socket, ssl=tls)
        )

    def stop(self) -> None:
        """Stop listening and break what is still connected; a second call does nothing."""
        if self.thread.is_alive():
            self._run(self._end())
            self.loop.call_soon_threadsafe(self.loop.stop)
            self.thread.join()
            self.loop.close()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    async def _end(self) -> None:
        self.listener.close()
        for transport in self.transports:
            transport.abort()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def to(self, address: str) -> list[ReceivedMail]:
        """The mails taken for one recipient, in the order of their arrival."""
        return [mail for mail in self.received if address in mail.recipients]

    def wait_for(self, count: int, *, seconds: float = 20) -> list[ReceivedMail]:
        """Wait until at least *count* mails were taken, and return all."""
        with self.arrival:
            came = self.arrival.wait_for(lambda: len(self.received) >= count, seconds)
        assert came, f"{len(self.received)} of {count} mails came within {seconds:.0f} seconds"
        return list(self.received)

    def record(self, envelope: Envelope) -> None:
        """Keep the mail and wake whoever waits for it."""
        assert isinstance(envelope.original_content, bytes)
        mail = ReceivedMail(
            envelope.mail_from or "", tuple(envelope.rcpt_tos), envelope.original_content
        )
        with self.arrival:
            self.received.append(mail)
            self.arrival.notify_all()


class _Protocol(SMTP):
    def __init__(self, server: SmtpServer) -> None:
        self.recorder = server
        super().__init__(
            _Handler(server),
            enable_SMTPUTF8=True,
            ident="test server",
            loop=server.loop,
            tls_context=server.starttls,
            require_starttls=server.starttls is not None,
            authenticator=self.authenticate if server.login else None,
            auth_required=server.login is not None,
        )

    def authenticate(self, *arguments: Any) -> AuthResult:
        given = arguments[-1]
        expected = tuple(part.encode() for part in self.recorder.login or ())
        return AuthResult(success=(given.login, given.password) == expected, handled=False)

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.recorder.transports.append(transport)
        super().connection_made(transport)

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802  the library's name
        if self.recorder.faults.hanging_at_start:
            await asyncio.sleep(3600)
        await super().smtp_EHLO(hostname)

    async def smtp_QUIT(self, arg: str) -> None:  # noqa: N802  the library's name
        if self.recorder.faults.hanging_at_quit:
            await asyncio.sleep(3600)
        await super().smtp_QUIT(arg)

    async def push(self, status: str | bytes) -> None:
        await super().push(status)
        self.recorder.answered += status == ACCEPTED
        if str(status).startswith("421"):
            self.transport.close()
        if status == ACCEPTED and self.recorder.faults.take("dropped_after_accepting"):
            self.transport.abort()


class _Handler:
    def __init__(self, server: SmtpServer) -> None:
        self.server = server
        self.mails_begun = 0

    async def handle_MAIL(  # noqa: N802  the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        faults = self.server.faults
        if faults.refusal_of_all:
            return faults.refusal_of_all
        self.mails_begun += 1
        if 0 < faults.mails_per_connection < self.mails_begun:
            return "421 4.7.0 Too many mails at once"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802  the library's name
        self, server: SMTP, _: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        faults = self.server.faults
        if address in faults.silent_recipients:
            await asyncio.sleep(3600)
        if address in faults.refused_recipients:
            return faults.refused_recipients[address]
        if faults.deferred_recipients[address]:
            faults.deferred_recipients[address] -= 1
            return "451 4.2.1 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  the library's name
        self, server: SMTP, _: Session, envelope: Envelope
    ) -> str:
        faults = self.server.faults
        if faults.take("deferred_mails"):
            return "451 4.3.0 Try again later"
        if faults.take("refused_mails"):
            return "554 5.6.0 Not acceptable"
        if faults.take("dropped_in_data"):
            server.transport.abort()
            return ACCEPTED
        self.server.record(envelope)
        if faults.before_answer is not None:
            await asyncio.to_thread(faults.before_answer)
        if faults.take("dropped_after_taking"):
            server.transport.abort()
        if faults.hanging_in_data:
            await asyncio.sleep(3600)
        return ACCEPTED
