"""How mails leave."""

from typing import Protocol

from flask import Flask

from webinars.settings import settings
from webinars.transports import inbox, smtp
from webinars.transports.failures import (
    PermanentFailure,
    ServerAway,
    TemporaryFailure,
    TooMany,
)

__all__ = [
    "PermanentFailure",
    "ServerAway",
    "TemporaryFailure",
    "TooMany",
    "Transport",
    "init_app",
    "open_transport",
]


class Transport(Protocol):
    """A way out for mails, kept open while there are more to send."""

    def send(self, delivery_id: int, recipient: str, content: bytes, *, seconds: float) -> None:
        """Hand one mail over within so many seconds.

        Raises ServerAway, TemporaryFailure or PermanentFailure.
        """

    def close(self) -> None:
        """Let go of the server; the next mail connects anew."""


def init_app(app: Flask) -> None:
    """Prepare *app*'s way out for mails."""
    smtp.mail.init_app(app)


def open_transport() -> Transport:
    """Return the way out that the settings ask for: a mail server, or the development inbox."""
    if settings().has_development_inbox:
        return inbox.Inbox.of_settings()
    return smtp.MailServer()
