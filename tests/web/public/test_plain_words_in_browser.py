"""The pages on privacy and access in a real browser."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.factories import a_series, a_webinar, saved
from tests.support.browser import accessibility_faults
from webinars.clock import utcnow

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PAGES = ("/privacy/", "/accessibility/")


@pytest.fixture
def site(db, processes) -> str:
    """The address of a server with a webinar to come."""
    start = utcnow() + timedelta(days=30)
    saved(a_webinar(series=a_series(slug="guide"), starts_at=start))
    return processes.serve(CLIENT_LIMITS="60 per minute")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_too_wide(site, visitors, scheme):
    page = visitors.open(color_scheme=scheme)

    for address in PAGES:
        page.goto(site + address)
        for width in (320, 360, 800, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert accessibility_faults(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 1280])
def test_what_is_kept_is_a_table_for_those_who_hear_it_however_it_is_laid_out(
    site, visitors, width
):
    page = visitors.open(viewport={"width": width, "height": 800})
    page.goto(f"{site}/privacy/")

    table = page.get_by_role("table", name="What we keep, why and for how long")

    assert table.get_by_role("columnheader").all_inner_texts() == ["What", "Why", "For how long"]
    row = table.get_by_role("row").filter(has_text="network address")
    assert row.get_by_role("rowheader").count() == 1
    assert row.get_by_role("cell").count() == 2
    assert row.get_by_text("For how long", exact=True).is_visible() == (width < 768)


def test_reading_about_privacy_loses_nothing_typed_into_the_form(site, visitors):
    page = visitors.open(f"{site}/series/guide/register")
    page.get_by_label("Name", exact=True).fill("Ana")

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="opens in a new tab").click()

    assert opened.value.get_by_role("heading", level=1).inner_text() == "Privacy"
    assert page.get_by_label("Name", exact=True).input_value() == "Ana"


def test_all_is_there_without_scripts(site, visitors):
    page = visitors.open(f"{site}/accessibility/", javascript=False)

    assert page.get_by_text("Please ask by").is_visible()
    page.get_by_role("link", name="Send me my private link").click()
    # The next page may still be on its way.
    expect(page.get_by_label("E-mail address")).to_be_visible()
