from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import (
    NOW,
    a_case_study,
    a_practice,
    a_practice_group,
    a_series,
    a_speaker,
    a_sponsor,
    a_webinar,
    an_enrollment,
    in_english,
    saved,
)
from webinars.clock import utcnow
from webinars.models import Appearance, Approach, WebinarStatus
from webinars.texts import Texts

# What a browser makes of a page does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WINTER = datetime(2035, 1, 9, 20, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PAGES = (
    "/",
    "/series/guide/",
    "/series/guide/first/",
    "/series/guide/full/",
    "/series/guide/over/",
    "/series/guide/cancelled/",
    "/series/guide/undated/",
    "/series/guide/running/",
    "/series/later/",
    "/series/empty/",
    "/practices/",
    "/practices/allocate/",
    "/case-studies/",
    "/case-studies/zones/",
    "/sponsors/",
    "/sponsors/hip/",
    "/approach/",
    "/privacy/",
    "/accessibility/",
    "/nothing",
)


@pytest.fixture
def site(db, processes) -> str:
    """The address of a real server whose installation has something of everything."""
    groups = [a_practice_group(position=number) for number in range(4)]
    practices = [a_practice(group=group) for group in groups]
    practices[0].slug = "allocate"
    case_study = a_case_study(
        slug="zones", practices=practices, practices_note=in_english("Grouped by us.")
    )
    sponsors = [a_sponsor(slug="hip", acronym="HIP"), a_sponsor()]
    guide = a_series(
        slug="guide",
        title=Texts({"en": "Health equity", "es": "Equidad en salud"}),
        organizer=sponsors[0],
        co_sponsors=sponsors[1:],
    )
    shared = {"series": guide, "practices": practices, "co_sponsors": sponsors}
    first = a_webinar(slug="first", starts_at=WINTER, interpretation=["es"], **shared)
    first.appearances = [Appearance(speaker=a_speaker(), role=in_english("Moderator"), position=1)]
    full = a_webinar(slug="full", starts_at=WINTER + DAY, capacity=1, **shared)
    saved(
        an_enrollment(full),
        a_webinar(slug="over", starts_at=NOW, **shared),
        a_webinar(slug="cancelled", status=WebinarStatus.CANCELLED, starts_at=WINTER, **shared),
        a_webinar(slug="undated", starts_at=None, **shared),
        a_webinar(slug="running", starts_at=utcnow() - timedelta(minutes=5), **shared),
        a_webinar(series=a_series(slug="later", registration_opens_at=WINTER), starts_at=WINTER),
        a_series(slug="empty", is_demonstration=True),
        case_study,
        Approach(title=in_english("Approach"), body=in_english("From *wall to wall*.")),
    )
    return processes.serve()


def test_no_page_is_wider_than_the_window(site, visitors):
    page = visitors.open()

    found = {}
    for address in PAGES:
        page.goto(site + address)
        for width in (320, 360, 768, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            found[address, width] = page.evaluate("document.documentElement.scrollWidth")

    assert {place: width for place, width in found.items() if width > place[1]} == {}


def test_the_visitors_own_time_stands_beside_the_series_time_where_it_differs(site, visitors):
    cases = {
        ("America/New_York", "en-US"): None,
        ("America/Toronto", "en-US"): None,
        ("America/Los_Angeles", "en-US"): "Your time: 12:00 – 1:30 PM PST",
        ("Asia/Tokyo", "en-US"): "Your time: Wednesday, January 10, 5:00 – 6:30 AM GMT+9",
        ("America/Los_Angeles", "es-US"): "12:00 – 1:30",
    }
    for (time_zone, language), said in cases.items():
        page = visitors.open(f"{site}/series/guide/first/", time_zone=time_zone, language=language)
        own = page.locator(".hero .own-time")
        assert own.is_visible() == bool(said)
        assert (said or "") in " ".join((own.text_content() or "").replace("–", " – ").split())


def test_without_scripts_the_time_is_in_the_series_zone(site, visitors):
    page = visitors.open(
        f"{site}/series/guide/first/", javascript=False, time_zone="America/Los_Angeles"
    )

    when = page.locator(".hero .when")
    assert " ".join(when.inner_text().split()) == (
        "Tuesday, January 9, 2035, 3:00 PM to 4:30 PM EST"
    )


def test_the_keyboard_skips_to_the_content(site, visitors):
    page = visitors.open(f"{site}/series/guide/")

    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.locator("main :focus").count() == 1


def test_a_language_chosen_by_its_link_stays_chosen(site, visitors):
    page = visitors.open(f"{site}/series/guide/")

    page.get_by_role("link", name="español").click()
    assert page.locator("h1").inner_text() == "Equidad en salud"
    page.goto(f"{site}/practices/")

    assert page.locator("html").get_attribute("lang") == "es"


def test_copies_for_calendars_unfold_without_scripts(site, visitors):
    page = visitors.open(f"{site}/series/guide/first/", javascript=False)

    assert not page.get_by_role("link", name="Yahoo").is_visible()
    page.get_by_text("Add a copy to a calendar").click()

    assert page.get_by_role("link", name="Yahoo").is_visible()
