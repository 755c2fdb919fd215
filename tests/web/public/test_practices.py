from datetime import UTC, datetime

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
from webinars.models import SeriesStatus
from webinars.texts import Texts

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
        a_case_study(practices=[practice]),
        a_webinar(practices=[practice]),
        a_webinar(practices=[practice]),
        a_webinar(practices=[practice], series=a_series(status=SeriesStatus.DRAFT)),
    )

    page = page_of(client, "/practices/")

    assert page.heading == "Strategic practices"
    assert "Build From within. Allocate Direct budgets. 2 webinars · 1 case study" in page.words
    assert "Share What these practices share. Ally Stand together." in page.words
    assert "/practices/allocate/" in page.links
    assert [one["id"] for one in page.all("section")] == ["build", "share"]
    assert [one["class"] for one in page.all("section")] == ["map hue-1", "map hue-2"]


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

    assert asked == [5, 7, 5, 7]
