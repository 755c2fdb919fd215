from datetime import UTC, datetime

import pytest

from tests.factories import (
    NOW,
    a_case_study,
    a_practice,
    a_series,
    a_webinar,
    in_english,
    saved,
)
from tests.support.html import Page, page_of
from tests.support.queries import counted_queries
from webinars.models import SeriesStatus
from webinars.texts import Texts

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WINTER = datetime(2035, 1, 9, 20, 0, tzinfo=UTC)


def test_all_case_studies_are_listed_with_their_practices(client, db):
    practice = a_practice(slug="allocate", name=in_english("Allocate"))
    saved(
        a_case_study(title=in_english("Second"), position=2, practices=[practice]),
        a_case_study(
            slug="zones",
            title=in_english("First"),
            department=in_english("A department"),
            place=in_english("Rhode Island"),
            story=in_english("It *braided* funds.\n\nMore of it."),
            position=1,
            practices=[practice],
            practices_note=in_english("Grouped by us."),
        ),
    )

    page = page_of(client, "/case-studies/")

    assert page.heading == "Case studies"
    assert "Rhode Island First A department It braided funds. Allocate Grouped by us." in page.words
    assert page.words.index("First") < page.words.index("Second")
    assert "/case-studies/zones/" in page.links
    assert "/practices/allocate/" in page.links


def test_without_case_studies_the_list_says_so(client, db):
    assert "No case studies are told yet." in page_of(client, "/case-studies/").words


def test_a_case_study_tells_its_story_and_leads_to_webinars_on_its_practices(client, db):
    practices = [a_practice(slug="allocate", name=in_english("Allocate")), a_practice()]
    series = a_series(slug="guide", title=in_english("Health equity"))
    saved(
        a_case_study(
            slug="zones",
            title=in_english("Equity zones"),
            department=in_english("A department"),
            place=in_english("Rhode Island"),
            story=in_english("It *braided* funds.\n\nMore of it."),
            practices=practices,
            practices_note=in_english("Grouped by us for this demonstration."),
        ),
        a_webinar(
            slug="soon",
            series=series,
            practices=practices,
            title=in_english("Sooner"),
            starts_at=WINTER,
        ),
        a_webinar(series=series, practices=practices, title=in_english("Over"), starts_at=NOW),
        a_webinar(
            series=a_series(status=SeriesStatus.DRAFT),
            practices=practices,
            title=in_english("Secret"),
        ),
    )

    page = page_of(client, "/case-studies/zones/")

    assert page.heading == "Equity zones"
    assert "A department, Rhode Island It braided funds. More of it." in page.words
    assert "Webinars on these practices Health equity Sooner Tuesday, January 9, 2035" in page.words
    assert page.words.count("Sooner") == 1
    assert "Over" in page.words
    assert "Secret" not in page.words
    assert "Practices it shows Allocate" in page.words
    assert "Grouped by us for this demonstration." in page.words
    assert "/series/guide/soon/" in page.links
    assert "/practices/allocate/" in page.links


def test_a_case_study_without_practices_has_neither_them_nor_webinars(client, db):
    saved(a_case_study(slug="zones"))

    page = page_of(client, "/case-studies/zones/")

    assert "Practices it shows" not in page.words
    assert "Webinars on these practices" not in page.words


def test_the_pages_are_in_spanish_where_texts_are(client, db):
    saved(
        a_case_study(
            slug="zones",
            title=Texts({"en": "Equity zones", "es": "Zonas de equidad"}),
            story=in_english("Only English."),
        )
    )

    for address in ("/case-studies/", "/case-studies/zones/"):
        response = client.get(f"{address}?lang=es")
        page = Page(response.text)
        assert page.language == "es"
        assert "Zonas de equidad" in page.words
        assert 'lang="en"' in response.text


def test_an_unknown_case_study_is_not_there(client, db):
    assert "There is no such case study." in page_of(client, "/case-studies/unknown/", 404).words


def test_the_address_of_the_platform_is_not_on_the_page(client, db):
    practice = a_practice()
    saved(
        a_case_study(slug="zones", practices=[practice]),
        a_webinar(practices=[practice], join_url="https://platform.example.com/j/1"),
    )

    assert "platform.example.com" not in client.get("/case-studies/zones/").text


def test_the_pages_take_as_many_queries_for_one_of_everything_as_for_three(client, db):
    asked = []
    for number in (1, 3):
        practices = [a_practice() for _ in range(number)]
        saved(
            a_case_study(slug=f"case-study-of-{number}", practices=practices),
            *(a_case_study(practices=practices) for _ in range(number - 1)),
            *(a_webinar(practices=practices, capacity=3) for _ in range(number)),
        )
        for address in ("/case-studies/", f"/case-studies/case-study-of-{number}/"):
            with counted_queries() as statements:
                page_of(client, address)
            asked.append(len([one for one in statements if one.startswith("SELECT")]))

    assert asked == [3, 5, 3, 5]
