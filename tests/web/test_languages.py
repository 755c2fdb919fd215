import pytest

from tests.factories import a_series, a_webinar, in_english, saved
from tests.support.html import Page
from tests.web.people import GUIDE, a_guide, ana, private_page
from webinars.texts import Texts

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def language_of(response) -> str:
    return Page(response.text).language


@pytest.mark.parametrize(
    ("accepted", "spoken"),
    [
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("en-US,en;q=0.9,es;q=0.8", "en"),
        ("fr,de", "en"),
        ("fr,es;q=0.1", "es"),
        ("es-MX", "es"),
        # Who speaks Mexican Spanish first of all is not answered in English.
        ("es-MX,en;q=0.8", "es"),
        ("en;q=0.5,es-419;q=0.9", "es"),
        ("pt-BR,pt;q=0.9", "en"),
        ("pt,*;q=0.5", "en"),
        ("es;q=0,fr", "en"),
        ("xx-yy-zz-1;q=x,,;;", "en"),
        ("", "en"),
    ],
)
def test_the_browsers_language_is_spoken(client, accepted, spoken):
    response = client.get("/", headers={"Accept-Language": accepted})

    assert language_of(response) == spoken
    assert response.headers["Content-Language"] == spoken
    assert {"Accept-Language", "Cookie"} <= set(response.vary)


def test_without_a_wish_the_installations_language_is_spoken(make_app):
    client = make_app(default_language="es").test_client()

    said = {
        accepted: language_of(client.get("/", headers={"Accept-Language": accepted}))
        for accepted in ("", "fr", "*", "en")
    }

    assert said == {"": "es", "fr": "es", "*": "es", "en": "en"}


@pytest.mark.parametrize(
    ("browser", "query", "spoken"),
    [("en", "", "es"), ("en", "?lang=en", "en"), ("fr", "", "es")],
)
def test_a_private_page_speaks_its_persons_language(client, db, browser, query, spoken):
    a_guide()
    client.submit(GUIDE, ana(language="es"))
    header = {"Accept-Language": browser}

    pages = [private_page() + query, f"{private_page()}details"]

    assert [language_of(client.get(page, headers=header)) for page in pages] == [spoken, spoken]


def test_a_page_says_once_that_some_of_its_texts_are_in_another_language(client, db):
    titles = {"en": "Health equity", "es": "Equidad en salud"}
    series = a_series(slug="guide", title=Texts(titles), description=in_english("Why *now*."))
    saved(
        *(
            a_webinar(slug=slug, series=series, title=in_english("Work together"))
            for slug in ("one", "two")
        )
    )

    spanish = Page(client.get("/series/guide/?lang=es").text)
    english = Page(client.get("/series/guide/?lang=en").text)

    note = "Algunos textos de esta página están disponibles solo en inglés."
    assert spanish.words.count(note) == 1
    assert spanish.words.count("inglés") == 1
    assert [one.get("lang") for one in spanish.all("div") if one.get("class") == "prose"] == ["en"]
    assert {"lang": "en"} in spanish.all("span")
    assert "only in" not in english.words
    assert {"lang": "en"} not in english.all("span")


def test_a_page_with_all_its_translations_needs_no_note(client, db):
    both = Texts({"en": "Health equity", "es": "Equidad en salud"})
    saved(a_series(slug="guide", title=both, description=both))

    assert "solo en" not in Page(client.get("/series/guide/?lang=es").text).words


def test_a_language_asked_for_is_remembered(client):
    first = client.get("/?lang=es", headers={"Accept-Language": "en"})
    second = client.get("/practices/", headers={"Accept-Language": "en"})

    assert language_of(first) == "es"
    assert first.headers["Set-Cookie"].startswith("language=es; ")
    assert {"Max-Age=31536000", "Path=/", "HttpOnly", "SameSite=Lax"} <= set(
        first.headers["Set-Cookie"].split("; ")
    )
    assert language_of(second) == "es"
    assert "Set-Cookie" not in second.headers


def test_a_language_we_do_not_speak_is_neither_spoken_nor_remembered(client):
    response = client.get("/?lang=xx")

    assert language_of(response) == "en"
    assert "Set-Cookie" not in response.headers


def test_the_cookie_is_secure_in_production(make_app):
    app = make_app(base_url="https://webinars.example.org")

    response = app.test_client().get("/?lang=es")

    assert "; Secure;" in response.headers["Set-Cookie"]


def test_the_page_links_to_itself_in_each_language_and_keeps_its_query(client):
    page = Page(client.get("/practices/?page=2&lang=en").text)

    assert [link for link in page.links if "lang=" in link] == [
        "/practices/?page=2&lang=en",
        "/practices/?page=2&lang=es",
    ]
    [current] = [one for one in page.all("a") if one.get("aria-current") == "true"
                 and "hreflang" in one]  # fmt: skip
    assert current["hreflang"] == "en"


def test_other_languages_are_named_to_machines_with_the_canonical_address(client):
    page = Page(client.get("/practices/?page=2").text)

    links = [one for one in page.all("link") if "hreflang" in one or one["rel"] == "canonical"]
    assert links == [
        {"rel": "canonical", "href": "http://127.0.0.1:8000/practices/"},
        {
            "rel": "alternate",
            "hreflang": "en",
            "href": "http://127.0.0.1:8000/practices/?lang=en",
        },
        {
            "rel": "alternate",
            "hreflang": "es",
            "href": "http://127.0.0.1:8000/practices/?lang=es",
        },
        {
            "rel": "alternate",
            "hreflang": "x-default",
            "href": "http://127.0.0.1:8000/practices/",
        },
    ]


def test_what_is_no_page_has_no_language(client, db):
    response = client.get("/healthz?lang=es")

    assert "Set-Cookie" not in response.headers
    assert "Content-Language" not in response.headers
