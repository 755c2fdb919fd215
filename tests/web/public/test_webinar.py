from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

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
    in_english,
    saved,
)
from tests.support.html import Page, page_of
from tests.support.queries import counted_queries
from webinars.clock import utcnow
from webinars.models import Appearance, SeriesStatus, WebinarStatus
from webinars.texts import Texts

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WINTER = datetime(2035, 1, 9, 20, 0, tzinfo=UTC)
ADDRESS = "/series/guide/first/"


def a_first_webinar(**values):
    """Return the webinar whose page is tested."""
    defaults = {"slug": "first", "starts_at": WINTER, "title": in_english("Building capacity")}
    if "series" not in values:
        defaults["series"] = a_series(slug="guide", title=in_english("Health equity"))
    return a_webinar(**(defaults | values))


def test_the_page_tells_what_when_who_and_how_it_fits(client, db):
    group = a_practice_group(slug="build", name=in_english("Build infrastructure"))
    practice = a_practice(
        slug="allocate",
        name=in_english("Allocate resources"),
        description=in_english("Direct budgets toward equity."),
        group=group,
    )
    saved(
        a_case_study(
            slug="zones",
            title=in_english("Equity zones"),
            practices=[practice],
            practices_note=in_english("Grouped by us."),
        )
    )
    webinar = a_first_webinar(
        practices=[practice], co_sponsors=[a_sponsor(slug="gare", name=in_english("Alliance"))]
    )
    webinar.appearances = [
        Appearance(
            speaker=a_speaker(
                name="Demo Speaker",
                organization=in_english("Example County"),
                biography=in_english("Is made up."),
            ),
            role=in_english("Moderator"),
            position=1,
        )
    ]
    a_webinar(series=webinar.series, slug="second", title=in_english("Across government"))
    saved(webinar)

    page = page_of(client, ADDRESS)

    assert page.heading == "Building capacity"
    assert page.title == "Building capacity · Health equity"
    assert "Tuesday, January 9, 2035, 3:00 PM to 4:30 PM EST" in page.words
    assert "Demo Speaker Moderator · Example County Is made up." in page.words
    assert "Build infrastructure Allocate resources Direct budgets toward equity." in page.words
    assert (
        "Departments that did it Equity zones A health department Allocate resources "
        "Grouped by us." in page.words
    )
    assert "In the same series Building capacity Tue, Jan 9 Across government" in page.words
    for address in (
        "/series/guide/",
        "/series/guide/second/",
        "/series/guide/register?webinars=first",
        "/practices/allocate/",
        "/practices/#build",
        "/case-studies/zones/",
        "/sponsors/gare/",
        "webcal://127.0.0.1:8000/series/guide/first/calendar.ics",
    ):
        assert address in page.links


@pytest.mark.parametrize(
    ("values", "said", "button"),
    [
        ({}, "3:00 PM to 4:30 PM EST", "Register"),
        (
            {"capacity": 0},
            (
                "All seats are taken. Register to join the waiting list: "
                "freed seats go to whoever has waited longest."
            ),
            "Join the waiting list",
        ),
        (
            {"starts_at": None},
            "You can register already: the invitation follows once the date is set.",
            "Register",
        ),
        ({"starts_at": NOW}, "This webinar has taken place.", None),
        ({"status": WebinarStatus.CANCELLED}, "This webinar does not take place.", None),
    ],
)
def test_the_page_says_whether_one_can_register(client, db, values, said, button):
    saved(a_first_webinar(**values))

    page = page_of(client, ADDRESS)

    assert said in page.words
    assert ("/series/guide/register?webinars=first" in page.links) == bool(button)
    assert button is None or button in page.words


@pytest.mark.parametrize(
    ("window", "said"),
    [
        ({"registration_opens_at": WINTER}, "Registration opens on Tuesday, January 9, 2035."),
        ({"registration_closes_at": NOW}, "Registration closed on Monday, March 2, 2026."),
    ],
)
def test_outside_the_window_the_page_says_when_registration_opens_or_closed(
    client, db, window, said
):
    saved(a_first_webinar(series=a_series(slug="guide", **window)))

    page = page_of(client, ADDRESS)

    assert said in page.words
    assert not [link for link in page.links if "/register" in link]


def test_a_webinar_to_come_can_be_copied_into_calendars_of_the_web(client, db):
    saved(a_first_webinar())

    links = [unquote(link) for link in page_of(client, ADDRESS).links]

    assert [link for link in links if link.startswith("https://calendar.google.com/") and
            "dates=20350109T200000Z/20350109T213000Z" in link]  # fmt: skip
    assert [link for link in links if link.startswith("https://calendar.yahoo.com/")]


@pytest.mark.parametrize(
    "values",
    [{"starts_at": NOW}, {"starts_at": None}, {"status": WebinarStatus.CANCELLED}],
)
def test_nothing_but_a_webinar_to_come_can_be_copied(client, db, values):
    saved(a_first_webinar(**values))

    page = page_of(client, ADDRESS)

    assert "Add a copy to a calendar" not in page.words
    assert not [link for link in page.links if "yahoo" in link]


def test_a_running_webinar_can_still_be_registered_for(client, db):
    saved(a_first_webinar(starts_at=utcnow() - timedelta(minutes=5)))

    page = page_of(client, ADDRESS)

    assert "Happening now Building capacity" in page.words
    assert "/series/guide/register?webinars=first" in page.links


def test_without_co_sponsors_of_its_own_those_of_the_series_are_shown(client, db):
    series = a_series(slug="guide", co_sponsors=[a_sponsor(slug="naccho")])
    saved(a_first_webinar(series=series))

    assert "/sponsors/naccho/" in page_of(client, ADDRESS).links


def test_the_page_is_in_spanish_as_far_as_the_texts_are(client, db):
    saved(
        a_first_webinar(
            title=Texts({"en": "Building capacity", "es": "Crear capacidad"}),
            description=in_english("Only English."),
        )
    )

    response = client.get(ADDRESS, headers={"Accept-Language": "es-MX,es;q=0.9"})
    page = Page(response.text)

    assert page.language == "es"
    assert page.heading == "Crear capacidad"
    assert "martes, 9 de enero de 2035" in page.words
    assert '<div class="prose" lang="en"><p>Only English.</p>' in response.text


def test_what_is_not_public_is_not_there(client, db):
    saved(a_first_webinar(series=a_series(slug="draft", status=SeriesStatus.DRAFT)))
    saved(a_first_webinar())

    for address in ("/series/draft/first/", "/series/guide/unknown/", "/series/unknown/first/"):
        assert "There is no such webinar." in page_of(client, address, 404).words


def test_the_address_of_the_platform_is_not_on_the_page(client, db):
    saved(a_first_webinar(join_url="https://platform.example.com/j/1"))

    assert "platform.example.com" not in unquote(client.get(ADDRESS).text)


def test_a_demonstration_says_so(client, db):
    saved(a_first_webinar(series=a_series(slug="guide", is_demonstration=True)))
    saved(a_series())

    assert "This is a demonstration." in page_of(client, ADDRESS).words


def test_the_page_takes_as_many_queries_for_one_of_everything_as_for_three(client, db):
    asked = []
    for slug, number in (("one", 1), ("three", 3)):
        practices = [a_practice() for _ in range(number)]
        webinar = a_first_webinar(
            series=a_series(slug=slug, organizer=a_sponsor(), co_sponsors=[a_sponsor()]),
            capacity=5,
            practices=practices,
            co_sponsors=[a_sponsor() for _ in range(number)],
        )
        webinar.appearances = [
            Appearance(speaker=a_speaker(), role=Texts(), position=place) for place in range(number)
        ]
        for _ in range(number):
            a_webinar(series=webinar.series)
        saved(webinar, *(a_case_study(practices=practices) for _ in range(number)))
        with counted_queries() as statements:
            page_of(client, f"/series/{slug}/first/")
        asked.append(len([one for one in statements if one.startswith("SELECT")]))

    assert asked == [9, 9]
