import pytest
from flask import abort
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import TooManyRequests

from tests.factories import a_series, saved
from tests.support.html import Page
from webinars.errors import Conflict, Gone, Invalid, NotAllowed, NotFound

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PAGES = {
    400: ("This request could not be understood", "load the page again and send it once more"),
    403: ("This is not for you to open", "open it again from the newest mail"),
    404: ("There is nothing at this address", "Check the address"),
    405: ("This cannot be done at this address", "Go back to the page you came from"),
    409: ("This is not possible any more", "Go back, load it again"),
    410: ("This link was taken back", "A newer link may have taken its place"),
    413: ("That was too much at once", "send shorter texts"),
    422: ("Something is missing or wrong", "look at what you wrote"),
    429: ("Too many requests from you", "go back, wait, and send it again"),
    500: ("Something went wrong on our side", "Please try again later"),
    503: ("We are busy for a moment", "Please send it again"),
}


@pytest.fixture
def visit(app):
    """Visit a page of *app* that does what the test says."""

    def visit(act, **settings):
        app.config.update(settings)
        app.add_url_rule("/act", view_func=act)
        return app.test_client().get("/act")

    return visit


@pytest.mark.parametrize("status", PAGES)
def test_every_error_has_a_page_that_says_what_to_do(visit, status):
    response = visit(lambda: abort(status))
    page = Page(response.text)

    title, advice = PAGES[status]
    assert response.status_code == status
    assert response.mimetype == "text/html"
    assert page.heading == title
    assert page.title == f"{title} · Webinars"
    assert advice in page.words
    assert "/" in page.links
    assert {"name": "robots", "content": "noindex"} in page.all("meta")


@pytest.mark.parametrize("status", [418, 501])
def test_an_unusual_error_has_the_words_of_its_kind(visit, status):
    response = visit(lambda: abort(status))

    assert response.status_code == status
    assert Page(response.text).heading == PAGES[400 if status < 500 else 500][0]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotAllowed("Not yours."), 403),
        (NotFound("No such series."), 404),
        (Gone("This link was renewed."), 410),
        (Conflict("It is full."), 409),
        (Invalid("Choose one."), 422),
    ],
)
def test_our_own_errors_say_their_message(visit, error, status):
    def act():
        raise error

    response = visit(act)

    assert response.status_code == status
    assert f"{PAGES[status][0]} {error.message}" in Page(response.text).words


def test_who_comes_too_often_is_told_how_long_to_wait(visit):
    def act():
        raise TooManyRequests(retry_after=17)

    response = visit(act)

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "17"
    assert "Please wait 17 seconds." in Page(response.text).words


def test_a_locked_database_asks_to_come_again(visit):
    def act():
        raise OperationalError("SELECT 1", {}, Exception("database is locked"))

    response = visit(act)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert "Please wait 5 seconds." in Page(response.text).words
    assert "database is locked" not in response.text


def test_the_page_of_a_missing_database_needs_none(make_app, tmp_path):
    app = make_app(database_url=f"sqlite:///{tmp_path / 'folder' / 'missing.db'}")

    response = app.test_client().get("/practices/")

    assert response.status_code == 503
    assert Page(response.text).heading == PAGES[503][0]


def test_our_own_mistake_tells_nothing_of_itself(visit):
    def act():
        raise ZeroDivisionError("secret detail")

    response = visit(act, PROPAGATE_EXCEPTIONS=False, TESTING=False)

    assert response.status_code == 500
    assert Page(response.text).heading == PAGES[500][0]
    assert "secret detail" not in response.text


def test_an_address_with_the_wrong_method_says_which_are_right(client):
    response = client.post("/practices/")

    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert Page(response.text).heading == PAGES[405][0]


def test_a_missing_slash_is_added(client):
    response = client.get("/practices")

    assert response.status_code == 308
    assert response.headers["Location"] == "/practices/"


def test_an_error_speaks_the_readers_language_and_keeps_the_frame(client, db):
    saved(a_series(is_demonstration=True))

    response = client.get("/nothing?lang=es")
    page = Page(response.text)

    assert page.language == "es"
    assert [one["class"] for one in page.all("aside")] == ["demonstration"]
    assert "/practices/" in page.links
