import pytest

from tests.support.html import Page


def language_of(response) -> str:
    return Page(response.text).language


@pytest.mark.parametrize(
    ("accepted", "spoken"),
    [
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("en-US,en;q=0.9,es;q=0.8", "en"),
        ("fr,de", "en"),
        ("fr,es;q=0.1", "es"),
    ],
)
def test_the_browsers_language_is_spoken(client, accepted, spoken):
    response = client.get("/", headers={"Accept-Language": accepted})

    assert language_of(response) == spoken
    assert response.headers["Content-Language"] == spoken
    assert {"Accept-Language", "Cookie"} <= set(response.vary)


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
