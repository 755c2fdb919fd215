"""How the public pages lie in a real window: on phones, folded, printed, crowded."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import (
    NOW,
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
from webinars.links import Purpose, new_nonce, token
from webinars.models import Appearance, SeriesStatus, WebinarStatus
from webinars.texts import Texts

# What a browser makes of a page does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WINTER = datetime(2035, 1, 9, 20, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
RECORDING = "https://video.example.org/1"
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft " * 2
STATES = (
    "/series/guide/",
    "/series/guide/talk-0/",
    "/series/past/",
    "/series/past/over/",
    "/series/cancelled/",
    "/series/full/",
    "/series/crowded/",
    "/series/crowded/talk-39/",
    "/practices/",
    "/practices/allocate/",
)


@pytest.fixture
def preview() -> str:
    """The stored half of a draft's token."""
    return new_nonce()


@pytest.fixture
def site(db, processes, preview) -> str:
    """The address of a real server with series in every state."""
    practice = a_practice(slug="allocate", group=a_practice_group(position=0))
    sponsors = [a_sponsor(name=in_english(f"National Association {n}")) for n in range(3)]
    guide = a_series(slug="guide", title=in_english("Health equity"), organizer=sponsors[0])
    guide.co_sponsors = sponsors[1:]
    past = a_series(slug="past")
    cancelled = a_series(slug="cancelled")
    full = a_series(slug="full")
    crowded = a_series(slug="crowded", title=in_english(LONG), co_sponsors=sponsors)
    draft = a_series(slug="draft", status=SeriesStatus.DRAFT, preview_nonce=preview)
    taught = {"practices": [practice], "recording_url": RECORDING}
    for number in range(4):
        a_webinar(series=guide, slug=f"talk-{number}", starts_at=WINTER + number * WEEK, **taught)
    for number in range(40):
        starts_at = NOW + number * WEEK if number < 5 else WINTER + number * WEEK
        webinar = a_webinar(
            series=crowded,
            slug=f"talk-{number}",
            title=in_english(LONG),
            position=number,
            starts_at=starts_at,
            **taught,
        )
        webinar.appearances = [Appearance(speaker=a_speaker(), role=Texts(), position=1)]
    saved(
        guide,
        crowded,
        a_webinar(series=past, slug="over", starts_at=NOW, **taught),
        a_webinar(series=cancelled, starts_at=WINTER, status=WebinarStatus.CANCELLED),
        a_webinar(series=full, starts_at=WINTER, capacity=0),
        a_webinar(series=draft, starts_at=WINTER),
    )
    return processes.serve()


def test_what_and_when_and_the_button_are_in_a_phones_first_window(site, visitors):
    page = visitors.open(viewport={"width": 360, "height": 740})
    page.goto(f"{site}/series/guide/")

    for role, name in (("heading", "Health equity"), ("link", "Register")):
        box = page.get_by_role(role, name=name).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < 740


def test_the_map_unfolds_without_scripts(site, visitors):
    page = visitors.open(f"{site}/practices/", javascript=False)
    recording = page.get_by_role("link", name="Watch the recording").first

    assert not recording.is_visible()
    page.locator("summary").first.click()

    assert recording.is_visible()


def test_a_link_to_a_folded_webinar_unfolds_it(site, visitors):
    page = visitors.open(f"{site}/series/crowded/#talk-1")

    assert page.locator("#talk-1").is_visible()


def test_what_is_folded_is_printed(site, visitors):
    page = visitors.open(f"{site}/series/crowded/")
    page.emulate_media(media="print")

    assert page.locator("#talk-1").bounding_box()["height"] > 40
    assert page.locator(".printed").is_visible()
    assert not page.get_by_role("link", name="Register").first.is_visible()


def test_no_state_is_wider_than_the_window_or_lacks_access(site, visitors, preview, app):
    with app.app_context():
        query = f"?preview={token(Purpose.PREVIEW, preview)}"
    page = visitors.open(color_scheme="dark")

    faults = {}
    for address in (*STATES, f"/series/draft/{query}"):
        page.goto(site + address)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth")
            faults[address, width] = accessibility_faults(page) + [wide] * (wide > width)

    assert {place: found for place, found in faults.items() if found} == {}
