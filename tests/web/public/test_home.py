from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import (
    NOW,
    a_case_study,
    a_practice,
    a_practice_group,
    a_series,
    a_sponsor,
    a_webinar,
    in_english,
    saved,
)
from tests.support.html import Page, page_of
from tests.support.queries import counted_queries
from webinars.models import Approach, SeriesStatus, WebinarStatus
from webinars.texts import Texts

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WINTER = datetime(2035, 1, 9, 20, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def test_the_page_tells_the_story(client, db):
    group = a_practice_group(
        slug="build",
        name=in_english("Build infrastructure"),
        description=in_english("Strength from within."),
    )
    practice = a_practice(slug="allocate", name=in_english("Allocate"), group=group)
    series = a_series(
        slug="guide",
        title=in_english("Health equity"),
        description=in_english("Four *conversations*.\n\nMore of it."),
    )
    a_webinar(series=series, slug="first", starts_at=WINTER, title=in_english("Capacity"))
    saved(
        series,
        *(
            a_case_study(title=in_english(f"Story {number}"), practices=[practice], position=number)
            for number in (1, 2, 3)
        ),
        Approach(title=in_english("Inside and outside"), body=in_english("From wall to wall.")),
    )

    page = page_of(client, "/")

    assert page.heading == "Health equity"
    assert "Why this series Four conversations. Learn more about the series" in page.words
    assert "Coming up Health equity Capacity Tuesday, January 9, 2035, 3:00 PM" in page.words
    assert "Build infrastructure Strength from within. Allocate" in page.words
    assert "Story 1" in page.words
    assert "Story 2" in page.words
    assert "Story 3" not in page.words
    assert "Inside and outside From wall to wall." in page.words
    for address in (
        "/series/guide/",
        "/series/guide/register",
        "/series/guide/first/",
        "/practices/allocate/",
        "/case-studies/",
        "/approach/",
    ):
        assert address in page.links


def test_the_series_whose_next_webinar_is_nearest_leads(client, db):
    later = a_series(slug="later", title=in_english("Later"))
    sooner = a_series(slug="sooner", title=in_english("Sooner"))
    past = a_series(slug="past", title=in_english("Past"))
    a_webinar(series=later, starts_at=WINTER + DAY, title=in_english("Second"))
    a_webinar(series=sooner, starts_at=WINTER, title=in_english("First"))
    a_webinar(series=past, starts_at=NOW, title=in_english("Over"))
    saved(past, later, sooner)

    page = page_of(client, "/")

    assert page.heading == "Sooner"
    assert page.words.index("First") < page.words.index("Second")
    assert "Over" not in page.words
    assert "Next webinar: Tuesday, January 9, 2035" in page.words
    assert "Past A series about health equity. No date is set at the moment." in page.words


def test_cancelled_webinars_and_drafts_are_not_announced(client, db):
    saved(
        a_webinar(
            series=a_series(slug="guide"),
            starts_at=WINTER,
            title=in_english("Called off"),
            status=WebinarStatus.CANCELLED,
        ),
        a_webinar(
            series=a_series(title=in_english("Draft"), status=SeriesStatus.DRAFT),
            starts_at=WINTER,
            title=in_english("Secret"),
        ),
    )

    page = page_of(client, "/")

    assert "Called off" not in page.words
    assert "Draft" not in page.words
    assert "Secret" not in page.words
    assert "/series/guide/register" not in page.links


def test_an_empty_installation_says_that_nothing_is_announced(client, db):
    page = page_of(client, "/")

    assert page.heading == "Webinars"
    assert "No series of webinars is announced at the moment." in page.words
    assert "This is a demonstration." not in page.words
    assert "The ways departments change" not in page.words


def test_the_page_is_in_spanish_where_texts_are(client, db):
    saved(a_series(title=Texts({"en": "Health equity", "es": "Equidad en salud"})))

    page = Page(client.get("/?lang=es").text)

    assert page.language == "es"
    assert page.heading == "Equidad en salud"


def test_an_installation_of_demonstrations_says_so_once(client, db):
    saved(a_webinar(series=a_series(is_demonstration=True), starts_at=WINTER))

    page = page_of(client, "/")

    assert page.words.count("This is a demonstration.") == 1
    assert page.words.count("Demonstration") == 0


def test_among_real_series_only_the_demonstration_is_marked(client, db):
    demonstration = a_series(is_demonstration=True, title=in_english("Sample"))
    a_webinar(series=demonstration, starts_at=WINTER, title=in_english("Try it"))
    real = a_series(title=in_english("Real"))
    a_webinar(series=real, starts_at=WINTER + DAY, title=in_english("Attend it"))
    saved(demonstration, real)

    page = page_of(client, "/")

    assert "This is a demonstration." not in page.words
    assert "Sample Demonstration Try it" in page.words
    assert "Real Attend it" in page.words


def test_the_address_of_the_platform_is_not_on_the_page(client, db):
    saved(a_webinar(starts_at=WINTER, join_url="https://platform.example.com/j/1"))

    assert "platform.example.com" not in client.get("/").text


def test_the_page_takes_as_many_queries_for_one_of_everything_as_for_three(client, db):
    asked = []
    for _ in range(2):
        for _ in range(1 if not asked else 2):
            practice = a_practice()
            series = a_series(organizer=a_sponsor(), co_sponsors=[a_sponsor()])
            webinar = a_webinar(
                series=series, starts_at=WINTER, capacity=3, practices=[practice, a_practice()]
            )
            saved(webinar, a_case_study(practices=[practice]))
        with counted_queries() as statements:
            page_of(client, "/")
        asked.append(len([one for one in statements if one.startswith("SELECT")]))

    assert asked == [12, 12]
