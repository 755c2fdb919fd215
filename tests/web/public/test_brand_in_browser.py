from datetime import UTC, datetime
from itertools import product

import pytest

from tests.factories import a_series, a_sponsor, a_webinar, saved
from tests.support.browser import accessibility_faults
from tests.support.pictures import a_picture

# What a browser makes of a page does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WINTER = datetime(2035, 1, 9, 20, 0, tzinfo=UTC)
# Dark with a bright accent, bright with a dark one, nearly black with a strong one.
PALETTES = {
    "green": ("#0b5d3b", "#ffd166"),
    "pale": ("#fff3b0", "#12355b"),
    "black": ("#14110f", "#e5383b"),
}
LOOK = """() => {
    const style = (selector, name) =>
        getComputedStyle(document.querySelector(selector)).getPropertyValue(name);
    return [style('.hero', 'background-color'), style('.hero .button', 'background-color')];
}"""


@pytest.fixture
def site(db, processes) -> str:
    """The address of a server with a series of each organization."""
    picture = {
        "logo": a_picture(width=120, height=40),
        "logo_type": "image/png",
        "logo_digest": "abcdef123456",
        "logo_width": 120,
        "logo_height": 40,
    }
    for slug, (brand, accent) in PALETTES.items():
        organizer = a_sponsor(slug=slug, brand_colour=brand, accent_colour=accent, **picture)
        series = a_series(slug=slug, organizer=organizer)
        saved(a_webinar(slug="first", series=series, starts_at=WINTER, interpretation=["es"]))
    return processes.serve()


def test_pages_in_any_colours_are_accessible_in_light_and_dark(site, visitors):
    faults = []
    for scheme in ("light", "dark"):
        visitor = visitors.open(color_scheme=scheme)
        for slug in PALETTES:
            for path in (f"/series/{slug}/", f"/series/{slug}/register", f"/sponsors/{slug}/"):
                visitor.goto(f"{site}{path}")
                faults += [f"{scheme} {path}: {one}" for one in accessibility_faults(visitor)]

    assert faults == []


def test_a_head_is_in_the_organizers_colours_but_not_in_print(site, visitors):
    visitor = visitors.open(f"{site}/series/pale/", reduced_motion="reduce")

    looks = {}
    for medium, scheme in product(("screen", "print"), ("light", "dark")):
        visitor.emulate_media(media=medium, color_scheme=scheme, reduced_motion="reduce")
        looks[medium, scheme] = visitor.evaluate(LOOK)

    yellow, blue, white = "rgb(255, 243, 176)", "rgb(18, 53, 91)", "rgb(255, 255, 255)"
    assert looks == {
        ("screen", "light"): [yellow, blue],
        ("screen", "dark"): [blue, yellow],
        ("print", "light"): [white, white],
        ("print", "dark"): [white, white],
    }


def test_the_logo_keeps_its_shape_and_place(site, visitors):
    visitor = visitors.open(viewport={"width": 360, "height": 800})
    # Even when it never comes.
    visitor.route("**/logo-*", lambda route: route.fulfill(status=204))
    visitor.goto(f"{site}/series/green/")
    without = visitor.locator(".brand span").bounding_box()
    visitor.unroute("**/logo-*")
    visitor.goto(f"{site}/series/green/register")
    logo = visitor.locator(".brand-logo")

    assert visitor.locator(".brand span").bounding_box()["x"] == without["x"]
    assert logo.evaluate("one => one.naturalWidth") == 120
    assert 100 < logo.bounding_box()["width"] < 180
    assert visitor.evaluate("document.documentElement.scrollWidth") == 360


def test_a_first_visit_takes_six_requests_at_most(site, visitors):
    for path in ("/series/green/", "/series/green/first/", "/series/green/register"):
        visitor = visitors.open()
        asked = []
        visitor.on("request", lambda request, asked=asked: asked.append(request.url))
        visitor.goto(f"{site}{path}", wait_until="networkidle")

        assert len(asked) <= 6, asked
