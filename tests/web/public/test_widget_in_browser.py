"""On a partner's site a link becomes a frame where that is allowed, and else stays a link."""

import re
from html import unescape

import pytest
from playwright.sync_api import expect

from tests.support.partner import partner_site
from tests.support.web_client import WebClient
from tests.web.shared import a_shared_series

# What a browser makes of a page does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WORDS = "Health equity: dates and registration"


@pytest.fixture
def partner(db, processes):
    """A site that may show the series, with the code of GARE's kit in its page."""
    with partner_site() as site:
        a_shared_series(embed_on=[site.origin])
        ours = processes.serve()
        kit = WebClient(ours).get("/sponsors/gare/kit/guide/").text
        code = re.search(r'<textarea id="widget-en"[^>]*>\n(.*?)</textarea>', kit, re.DOTALL)
        assert code is not None
        site.body = unescape(code[1])
        yield site


def test_an_allowed_site_shows_the_series_as_high_as_it_is(partner, visitors):
    page = visitors.open(partner.origin, viewport={"width": 1000, "height": 800})
    frame = page.locator("iframe")
    inside = page.frame_locator("iframe")

    expect(inside.get_by_role("heading", name="Health equity")).to_be_visible()
    expect(frame).to_be_visible()
    expect(page.get_by_role("link", name=WORDS)).to_be_hidden()
    assert frame.get_attribute("title") == WORDS
    assert (
        inside.locator("a.button")
        .get_attribute("href")
        .endswith("/series/guide/register?ref=gare&lang=en")
    )
    wide = height_of(frame)
    assert wide == pytest.approx(inner_height(inside), abs=1)

    page.set_viewport_size({"width": 280, "height": 800})
    page.wait_for_function("wide => document.querySelector('iframe').offsetHeight > wide", arg=wide)

    assert height_of(frame) == pytest.approx(inner_height(inside), abs=1)
    assert page.context.cookies() == []


def test_the_button_opens_the_form_beside_the_partners_page(partner, visitors):
    page = visitors.open(partner.origin)

    with page.context.expect_page() as opened:
        page.frame_locator("iframe").get_by_role("link", name="Register").click()

    form = opened.value
    form.wait_for_load_state()
    assert form.locator("input[name=ref]").get_attribute("value") == "gare"
    assert form.evaluate("window.opener") is None
    assert page.url.startswith(partner.origin)


def test_any_other_site_keeps_the_link(partner, visitors):
    page = visitors.open(partner.other_origin)
    page.wait_for_load_state("networkidle")

    expect(page.get_by_role("link", name=WORDS)).to_be_visible()
    expect(page.locator("iframe")).to_be_hidden()
    assert page.locator("iframe").bounding_box()["height"] == 0
    # The browser says why, and nothing else is wrong.
    assert [fault for fault in visitors.faults if "frame-ancestors" not in fault] == []
    assert visitors.faults != []
    visitors.faults.clear()


def test_without_scripts_the_link_stays(partner, visitors):
    page = visitors.open(partner.origin, javascript=False)

    expect(page.get_by_role("link", name=WORDS)).to_be_visible()
    assert page.locator("iframe").count() == 0


def test_only_our_frame_may_say_how_high_it_is(partner, visitors):
    page = visitors.open(partner.origin)
    page.wait_for_function("document.querySelector('iframe')?.offsetHeight > 0")
    frame = page.locator("iframe")
    before = height_of(frame)

    page.evaluate("postMessage({height: 5000}, '*')")
    page.evaluate("new Promise(resolve => setTimeout(resolve, 100))")

    assert height_of(frame) == before


def height_of(frame) -> float:
    return frame.bounding_box()["height"]


def inner_height(inside) -> float:
    return inside.locator("body").evaluate("body => body.getBoundingClientRect().height")
