"""Measure whether links wait behind a burst of reminders: make bench ARGS=burst.

A real worker sends 2,000 reminders to a real mail server while people ask for their private link
and organizers for a new password. Told are how many mails leave a second, how long the worker's
processor works for one, unsigned and signed, and how long it takes from a request until its mail
is at the mail server. The goals: ten seconds for 95 of 100, thirty for 99; signing must not double
the work.
"""

import re
import sys
import time
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil

import config
from benchmarks.registrants import store
from tests.factories import (
    a_registrant,
    a_registration,
    a_reminder_rule,
    a_series,
    a_user,
    a_webinar,
    an_enrollment,
    an_invitation,
    saved,
)
from tests.support.processes import Process, Processes
from tests.support.smtp import SmtpServer
from tests.support.web_client import WebClient
from webinars.app import create_app
from webinars.clock import utcnow
from webinars.domain.mail.dkim import made_key, written

PEOPLE, USERS = 2000, 20
# So many requests leave before the burst is over, even where it is quick.
SECONDS_BETWEEN = 0.2
RESET_EVERY = 5
MOST_SECONDS = 600.0
GOALS = {95: 10.0, 99: 30.0}
KIND = re.compile(rb"^Feedback-ID: [^:\r]*:(\w+):", re.MULTILINE)
LINKS = ("private_link", "password_reset")


class TimedServer(SmtpServer):
    """A mail server that notes when each mail came, by its kind and recipient."""

    def __init__(self) -> None:
        self.came: dict[str, dict[str, float]] = defaultdict(dict)
        super().__init__()

    def record(self, envelope: Any) -> None:
        """Note when the mail came."""
        found = KIND.search(envelope.original_content)
        kind = found[1].decode() if found else "unknown"
        self.came[kind][envelope.rcpt_tos[0]] = time.monotonic()
        super().record(envelope)


def main() -> int:
    """Print the figures for each store; the status says whether every goal is met."""
    met = []
    for name in sys.argv[1:] or ("sqlite", "postgresql"):
        spent = []
        for is_signed in (False, True):
            with store(name) as (url, folder):
                seconds, is_met = measure(name, Processes(url, folder), is_signed=is_signed)
            spent.append(seconds)
            met.append(is_met)
        met.append(spent[1] <= 2 * spent[0])
        print(f"{name}: signing is {spent[1] / spent[0]:.2f} times the work", flush=True)
    return 0 if all(met) else 1


def measure(name: str, processes: Processes, *, is_signed: bool) -> tuple[float, bool]:
    """Send the burst, ask meanwhile; return the seconds of work a mail, and if links came soon."""
    processes.flask("db", "upgrade")
    fill(processes)
    server = TimedServer()
    address = processes.serve()
    worker = processes.worker(mail=server, **(key_settings(processes.folder) if is_signed else {}))
    try:
        asked = ask_during_burst(WebClient(address), server, worker)
        times = psutil.Process(worker.popen.pid).cpu_times()
    finally:
        processes.close()
        server.stop()
    reminders = sorted(server.came["reminder"].values())
    rate = (len(reminders) - 1) / (reminders[-1] - reminders[0])
    spent = (times.user + times.system) / (len(reminders) + len(asked))
    delays = sorted(
        came - asked[kind, email] for kind in LINKS for email, came in server.came[kind].items()
    )
    print(
        f"{name}, {'signed' if is_signed else 'unsigned'}: {rate:.0f} reminders a second, "
        f"{1000 * spent:.1f} ms of work each"
    )
    print(f"  {len(delays)} of {len(asked)} links, median {percentile(delays, 50):.2f} s", end="")
    told = {share: percentile(delays, share) for share in GOALS}
    print("".join(f"   p{share} {seconds:.2f} s" for share, seconds in told.items()), flush=True)
    are_there = len(delays) == len(asked)
    return spent, are_there and all(told[share] <= most for share, most in GOALS.items())


def fill(processes: Processes) -> None:
    """Store people with seats in a webinar whose reminder has just become due."""
    settings = config.test_config(
        database_url=processes.database_url, instance_path=processes.folder / "instance"
    )
    with create_app(settings).app_context():
        now = utcnow()
        series = a_series(slug="burst")
        series.reminder_rules = [a_reminder_rule(series, timedelta(days=1))]
        webinar = a_webinar(
            series=series,
            starts_at=now + timedelta(hours=23),
            scheduled_at=now - timedelta(days=60),
            capacity=None,
        )
        invitations = [
            an_invitation(
                an_enrollment(
                    webinar,
                    registration=a_registration(
                        series=series, registrant=a_registrant(email=person(number))
                    ),
                )
            )
            for number in range(PEOPLE)
        ]
        users = [a_user(email=user(number), is_owner=True) for number in range(USERS)]
        saved(*invitations, *users)


def person(number: int) -> str:
    """Return an address of a registrant."""
    return f"person{number}@county{number % 97}.example.org"


def user(number: int) -> str:
    """Return an address of somebody with an account."""
    return f"owner{number}@example.org"


def key_settings(folder: Path) -> dict[str, str]:
    """Return the settings with which mails are signed."""
    file = folder / "key.pem"
    file.write_bytes(written(made_key("rsa")))
    file.chmod(0o600)
    return {"DKIM_KEY_FILE": str(file), "DKIM_SELECTOR": "b", "DKIM_DOMAIN": "example.org"}


def ask_during_burst(
    client: WebClient, server: TimedServer, worker: Process
) -> dict[tuple[str, str], float]:
    """Ask for links until all reminders have left; return when each was asked for."""
    asked: dict[tuple[str, str], float] = {}
    end = time.monotonic() + MOST_SECONDS
    while not server.came["reminder"]:
        give_up_after(end, worker)
        time.sleep(0.05)
    while len(server.came["reminder"]) < PEOPLE:
        give_up_after(end, worker)
        number = len(asked)
        if number % RESET_EVERY == 0 and number // RESET_EVERY < USERS:
            kind, email, form = "password_reset", user(number // RESET_EVERY), "/organize/reset"
        else:
            kind, email, form = "private_link", person(number), "/me/"
        asked[kind, email] = time.monotonic()
        client.submit(form, {"email": email})
        time.sleep(SECONDS_BETWEEN)
    last = time.monotonic() + 60
    while sum(len(server.came[kind]) for kind in LINKS) < len(asked) and time.monotonic() < last:
        time.sleep(0.1)
    return asked


def give_up_after(end: float, worker: Process) -> None:
    """Leave with the worker's own words when it takes too long."""
    if time.monotonic() > end or worker.popen.poll() is not None:
        raise SystemExit(f"The burst did not end in time:\n{worker.output()[-2000:]}")


def percentile(values: list[float], share: int) -> float:
    """Return the value below which so many of 100 lie; *values* are sorted."""
    return values[min(len(values) - 1, share * len(values) // 100)] if values else float("inf")


if __name__ == "__main__":
    sys.exit(main())
