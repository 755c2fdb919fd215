"""Posters print on one sheet, texts are copied, and everybody can use the pages."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import a_practice, a_series, a_sponsor, a_webinar, in_english, saved
from tests.support.browser import accessibility_faults
from tests.web.shared import WINTER, a_shared_series

# What a browser makes of a page does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

POSTER = "/series/guide/poster?ref=gare"
KIT = "/sponsors/gare/kit/guide/"
PAGES = {POSTER: (320, 1280), KIT: (320, 1280), "/embed/series/guide?ref=gare": (280, 1280)}
MILLIMETRES = 25.4 / 96
# A telephone reads modules of half a millimetre at arm's length.
LEAST_MODULE = 0.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_what_is_shared(db, processes, visitors, scheme):
    a_shared_series(title=in_english("Only English"))
    site = processes.serve()
    page = visitors.open(color_scheme=scheme, language="es-US")

    found, widths = {}, {}
    for address, sizes in PAGES.items():
        page.goto(site + address)
        for width in sizes:
            page.set_viewport_size({"width": width, "height": 800})
            found[address, width] = accessibility_faults(page)
            widths[address, width] = page.evaluate("document.documentElement.scrollWidth")

    assert {place: faults for place, faults in found.items() if faults} == {}
    assert {place: width for place, width in widths.items() if width > place[1]} == {}


def crowded():
    """A series with as much of everything as anybody would write, and more."""
    words = "Long words about health equity in the departments of the land "
    series = a_series(
        slug="guide",
        title=in_english((words * 5)[:300].strip()),
        description=in_english(words * 40),
        organizer=a_sponsor(name=in_english(words * 2)),
        co_sponsors=[a_sponsor(slug="gare", name=in_english(words * 2))]
        + [a_sponsor(name=in_english(words * 2)) for _ in range(9)],
    )
    practices = [a_practice(name=in_english(words)) for _ in range(20)]
    for number in range(9):
        title = in_english((words * 5)[:300].strip())
        shared = {"title": title, "practices": practices, "starts_at": WINTER}
        a_webinar(series=series, position=number, **shared)
    return saved(series)


@pytest.mark.parametrize("made", [a_shared_series, crowded])
def test_a_poster_is_one_sheet_with_a_code_that_can_be_read(db, processes, visitors, made):
    made()
    page = visitors.open(f"{processes.serve()}{POSTER}", color_scheme="dark")

    for size in ("A4", "Letter"):
        assert pages_of(page.pdf(format=size)) == 1
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 980})  # A4 without its margins

    sheet = page.locator("html").bounding_box()
    code = page.locator(".qr svg").bounding_box()
    address = page.locator(".poster-address").bounding_box()
    modules = int(page.locator(".qr svg").get_attribute("viewBox").split()[2])
    assert code["width"] * MILLIMETRES / modules >= LEAST_MODULE
    for box in (code, address):
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 718
        assert box["y"] + box["height"] <= sheet["height"]
    expect(page.locator(".poster-tools")).to_be_hidden()


def test_nothing_of_a_usual_poster_is_cut_off(db, processes, visitors):
    a_shared_series()
    page = visitors.open(f"{processes.serve()}{POSTER}")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 980})

    hidden = page.evaluate(
        """[...document.querySelectorAll("body, .poster, .poster-body, .poster-webinars strong")]
           .filter((element) => element.scrollHeight > element.clientHeight + 1).length"""
    )

    assert hidden == 0


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


def test_the_button_that_prints_needs_scripts(db, processes, visitors):
    a_shared_series()
    site = processes.serve()
    plain = visitors.open(site + POSTER, javascript=False)
    page = visitors.open(site + POSTER)
    page.evaluate("print = () => { document.title = 'printed' }")

    page.get_by_role("button", name="Print this poster").click()

    assert page.title() == "printed"
    assert plain.get_by_role("button").count() == 0
    assert plain.get_by_text("Print it with your browser").is_visible()


def test_a_text_is_copied_and_that_is_said(db, processes, visitors):
    a_shared_series()
    site = processes.serve()
    page = visitors.open(site + KIT, permissions=["clipboard-read", "clipboard-write"])
    plain = visitors.open(site + KIT, javascript=False)

    page.get_by_role("button", name="Copy: In the visitor’s own language").click()

    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{site}/series/guide/?ref=gare"
    assert plain.get_by_role("button").count() == 0
    assert plain.locator("#link-any").input_value() == copied


def test_the_kit_shows_the_widget_as_it_will_look(db, processes, visitors):
    a_shared_series()
    page = visitors.open(processes.serve() + KIT)

    page.locator("#preview").scroll_into_view_if_needed()

    inside = page.frame_locator("iframe")
    expect(inside.get_by_role("heading", name="Health equity")).to_be_visible()
    expect(page.locator("iframe")).to_be_visible()
