"""Measure the console with 100,000 registrants: make bench ARGS=registrants.

Over real gunicorn, signed in, on SQLite and on PostgreSQL: the median and the 95th percentile of
each page, how long the server's processor worked for it, when its first byte came at the latest,
and by how much memory grew. The goals are
those of a person who waits: a page within a second, a first byte within two, 150 MB.
"""

import re
import statistics
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

import config
from benchmarks.people import OWNER, fill
from tests.support.postgres import PostgresServer
from tests.support.processes import Processes
from tests.support.web import HiddenFields
from tests.support.web_client import WebClient
from webinars.app import create_app

SERIES = "health-equity-guide"
SAMPLE = f"webinars/samples/{SERIES}.yaml"
PEOPLE = 100_000
TIMES = 12
MOST_SECONDS, MOST_FIRST, MOST_GROWTH = 1.0, 2.0, 150.0
LIST = f"/organize/registrants/{SERIES}/"


@dataclass(frozen=True)
class Visit:
    """One page, how often it is asked for, and whether it is a file that takes its time."""

    name: str
    path: str
    times: int = TIMES
    is_file: bool = False
    form: tuple[tuple[str, str], ...] = ()


VISITS = (
    Visit("list", LIST),
    Visit("list, deep page", f"{LIST}?page=1900"),
    Visit("by name, deep page", f"{LIST}?sort=name&page=1900"),
    Visit("by organization", f"{LIST}?sort=organization"),
    Visit("by status", f"{LIST}?sort=status"),
    Visit("search", f"{LIST}?q=munoz+county77"),
    Visit("search, nobody", f"{LIST}?q=nobody+at+all"),
    Visit("search, one letter", f"{LIST}?q=a&sort=name"),
    Visit("webinar and status", f"{LIST}?webinar={{webinar}}&status=waitlisted"),
    Visit("joined", f"{LIST}?webinar={{webinar}}&attendance=joined"),
    Visit("not joined", f"{LIST}?attendance=not_joined&sort=name"),
    Visit("everything asked", f"{LIST}?q=a&language=es&ref=naccho&access=any&status=confirmed"),
    Visit("person", f"{LIST}4711/"),
    Visit("dashboard", "/organize/"),
    Visit("figures", f"/organize/series/{SERIES}/figures", times=5),
    Visit("deliveries", f"/organize/deliveries/{SERIES}/"),
    Visit("export CSV", f"{LIST}export/", times=2, is_file=True, form=(("format", "csv"),)),
    Visit("export XLSX", f"{LIST}export/", times=1, is_file=True, form=(("format", "xlsx"),)),
)


@dataclass(frozen=True)
class Answer:
    """How long until the first byte and the last, and how much came."""

    first: float
    last: float
    size: int


def main() -> int:
    """Print a line for each page and store; the status says whether every goal is met.

    The stores may be named at the command line.
    """
    met = []
    for name in sys.argv[1:] or ("sqlite", "postgresql"):
        with store(name) as (url, folder):
            met += measure_all(name, Processes(url, folder))
    return 0 if all(met) else 1


@contextmanager
def store(name: str) -> Iterator[tuple[str, Path]]:
    """A database of its own for the time of the measurement, and a folder."""
    with tempfile.TemporaryDirectory() as folder:
        if name == "sqlite":
            yield f"sqlite:///{folder}/webinars.db", Path(folder)
            return
        server = PostgresServer()
        try:
            yield server.url, Path(folder)
        finally:
            server.stop()


def measure_all(name: str, processes: Processes) -> list[bool]:
    """Fill the database, sign in, and look at every page that there is."""
    processes.flask("db", "upgrade")
    processes.flask("series", "load", SAMPLE)
    instance = processes.folder / "instance"
    began = time.monotonic()
    settings = config.test_config(database_url=processes.database_url, instance_path=instance)
    app = create_app(settings)
    fill(app, SERIES, PEOPLE)
    print(f"{name}: {PEOPLE} registrants within {time.monotonic() - began:.1f} s", flush=True)
    client = WebClient(processes.serve())
    email, password = OWNER
    client.submit("/organize/login", {"email": email, "password": password})
    client.get("/organize/account/")
    idle = memory(processes)
    met = [measure(visit, client, processes, idle) for visit in VISITS]
    processes.close()
    return met


def measure(visit: Visit, client: WebClient, processes: Processes, idle: float) -> bool:
    """Ask again and again, print the figures, and say whether they are good."""
    spent = processor_seconds(processes)
    try:
        answers = [ask(visit, client) for _ in range(visit.times)]
    except urllib.error.HTTPError as error:
        print(f"  {visit.name:20} answers {error.code}", flush=True)
        return False
    times = sorted(answer.last for answer in answers)
    slowest = times[min(len(times) - 1, round(0.95 * len(times)))]
    first = max(answer.first for answer in answers)
    growth = memory(processes) - idle
    spent = (processor_seconds(processes) - spent) / visit.times
    is_met = (visit.is_file or slowest <= MOST_SECONDS) and first <= MOST_FIRST
    is_met = is_met and growth <= MOST_GROWTH
    print(
        f"  {visit.name:20} p50 {statistics.median(times):6.3f} s   p95 {slowest:6.3f} s   "
        f"processor {spent:6.3f} s   first byte {first:6.3f} s   "
        f"{answers[0].size:>9} bytes   memory {growth:+5.0f} MB   "
        f"{'met' if is_met else 'MISSED'}",
        flush=True,
    )
    return is_met


def ask(visit: Visit, client: WebClient) -> Answer:
    """Ask once, to the last byte."""
    address = client.server + visit.path.format(webinar="work-across-government")
    body = None
    if visit.form:
        page = client.get(address).text
        fields = {**HiddenFields(page).fields, **dict(visit.form)}
        body = urllib.parse.urlencode([*fields.items(), *ticked(page)]).encode()
    began = time.monotonic()
    with client.opener.open(urllib.request.Request(address, data=body), timeout=300) as response:
        size = len(response.read(1))
        first = time.monotonic() - began
        while part := response.read(64 * 1024):
            size += len(part)
    return Answer(first, time.monotonic() - began, size)


def ticked(page: str) -> list[tuple[str, str]]:
    """The columns that the export's form has ticked."""
    boxes = re.findall(r'<input checked id="columns-\d+" name="columns"[^>]*value="([^"]+)"', page)
    return [("columns", value) for value in boxes]


def processor_seconds(processes: Processes) -> float:
    """How long the server's processes have worked so far, whatever else the machine does.

    What PostgreSQL does for them is not in it.
    """
    server = psutil.Process(processes.started[0].popen.pid)
    times = [one.cpu_times() for one in server.children(recursive=True)]
    return float(sum(one.user + one.system for one in times))


def memory(processes: Processes) -> float:
    """How much the largest process of the server holds, in MB."""
    server = psutil.Process(processes.started[0].popen.pid)
    return max(one.memory_info().rss for one in server.children(recursive=True)) / 1e6


if __name__ == "__main__":
    sys.exit(main())
