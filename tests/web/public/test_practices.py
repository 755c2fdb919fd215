from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import (
    NOW,
    a_case_study,
    a_practice,
    a_practice_group,
    a_series,
    a_webinar,
    in_english,
    saved,
)
from tests.support.html import Page, page_of
from tests.support.queries import counted_queries
from webinars.models import SeriesStatus, WebinarStatus
from webinars.texts import Texts

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WINTER = datetime(2035, 1, 9, 20, 0, tzinfo=UTC)


def test_the_map_shows_groups_with_their_practices_and_what_belongs_to_each(client, db):
    group = a_practice_group(
        slug="build", name=in_english("Build"), description=in_english("From within."), position=0
    )
    other = a_practice_group(slug="share", name=in_english("Share"), position=1)
    practice = a_practice(
        slug="allocate",
        name=in_english("Allocate"),
        description=in_english("Direct *budgets*."),
        group=group,
    )
    saved(
        a_practice(name=in_english("Ally"), group=other, description=in_english("Stand together.")),
        a_case_study(title=in_english("Equity zones"), practices=[practice]),
        a_webinar(title=in_english("Later"), starts_at=None, practices=[practice]),
        a_webinar(title=in_english("Sooner"), starts_at=WINTER, practices=[practice]),
        a_webinar(title=in_english("Over"), starts_at=NOW, practices=[practice]),
        a_webinar(
            title=in_english("Secret"),
            practices=[practice],
            series=a_series(status=SeriesStatus.DRAFT),
        ),
    )

    page = page_of(client, "/practices/")

    assert page.heading == "Strategic practices"
    assert (
        "Build From within. Allocate Direct budgets. To come Sooner Tue, Jan 9 Later "
        "To be announced 1 past webinar · 1 case study: Allocate "
        "Past webinars Over Mon, Mar 2 2026 Past "
        "Departments that did it Equity zones A county" in page.words
    )
    assert (
        "Share What these practices share. Ally Stand together. "
        "No webinar is planned at the moment." in page.words
    )
    assert "Build 1 practice Share 1 practice" in page.words
    assert "Secret" not in page.words
    assert "/practices/allocate/" in page.links
    assert [one["id"] for one in page.all("section")] == ["build", "share"]
    assert [one["class"] for one in page.all("section")] == ["map hue-1", "map hue-2"]


def test_what_comes_first_is_seen_and_the_rest_unfolds(client, db):
    practice = a_practice(slug="allocate")
    series = a_series(slug="guide")
    for number in range(4):
        starts_at = WINTER + timedelta(days=number)
        a_webinar(
            series=series,
            title=in_english(f"Talk {number}"),
            starts_at=starts_at,
            practices=[practice],
        )
    saved(series)

    page = page_of(client, "/practices/")

    assert (
        "To come Talk 0 Tue, Jan 9 Talk 1 Wed, Jan 10 2 more to come: "
        f"{practice.name['en']} Talk 2 Thu, Jan 11 Talk 3 Fri, Jan 12" in page.words
    )
    assert len(page.all("details")) == 1


def test_a_long_list_of_webinars_is_folded(client, db):
    practice = a_practice(slug="allocate")
    series = a_series(slug="guide")
    for number in range(8):
        a_webinar(series=series, starts_at=NOW - timedelta(days=number), practices=[practice])
    saved(series)

    page = page_of(client, "/practices/allocate/")

    assert "2 more webinars" in page.words
    assert (
        len(
            [
                link
                for link in page.links
                if link.startswith("/series/guide/webinar-") and "calendar" not in link
            ]
        )
        == 8
    )


def test_a_cancelled_webinar_is_past_once_its_date_is(client, db):
    practice = a_practice(slug="allocate")
    for title, starts_at in (("Ahead", WINTER), ("Behind", NOW), ("Never dated", None)):
        saved(
            a_webinar(
                title=in_english(title),
                starts_at=starts_at,
                practices=[practice],
                status=WebinarStatus.CANCELLED,
            )
        )

    words = page_of(client, "/practices/allocate/").words

    coming, past = words.split("Past webinars")
    assert "Ahead Cancelled" in coming
    assert "Behind Cancelled" in past
    assert "Never dated Cancelled" in past


def test_without_practices_the_map_says_so(client, db):
    assert "No practices are described yet." in page_of(client, "/practices/").words


def test_a_practice_shows_its_webinars_and_case_studies(client, db):
    group = a_practice_group(slug="build", name=in_english("Build"))
    practice = a_practice(
        slug="allocate",
        name=in_english("Allocate"),
        description=in_english("Direct *budgets*."),
        group=group,
    )
    a_practice(slug="change", name=in_english("Change"), group=group)
    series = a_series(slug="guide", title=in_english("Health equity"))
    shared = {"practices": [practice], "series": series}
    saved(
        a_webinar(slug="late", title=in_english("Later"), starts_at=None, **shared),
        a_webinar(slug="soon", title=in_english("Sooner"), starts_at=WINTER, **shared),
        a_webinar(slug="over", title=in_english("Over"), starts_at=NOW, **shared),
        a_case_study(slug="zones", title=in_english("Equity zones"), practices=[practice]),
        a_webinar(
            title=in_english("Secret"),
            practices=[practice],
            series=a_series(status=SeriesStatus.DRAFT),
        ),
    )

    page = page_of(client, "/practices/allocate/")

    assert page.heading == "Allocate"
    assert page.title == "Allocate · Webinars"
    assert "Direct budgets." in page.words
    assert (
        "Webinars to come Health equity Sooner Tuesday, January 9, 2035, 3:00 PM to 4:30 PM EST "
        "Health equity Later To be announced The date will be announced. "
        "Past webinars Health equity Over Past Monday, March 2, 2026" in page.words
    )
    assert "Departments that did it A county Equity zones" in page.words
    assert "Secret" not in page.words
    for address in (
        "/series/guide/soon/",
        "/series/guide/over/",
        "/case-studies/zones/",
        "/practices/change/",
        "/practices/#build",
        "webcal://127.0.0.1:8000/practices/allocate/calendar.ics",
    ):
        assert address in page.links


def test_a_practice_without_webinars_says_so(client, db):
    saved(a_practice(slug="allocate"))

    page = page_of(client, "/practices/allocate/")

    assert "No webinar on this practice is planned at the moment." in page.words
    assert "Past webinars" not in page.words
    assert "Departments that did it" not in page.words


def test_the_pages_are_in_spanish_where_texts_are(client, db):
    saved(
        a_practice(
            slug="allocate",
            name=Texts({"en": "Allocate", "es": "Asignar"}),
            description=in_english("Only English."),
        )
    )

    for address in ("/practices/", "/practices/allocate/"):
        response = client.get(f"{address}?lang=es")
        page = Page(response.text)
        assert page.language == "es"
        assert "Asignar" in page.words
        assert 'lang="en"' in response.text


def test_an_unknown_practice_is_not_there(client, db):
    assert "There is no such practice." in page_of(client, "/practices/unknown/", 404).words


def test_the_address_of_the_platform_is_not_on_the_page(client, db):
    saved(
        a_webinar(
            practices=[a_practice(slug="allocate")], join_url="https://platform.example.com/j/1"
        )
    )

    assert "platform.example.com" not in client.get("/practices/allocate/").text


def test_the_pages_take_as_many_queries_for_one_of_everything_as_for_three(client, db):
    asked = []
    for number in (1, 3):
        group = a_practice_group()
        practices = [a_practice(group=group) for _ in range(number)]
        practices[0].slug = f"practice-of-{number}"
        saved(
            *(a_webinar(practices=practices, capacity=3) for _ in range(number)),
            *(a_case_study(practices=practices) for _ in range(number)),
        )
        for address in ("/practices/", f"/practices/practice-of-{number}/"):
            with counted_queries() as statements:
                page_of(client, address)
            asked.append(len([one for one in statements if one.startswith("SELECT")]))

    assert asked == [6, 7, 6, 7]
