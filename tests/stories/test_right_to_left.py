"""Pages in a language that is written from right to left, in a real browser."""

from datetime import UTC, datetime

import pytest

from tests.factories import (
    a_case_study,
    a_practice,
    a_practice_group,
    a_series,
    a_speaker,
    a_sponsor,
    a_webinar,
    in_english,
    saved,
)
from tests.support.browser import accessibility_faults
from tests.support.languages import add_long_language
from tests.web.people import private_page
from webinars.models import Appearance

# What a browser makes of a page does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WINTER = datetime(2035, 1, 9, 20, tzinfo=UTC)


@pytest.fixture
def site(db, processes, tmp_path) -> str:
    """The address of a real server that also speaks Arabic."""
    group = a_practice_group()
    practices = [a_practice(group=group, slug="allocate"), a_practice(group=group)]
    series = a_series(slug="guide", organizer=a_sponsor(acronym="HIP"), co_sponsors=[a_sponsor()])
    for number in range(3):
        webinar = a_webinar(
            slug=f"part-{number}",
            series=series,
            starts_at=WINTER.replace(day=9 + 7 * number),
            practices=practices,
            interpretation=["es"],
        )
        speaker = a_speaker(name="Dr. Ana Ruiz (CHW)")
        webinar.appearances = [Appearance(speaker=speaker, role=in_english("Panel"), position=1)]
    saved(series, a_case_study(practices=practices))
    add_long_language(tmp_path / "translations", "ar")
    return processes.serve(TRANSLATIONS_PATH=str(tmp_path / "translations"))


def register(page, site):
    page.goto(f"{site}/series/guide/register?webinars=part-0")
    page.locator("#name").fill("Ana Ruiz")
    page.locator("#email").fill("ana@example.org")
    page.locator("#consent").check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/registered")


def test_pages_turn_around_and_none_is_wider_than_the_window(site, visitors):
    page = visitors.open(language="ar")
    register(page, site)

    pages = ("/", "/series/guide/", "/series/guide/part-0/", "/practices/", "/practices/allocate/")
    wide, faults = {}, {}
    for address in (*pages, "/series/guide/register", "/series/guide/registered", private_page()):
        page.goto(site + address)
        assert page.locator("html").get_attribute("dir") == "rtl"
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            wide[address, width] = page.evaluate(
                "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
            )
        faults[address] = accessibility_faults(page)

    assert {place: width for place, width in wide.items() if width > place[1]} == {}
    assert {place: found for place, found in faults.items() if found} == {}


def test_what_is_written_from_left_to_right_reads_as_it_was_written(site, visitors):
    page = visitors.open(f"{site}/series/guide/", language="ar")

    title = page.locator("h1 span[lang=en]")
    assert title.get_attribute("dir") == "ltr"
    # The parenthesis closes the name on its right.
    name = page.locator("bdi", has_text="Dr. Ana Ruiz (CHW)").first
    assert name.evaluate("element => getComputedStyle(element).unicodeBidi") == "isolate"
    start = page.locator("main .timeline .leaf").first.bounding_box()
    card = page.locator("main .timeline .card").first.bounding_box()
    assert start is not None
    assert card is not None
    # What comes first stands on the right.
    assert start["x"] > card["x"]
