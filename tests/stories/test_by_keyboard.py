"""From the first page to a seat and out of it again, with nothing but a keyboard."""

import pytest
from playwright.sync_api import Locator, expect

from tests.web.people import a_guide, private_page, taken
from webinars.models import EnrollmentStatus

CONFIRMED, _, CANCELLED = EnrollmentStatus
# More controls than any page has.
MANY = 150


def go_to(target: Locator) -> None:
    """Press Tab until *target* has the focus."""
    for _ in range(MANY):
        target.page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} cannot be reached with the Tab key")


def press(target: Locator, key: str = "Enter") -> None:
    """Go to *target* and press *key* there."""
    go_to(target)
    target.page.keyboard.press(key)


# What a browser makes of a page has nothing to do with the database behind it.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_ana_registers_and_gives_one_webinar_up(db, processes, visitors, javascript):
    a_guide()
    address = processes.serve()
    page = visitors.open(f"{address}/", javascript=javascript)

    press(page.locator("main").get_by_role("link", name="Register").first)
    page.wait_for_url("**/series/guide/register")
    for slug in ("one", "two"):
        press(page.locator(f"input[name=webinars][value={slug}]"), "Space")
    press(page.locator("form.form button[type=submit]"))
    expect(page.locator(".error-summary")).to_be_focused()
    go_to(page.locator("#name"))
    page.keyboard.type("Ana Ruiz")
    go_to(page.locator("#email"))
    page.keyboard.type("ana@example.org")
    press(page.locator("#consent"), "Space")
    press(page.locator("form.form button[type=submit]"))
    page.wait_for_url("**/registered")
    assert taken() == [("ana@example.org", slug, CONFIRMED) for slug in ("one", "two")]

    page.goto(address + private_page())
    press(page.get_by_role("link", name="Give it up").first)
    page.wait_for_url("**/one/cancel")
    press(page.get_by_role("button", name="Give up my place"))

    expect(page.get_by_role("status")).to_contain_text("Your place is given up.")
    assert {slug: status for _, slug, status in taken()} == {"one": CANCELLED, "two": CONFIRMED}
