"""A real Chromium, and visitors in it: each with a language and a time zone."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

from tools import chromium

ARGUMENTS = [
    "--no-sandbox",  # Chromium refuses to run as root with one
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
AXE = Axe()
# WCAG 2.2 at level AA, and what axe's makers hold good practice. Named, because some rules of
# WCAG 2.2 (the size of targets) only run when they are asked for.
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE_ALL = {"type": "tag", "values": AXE_TAGS}
AXE_LOOKS = {
    "type": "rule",
    "values": ["color-contrast", "target-size", "scrollable-region-focusable"],
}
OWN_HOSTS = {"127.0.0.1", "localhost", ""}


class ChromiumMissing(Exception):
    """There is no Chromium: `make test` fetches one and says so when it cannot."""


@contextmanager
def chromium_browser() -> Iterator[Browser]:
    """Start the Chromium of this machine, without a window."""
    program = chromium.find()
    if program is None:
        raise ChromiumMissing(ChromiumMissing.__doc__)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=ARGUMENTS, env=dict(chromium.environment(program))
        )
        yield browser
        browser.close()


class Visitors:
    """Opens pages, and gathers what is wrong with them without being seen."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.faults: list[str] = []

    def open(
        self,
        address: str = "about:blank",
        *,
        language: str = "en-US",
        time_zone: str = "America/New_York",
        javascript: bool = True,
        **options: object,
    ) -> Page:
        """A new visitor, without cookies, on the page at *address*."""
        context = self.browser.new_context(
            locale=language,
            timezone_id=time_zone,
            java_script_enabled=javascript,
            **options,  # type: ignore[arg-type]  # Playwright's own
        )
        context.set_default_timeout(15_000)
        context.on("console", self.heard)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("request", self.asked)
        context.on("response", self.answered)
        page = context.new_page()
        if address != "about:blank":
            page.goto(address)
        return page

    def heard(self, message: ConsoleMessage) -> None:
        """Note what the browser complains about: scripts, security policy, missing files."""
        # A page that answers 404 or 422 is told to the console too; that may be the point.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")

    def asked(self, request: Request) -> None:
        """Note every request that leaves for another host."""
        if (urlsplit(request.url).hostname or "") not in OWN_HOSTS:
            self.faults.append(f"foreign address: {request.url}")

    def answered(self, response: Response) -> None:
        """Note every picture, style or script that is missing."""
        if response.status >= 400 and response.request.resource_type != "document":
            self.faults.append(f"{response.status}: {response.url}")

    def close(self) -> None:
        """Close all pages; what was wrong with one is a failure."""
        for context in self.browser.contexts:
            context.close()
        assert not self.faults, "\n".join(self.faults)


def accessibility_faults(page: Page, *, only_looks: bool = False) -> list[str]:
    """What axe finds wrong with the page as it stands, one line for each element.

    With *only_looks* just the rules whose outcome hangs on width and colour scheme are asked:
    for a page that was asked all of them in other circumstances.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    chosen = AXE_LOOKS if only_looks else AXE_ALL
    # Into the frames of mails no script comes, axe neither: asked for, they only complain.
    options = {"runOnly": chosen, "resultTypes": ["violations"], "iframes": False}
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]
