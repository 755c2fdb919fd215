"""Measure the pages beside the floor: make bench (needs wrk, the load generator).

Both servers run on this machine with the same gunicorn, in turns, and only the ratios mean
something. The goals are for two cores.
"""

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from tests.support.processes import ROOT, Processes

SERIES = "health-equity-guide"
SAMPLE = f"webinars/samples/{SERIES}.yaml"
ROUNDS = 3
WRK = ["wrk", "-t2", "-c16", "-d5s"]


@dataclass(frozen=True)
class Work:
    """One kind of request: ours, the floor's, and the share that is the goal."""

    name: str
    path: str
    floor_path: str
    goal: float
    not_modified: bool = False


WORKS = (
    Work("series page", f"/series/{SERIES}/", "/page", 0.5),
    Work("series feed", f"/series/{SERIES}/calendar.ics", "/feed", 0.8),
    Work("feed not modified", f"/series/{SERIES}/calendar.ics", "/feed", 0.8, not_modified=True),
)


def main() -> int:
    """Print a line for each kind of request; the status says whether every goal is met."""
    if not shutil.which("wrk"):
        print("make bench needs wrk (Debian and Ubuntu: apt install wrk).", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        processes = Processes(f"sqlite:///{folder / 'webinars.db'}", folder)
        processes.flask("db", "upgrade")
        processes.flask("series", "load", SAMPLE)
        ours, floor = processes.serve(), processes.serve("benchmarks.floor:app")
        met = [measure(work, ours, floor) for work in WORKS]
        processes.close()
    return 0 if all(met) else 1


def measure(work: Work, ours: str, floor: str) -> bool:
    """Load both in turns, print the medians, and say whether the goal is met."""
    rounds = [
        (rate(ours + work.path, work), rate(floor + work.floor_path, work)) for _ in range(ROUNDS)
    ]
    own, least = (statistics.median(rates) for rates in zip(*rounds, strict=True))
    share = own / least
    is_met = bool(share >= work.goal)
    print(
        f"{work.name:20} {own:7.0f} /s   floor {least:7.0f} /s   "
        f"{share:.2f} of it   goal {work.goal} {'met' if is_met else 'MISSED'}",
        flush=True,
    )
    return is_met


def rate(address: str, work: Work) -> float:
    """Requests a second; an answer that is an error is one here too."""
    header = ["-H", f"If-None-Match: {etag_of(address)}"] if work.not_modified else []
    done = subprocess.run(
        [*WRK, *header, address], capture_output=True, text=True, check=True, cwd=ROOT
    )
    if "Non-2xx" in done.stdout:
        raise SystemExit(f"{address} answers with errors:\n{done.stdout}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if not found:
        raise SystemExit(f"wrk could not measure {address}:\n{done.stdout}")
    return float(found[1])


def etag_of(address: str) -> str:
    """The ETag that the address answers with."""
    with urllib.request.urlopen(address) as response:
        return str(response.headers["ETag"])


if __name__ == "__main__":
    sys.exit(main())
