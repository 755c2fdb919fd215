"""The process that reads mails: one after the other comes in, what it says goes out.

Run as a program, with the seconds of processor time that each mail may take. In: a line of JSON
with the envelope and the size, then so many bytes. Out: a line of JSON. A mail that takes too long
or too much memory ends this process, not the service.
"""

import base64
import contextlib
import json
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any

from webinars.domain.inbound import bounces, itip_replies
from webinars.domain.inbound.classify import kind_of
from webinars.domain.inbound.mail import IncomingMail, read_mail
from webinars.models import InboundKind

MOST_MEMORY = 1024 * 1024 * 1024


def main() -> None:
    """Read mails until there are no more."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    seconds = float(sys.argv[1])
    print("{}", flush=True)  # noqa: T201  it is ready
    while line := sys.stdin.buffer.readline():
        asked = json.loads(line)
        raw = sys.stdin.buffer.read(asked["size"])
        # Nobody answers this alarm: it ends the process.
        signal.setitimer(signal.ITIMER_PROF, seconds)
        answer = json.dumps(answered(raw, asked["envelope_from"], asked["envelope_to"]))
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()
        signal.setitimer(signal.ITIMER_PROF, 0)


def answered(raw: bytes, envelope_from: str | None, envelope_to: str | None) -> dict[str, Any]:
    """Return what a mail says and which kind it is, in what JSON can hold."""
    mail = read_mail(raw, envelope_from=envelope_from, envelope_to=envelope_to)
    kind = kind_of(mail, tells_of_failures=tells_of_failures(raw))
    if kind is InboundKind.BOUNCE and is_complaint(raw):
        # Hotmail complains without the fields of a report (RFC 5965).
        kind = InboundKind.COMPLAINT
    for calendar in mail.calendars:
        # What will be read again outside must not be able to stop the reader there.
        _tried(partial(itip_replies.read_answer, calendar))
    return {"mail": as_json(mail), "kind": kind.value}


def tells_of_failures(raw: bytes) -> bool:
    """Whether the mail says that somebody was not reached, or complains."""
    report = _tried(partial(bounces.read_bounce, raw))
    return report is not None and bool(report.failures or report.status or report.is_complaint)


def is_complaint(raw: bytes) -> bool:
    """Whether the mail says that somebody did not want a mail of ours."""
    report = _tried(partial(bounces.read_bounce, raw))
    return report is not None and bool(report.is_complaint)


def as_json(mail: IncomingMail) -> dict[str, Any]:
    """Return the mail's fields; bytes become base64."""
    fields = asdict(mail)
    fields["calendars"] = [base64.b64encode(one).decode() for one in mail.calendars]
    return fields


def _tried(read: Callable[[], Any]) -> Any:
    with contextlib.suppress(bounces.Unreadable, itip_replies.Unreadable):
        return read()
    return None


if __name__ == "__main__":
    main()
