"""Signing in with a phone and with a passkey, in a real browser; and these pages looked at."""

import re

import pytest
from passlib.totp import TOTP
from playwright.sync_api import Page

from tests.support.audits import audit
from tests.support.browser import accessibility_faults
from tests.support.console import OWNERS_ADDRESS, PASSWORD, an_owner_with_a_password, signed_in_page

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BUTTON = "main form.form button[type=submit]"


@pytest.fixture
def site(app, db, processes):
    """The console, with Olga's account, under a name: passkeys know no numbers."""
    with app.test_request_context():
        an_owner_with_a_password()
    return processes.serve().replace("127.0.0.1", "localhost")


def look(page: Page) -> None:
    """The page is right for everybody, on a phone and on a dark screen."""
    faults = []
    for number, (width, scheme) in enumerate(((360, "light"), (1280, "dark"))):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        faults += accessibility_faults(page, only_looks=number > 0) + audit(page, "sideways")
    assert faults == [], page.url


def press(page: Page, what: str = BUTTON) -> None:
    """Press a button that leads to another page."""
    with page.expect_navigation():
        page.locator(what).first.click()


def test_with_the_code_of_a_phone(site, visitors):
    page = signed_in_page(visitors.open(reduced_motion="reduce"), site)
    page.goto(f"{site}/organize/account/app")
    totp = TOTP(key=page.inner_text(".app-key-text"), format="base32")
    now = totp.generate()
    page.fill("#code", now.token)
    press(page)
    codes = page.locator(".recovery-codes code").all_inner_texts()
    look(page)
    with page.expect_download() as download:
        page.click("text=Download as text")
    assert download.value.path().read_text().split() == codes

    press(page, ".console-account button")
    page.goto(f"{site}/organize/account/")
    page.fill("#email", OWNERS_ADDRESS)
    page.fill("#password", PASSWORD)
    press(page)
    look(page)
    page.fill("#code", now.token)
    press(page)
    look(page)
    page.fill("#code", totp.generate(now.start_time + 30).token)
    press(page)
    assert page.url == f"{site}/organize/account/"
    assert "Password and code" in page.inner_text("table")

    for address in ("codes", "app/remove"):
        page.goto(f"{site}/organize/account/{address}")
        look(page)
    press(page, ".console-account button")
    signed_in_page(page, site)
    page.click("text=Use a recovery code.")
    page.fill("#code", "0000-0000-0000")
    press(page)
    look(page)
    page.fill("#code", codes[0])
    press(page)
    page.goto(f"{site}/organize/account/")
    assert "Password and recovery code" in page.inner_text("table")


def test_with_a_passkey(site, visitors):
    page = visitors.open(reduced_motion="reduce")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    signed_in_page(page, site)
    page.goto(f"{site}/organize/account/passkeys")
    page.fill("#name", "My phone")
    page.click(BUTTON)
    page.wait_for_url(f"{site}/organize/account/")
    assert "My phone" in page.inner_text("main")

    press(page, ".console-account button")
    page.goto(f"{site}/organize/account/profile")
    page.click("text=Sign in with a passkey")
    page.wait_for_url(f"{site}/organize/account/profile")
    page.goto(f"{site}/organize/account/")
    assert re.search(r"Passkey\s+Chrome", page.inner_text("table"))


def test_a_form_sent_after_the_sign_in_had_ended(site, visitors, app):
    page = signed_in_page(visitors.open(reduced_motion="reduce", javascript=True), site)
    page.goto(f"{site}/organize/account/profile")
    page.fill("#name", "Olga Renamed")
    page.context.clear_cookies()
    press(page)
    look(page)
    page.fill("#email", OWNERS_ADDRESS)
    page.fill("#password", PASSWORD)
    press(page)
    assert page.input_value("#name") == "Olga Renamed"
    look(page)
    press(page)
    assert "Olga Renamed" in page.inner_text(".facts")
