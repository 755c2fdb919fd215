"""The development inbox: mails are kept as files instead of being sent."""

import os
import tempfile
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from webinars.settings import settings


@dataclass(frozen=True)
class KeptMail:
    """A mail in the inbox."""

    id: int
    content: bytes

    @property
    def message(self) -> EmailMessage:
        """The mail, parsed."""
        return message_from_bytes(self.content, policy=policy.default)


@dataclass(frozen=True)
class Inbox:
    """A folder with one file for each delivery."""

    folder: Path

    @classmethod
    def of_settings(cls) -> "Inbox":
        """Return the inbox of the running application."""
        return cls(settings().instance_path / "inbox")

    def send(self, delivery_id: int, recipient: str, content: bytes, *, seconds: float) -> None:
        """Keep the mail; the same delivery again replaces the file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=self.folder)
        with os.fdopen(number, "wb") as file:
            file.write(content)
        # Readers see the whole file or none.
        Path(name).replace(self._path(delivery_id))

    def close(self) -> None:
        """Nothing is open."""

    def newest(self, most: int) -> list[KeptMail]:
        """Return up to *most* mails, the last delivery first."""
        ids = (int(path.stem) for path in self.folder.glob("*.eml") if path.stem.isdecimal())
        newest = sorted(ids, reverse=True)[:most]
        return [mail for mail in map(self.mail, newest) if mail is not None]

    def mail(self, delivery_id: int) -> KeptMail | None:
        """Return the mail of one delivery, or None."""
        try:
            return KeptMail(delivery_id, self._path(delivery_id).read_bytes())
        except FileNotFoundError:
            return None

    def _path(self, delivery_id: int) -> Path:
        return self.folder / f"{delivery_id}.eml"
