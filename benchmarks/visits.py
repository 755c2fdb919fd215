"""Measure first visits on an emulated slow phone: make lighthouse (needs npm and Chromium).

Lighthouse's own settings for mobile: a slowed processor and a slow network. Besides its four
scores, a page's requests, bytes over the wire and shifts of its layout count.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.support.processes import ROOT, Processes
from tests.support.web_client import WebClient
from tools import chromium

SERIES = "health-equity-guide"
SAMPLE = f"webinars/samples/{SERIES}.yaml"
LIGHTHOUSE = "lighthouse@12.8.2"
FOLDER = ROOT / ".browser" / "lighthouse"
PROGRAM = FOLDER / "node_modules" / ".bin" / "lighthouse"
CHROME = "--headless=new --no-sandbox --disable-quic --disable-background-networking"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
MOST_REQUESTS = 6
MOST_BYTES = 60_000
LINK = re.compile(r"https?://[^\s/]+(/me/[\w-]{44}/)(?!calendar)")


@dataclass(frozen=True)
class Visit:
    """A page, and whether search engines may list it."""

    name: str
    path: str
    is_private: bool = False


@dataclass(frozen=True)
class Figures:
    """What one visit measured: scores of 100, requests, bytes, and cumulative layout shift."""

    scores: tuple[int, ...]
    requests: int
    size: int
    shift: float
    faults: tuple[str, ...]

    @property
    def are_good(self) -> bool:
        """Whether every goal is met."""
        return (
            min(self.scores) == 100
            and self.requests <= MOST_REQUESTS
            and self.size <= MOST_BYTES
            and round(self.shift, 3) == 0
        )


def main() -> int:
    """Print a line for each page; the status says whether every goal is met."""
    browser = chromium.find()
    if browser is None or not installed():
        print("make lighthouse needs Chromium, and npm to fetch Lighthouse.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        processes = Processes(f"sqlite:///{folder / 'webinars.db'}", folder)
        processes.flask("db", "upgrade")
        processes.flask("series", "load", SAMPLE)
        base = processes.serve()
        print(
            f"{'page':14} {'performance, accessibility, practices, SEO':44} requests  bytes  shift"
        )
        wanted = [*PUBLIC, Visit("private page", private_page(base, processes), is_private=True)]
        met = [measure(visit, base, browser, folder) for visit in wanted]
        processes.close()
    return 0 if all(met) else 1


def installed() -> bool:
    """Whether Lighthouse is there, fetched now if need be."""
    if not PROGRAM.exists() and shutil.which("npm"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "install", "--silent", "--no-save", "--no-audit", "--prefix", str(FOLDER)]
        subprocess.run([*npm, LIGHTHOUSE], stdin=subprocess.DEVNULL)
    return PROGRAM.exists()


def private_page(base: str, processes: Processes) -> str:
    """Register somebody, and return the address of their page from the mail they get."""
    someone = {"name": "Ana Ruiz", "email": "ana@example.org", "all_webinars": "y", "consent": "y"}
    WebClient(base).submit(f"/series/{SERIES}/register", someone)
    processes.flask("worker", "--once", BASE_URL=base)
    mails = (processes.folder / "instance" / "inbox").iterdir()
    texts = [text_of(mail.read_bytes()) for mail in sorted(mails)]
    return next(match[1] for match in map(LINK.search, texts) if match)


def text_of(mail: bytes) -> str:
    """The plain text of a mail."""
    body = message_from_bytes(mail, policy=policy.default).get_body(("plain",))
    return str(body.get_content()) if body else ""


def measure(visit: Visit, base: str, browser: Path, folder: Path) -> bool:
    """Visit one page for the first time, print its figures, and say whether they are good."""
    figures = figures_of(report(visit, base, browser, folder))
    scores = " ".join(f"{score:4}" for score in figures.scores)
    print(
        f"{visit.name:14} {scores:44} {figures.requests:8} {figures.size:6} {figures.shift:6.3f}"
        f"  {'met' if figures.are_good else 'MISSED'}",
        flush=True,
    )
    for fault in figures.faults:
        print(f"               {fault}")
    return figures.are_good


def report(visit: Visit, base: str, browser: Path, folder: Path) -> dict[str, Any]:
    """Run Lighthouse on one page and return what it says."""
    said = folder / "lighthouse.json"
    command = [str(PROGRAM), base + visit.path, "--quiet", "--output=json", f"--output-path={said}"]
    command += [f"--chrome-flags={CHROME}"]
    # Search engines are kept from private pages on purpose, which Lighthouse counts as a fault.
    command += ["--skip-audits=is-crawlable"] if visit.is_private else []
    environment = {**os.environ, "CHROME_PATH": str(browser)}
    # On a busy machine the browser's trace may come too late; Lighthouse then asks to try again.
    if subprocess.run(command, env=environment).returncode:
        subprocess.run(command, env=environment, check=True)
    answer: dict[str, Any] = json.loads(said.read_text())
    return answer


def figures_of(said: dict[str, Any]) -> Figures:
    """Pick the figures out of Lighthouse's report; the favicon counts, as it is fetched too."""
    requests = said["audits"]["network-requests"]["details"]["items"]
    own = [request for request in requests if urlsplit(request["url"]).scheme == "http"]
    return Figures(
        scores=tuple(round(100 * said["categories"][name]["score"]) for name in CATEGORIES),
        requests=len(own),
        size=sum(request["transferSize"] for request in own),
        shift=said["audits"]["cumulative-layout-shift"]["numericValue"],
        faults=tuple(faults(said)),
    )


def faults(said: dict[str, Any]) -> Iterator[str]:
    """Say which audits that count were not passed, and where."""
    for name in CATEGORIES:
        for part in said["categories"][name]["auditRefs"]:
            audit = said["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                places = audit.get("details", {}).get("items", [])
                where = [place["node"]["selector"] for place in places if "node" in place]
                yield f"{name}: {audit['title']} {', '.join(where)}"


PUBLIC = (
    Visit("home", "/"),
    Visit("series", f"/series/{SERIES}/"),
    Visit("webinar", f"/series/{SERIES}/work-across-government/"),
    Visit("practice", "/practices/build-government-alliances/"),
    Visit("registration", f"/series/{SERIES}/register"),
)

if __name__ == "__main__":
    sys.exit(main())
