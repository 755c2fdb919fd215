"""Olga, who never used a command line, runs a series: from nothing to a moved webinar."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.stories.test_a_whole_life import event_of
from tests.support.console import PASSWORD, signed_in_page

ZONE = ZoneInfo("America/New_York")
OLGA, ANA = "olga@example.org", "ana@example.org"


def press(page: Page, name: str) -> None:
    """Press the button, or follow the link, that is called so."""
    button = page.get_by_role("button", name=name, exact=True)
    link = page.get_by_role("link", name=name, exact=True)
    with page.expect_navigation():
        button.or_(link).first.click()


def fill_in_when(page: Page, moment: datetime) -> None:
    """Write when the webinar takes place."""
    there = moment.astimezone(ZONE)
    page.get_by_label("Date", exact=False).first.fill(there.strftime("%Y-%m-%d"))
    page.get_by_label("Begins at").fill(there.strftime("%H:%M"))


def choose_the_first_password(page: Page, said: str) -> None:
    """Follow the link that the command has printed."""
    [link] = re.findall(r"http\S+", said)
    page.goto(link)
    page.fill("#password", PASSWORD)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()


def register(page: Page, address: str) -> None:
    """Register as anybody does."""
    page.goto(f"{address}/series/health-in-every-policy/register")
    page.check("input[name=webinars]")
    page.fill("#name", "Ana Ruiz")
    page.fill("#email", ANA)
    page.check("#consent")
    with page.expect_navigation():
        page.click("form.form button[type=submit]")


# Each database with one of the two: the browser does not know which is behind.
@pytest.mark.parametrize(
    ("database_url", "javascript"),
    [("sqlite", True), ("postgresql", False)],
    indirect=["database_url"],
    ids=["script", "no script"],
)
def test_from_an_empty_installation_to_a_moved_webinar(
    processes, smtp_server, visitors, javascript
):
    web = processes.serve(mail=smtp_server)
    processes.worker(mail=smtp_server, BASE_URL=web)
    said = processes.flask("user", "create", OLGA, "--role", "owner", BASE_URL=web)
    page = visitors.open(javascript=javascript)
    choose_the_first_password(page, said)
    signed_in_page(page, web, email=OLGA)

    # A series, as a draft that the public does not see.
    page.goto(f"{web}/organize/series/")
    press(page, "Create a series")
    page.fill("#title", "Health in every policy")
    press(page, "Create the draft")
    expect(page.locator("main")).to_contain_text("The draft is there.")
    assert page.request.get(f"{web}/series/health-in-every-policy/").status == 404

    # Its webinar: what adding it does is told before anything is saved.
    starts_at = (datetime.now(UTC) + timedelta(days=10)).replace(
        hour=19, minute=0, second=0, microsecond=0
    )
    press(page, "Add a webinar")
    page.fill("#title", "Work across government")
    fill_in_when(page, starts_at)
    page.get_by_label("Address to join").fill("https://platform.example.com/j/1")
    press(page, "Show what this will do")
    expect(page.locator("main")).to_contain_text("Nothing is saved or sent yet.")
    expect(page.locator("main")).to_contain_text("Nobody is written to.")
    press(page, "Save")

    # Published; Ana registers and is invited.
    page.goto(f"{web}/organize/series/health-in-every-policy/")
    press(page, "Publish")
    press(page, "Publish now")
    expect(page.locator("main")).to_contain_text("The series is public.")
    visitor = visitors.open(javascript=javascript)
    register(visitor, web)
    smtp_server.wait_for(1)
    method, invited = event_of(smtp_server.to(ANA)[-1].message)
    assert (method, invited["SEQUENCE"], invited.start) == ("REQUEST", 0, starts_at)

    # Moved: who is told is said first, and only then the mails go out.
    page.goto(f"{web}/organize/series/health-in-every-policy/")
    press(page, "Work across government")
    press(page, "Edit or reschedule")
    fill_in_when(page, starts_at + timedelta(days=1))
    press(page, "Show what this will do")
    expect(page.locator("main")).to_contain_text("One person with a seat gets an update")
    assert len(smtp_server.to(ANA)) == 1
    press(page, "Save and send one mail")
    smtp_server.wait_for(2)
    method, update = event_of(smtp_server.to(ANA)[-1].message)
    assert (method, update["UID"], update["SEQUENCE"]) == ("REQUEST", invited["UID"], 1)
    assert update.start == starts_at + timedelta(days=1)

    # The page follows the mails until all have gone, with or without scripts.
    expect(page.locator("main")).to_contain_text("All mails are settled", timeout=15_000)
