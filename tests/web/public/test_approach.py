from tests.factories import in_english, saved
from tests.support.html import Page, page_of
from webinars.models import Approach
from webinars.texts import Texts


def test_the_approach_is_told(client, db):
    saved(
        Approach(
            title=in_english("What underlies our approach"),
            body=in_english("From *wall to wall*.\n\n- inside\n- outside"),
        )
    )

    page = page_of(client, "/approach/")

    assert page.heading == "What underlies our approach"
    assert page.title == "What underlies our approach · Webinars"
    assert "From wall to wall. inside outside" in page.words
    assert "/practices/" in page.links


def test_until_it_is_written_the_page_says_so(client, db):
    page = page_of(client, "/approach/")

    assert page.heading == "Approach"
    assert "What underlies the work is not written up yet." in page.words


def test_the_page_is_in_spanish_where_the_texts_are(client, db):
    saved(
        Approach(title=Texts({"en": "Approach", "es": "Enfoque"}), body=in_english("Only English."))
    )

    response = client.get("/approach/?lang=es")

    assert Page(response.text).heading == "Enfoque"
    assert '<div class="prose" lang="en">' in response.text
