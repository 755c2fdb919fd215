"""Hands mails to a process that reads them, and starts another when one dies over a mail."""

import json
import select
import subprocess
import sys
import time
from io import BufferedReader
from pathlib import Path
from typing import IO, Any, cast

from webinars.domain.inbound.reading import Reading, from_plain

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-m", "webinars.incoming.program"]
MOST_SECONDS = 5.0
# Of the clock on the wall: others work on this machine, too.
MOST_WAITING = 20.0
SECONDS_TO_START = 30.0


class NotRead(Exception):
    """A mail took more time or memory than one may: it is set aside."""


class ReaderAway(Exception):
    """The process that reads mails cannot be started: that says nothing about any mail."""


class MailReader:
    """Reads mails, each within *seconds* of processor time and a gibibyte; close it at the end."""

    def __init__(self, *, seconds: float = MOST_SECONDS) -> None:
        self.seconds = seconds
        self.process: subprocess.Popen[bytes] | None = None

    def read(self, raw: bytes, *, envelope_from: str | None, envelope_to: str | None) -> Reading:
        """Return what the mail *raw* says.

        Raises NotRead when that takes too much, and ReaderAway when nothing can be read now.
        """
        asked = {"size": len(raw), "envelope_from": envelope_from, "envelope_to": envelope_to}
        process = self._started()
        try:
            return from_plain(self._answer(process, json.dumps(asked).encode() + b"\n" + raw))
        except (OSError, ValueError) as error:
            self.close()
            raise NotRead from error

    def close(self) -> None:
        """End the process; the next mail starts another."""
        process, self.process = self.process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _started(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.process.poll() is not None:
            self.close()
            command, pipe = [*PROGRAM, str(self.seconds)], subprocess.PIPE
            try:
                self.process = subprocess.Popen(
                    command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL
                )
                self._line(self.process, time.monotonic() + SECONDS_TO_START)
            except (OSError, ValueError) as error:
                self.close()
                raise ReaderAway from error
        return self.process

    def _answer(self, process: subprocess.Popen[bytes], question: bytes) -> dict[str, Any]:
        deadline = time.monotonic() + MOST_WAITING
        stdin = cast(IO[bytes], process.stdin)
        stdin.write(question)
        stdin.flush()
        found: dict[str, Any] = json.loads(self._line(process, deadline))
        return found

    def _line(self, process: subprocess.Popen[bytes], deadline: float) -> bytes:
        """Return the next line of the process by *deadline*; raise ValueError when none comes."""
        stdout = cast(BufferedReader, process.stdout)
        pieces: list[bytes] = []
        while not pieces or not pieces[-1].endswith(b"\n"):
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([stdout], [], [], left)[0]:
                raise ValueError("no answer in time")
            # All that is there, so that nothing stays in a buffer which `select` knows nothing of.
            piece = stdout.read1(65_536)
            if not piece:
                raise ValueError("the process ended")
            pieces.append(piece)
        return b"".join(pieces)
