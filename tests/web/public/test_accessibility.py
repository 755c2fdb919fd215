"""The accessibility statement: how to ask, what is offered, by when."""

from datetime import timedelta

import pytest

from tests.factories import a_series, a_webinar, in_english, saved
from tests.support.html import Page, page_of
from tests.support.readability import grade
from webinars.clock import utcnow
from webinars.models import SeriesStatus, WebinarStatus

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

DAY = timedelta(days=1)
NOTHING = {
    "offers_captions": False,
    "offers_sign_language": False,
    "interpretation": [],
    "is_recorded": False,
}
ALL = {
    "offers_captions": True,
    "offers_sign_language": True,
    "interpretation": ["es"],
    "is_recorded": True,
}
DATE = "%A, %B %-d, %Y"


def words_of(client):
    return page_of(client, "/accessibility/").words


def test_what_is_offered_and_what_can_be_asked_for_is_told_of_each_coming_webinar(client, db):
    series = a_series(slug="guide", time_zone="UTC")
    start = utcnow() + 30 * DAY
    saved(
        a_webinar(series=series, title=in_english("Plain"), starts_at=start, **NOTHING),
        a_webinar(series=series, title=in_english("Rich"), starts_at=start + DAY, **ALL),
    )

    words = words_of(client)

    plain, rich = words.index("Plain"), words.index("Rich")
    assert (
        "Not offered so far, but you can ask for it: live captions, sign language, and "
        "interpretation into another language. It will not be recorded. Please ask by "
        f"{(start - 10 * DAY).strftime(DATE)}."
    ) in words[plain:rich]
    assert (
        "Live captions Sign language Interpretation into Spanish Recorded Please ask by "
        f"{(start - 9 * DAY).strftime(DATE)}."
    ) in words[rich:]


def test_the_day_to_ask_is_that_of_the_series(client, db):
    start = utcnow() + 30 * DAY
    saved(a_webinar(series=a_series(time_zone="UTC", access_days=3), starts_at=start))

    assert f"Please ask by {(start - 3 * DAY).strftime(DATE)}." in words_of(client)


def test_late_requests_are_welcome_too(client, db):
    start = utcnow() + 2 * DAY
    saved(a_webinar(series=a_series(time_zone="UTC"), starts_at=start))

    said = f"The day to ask was {(start - 10 * DAY).strftime(DATE)}. Please ask all the same"
    assert said in words_of(client)


@pytest.mark.parametrize(("days", "said"), [(1, "1 day before"), (10, "10 days before")])
def test_a_webinar_without_a_date_says_how_long_before_to_ask(client, db, days, said):
    saved(a_webinar(series=a_series(access_days=days), starts_at=None))

    assert f"Ask at any time until {said} the webinar." in words_of(client)


def test_only_what_is_to_come_and_public_is_listed(client, db):
    start = utcnow() + 30 * DAY
    saved(
        a_webinar(title=in_english("Over"), starts_at=utcnow() - DAY),
        a_webinar(title=in_english("Off"), starts_at=start, status=WebinarStatus.CANCELLED),
        a_webinar(series=a_series(status=SeriesStatus.DRAFT), title=in_english("Draft")),
    )

    page = page_of(client, "/accessibility/")

    assert "No webinar is to come at the moment." in page.words
    assert not any("/series/" in link for link in page.links)


def test_it_names_the_aim_the_day_of_review_and_whom_to_tell(make_app, db):
    client = make_app(contact_address="us@example.org").test_client()

    page = page_of(client, "/accessibility/")

    assert page.heading == "Accessibility"
    assert "(WCAG) 2.2 at level AA" in page.words
    assert "last reviewed on Sunday, November 22, 2026" in page.words
    assert "mailto:us@example.org?subject=Accessibility" in page.links
    assert "/me/" in page.links


def test_it_is_in_plain_words(client, db):
    html = client.get("/accessibility/").text
    main = html[html.index("<main") : html.index("</main")]
    parts = main.replace("</p>", "\n</p>").replace("</li>", "\n</li>").replace("</h2>", "\n</h2>")

    assert grade("\n".join(Page(line).words for line in parts.splitlines())) < 8


@pytest.mark.parametrize("address", ["/privacy/", "/accessibility/"])
def test_both_pages_are_kept_for_a_moment_as_public_ones(app, client, db, address):
    client.get(address)

    assert len(app.extensions["webinars.pages"]) == 1
