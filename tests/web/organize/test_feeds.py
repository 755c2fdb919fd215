"""The pages that say which calendars follow ours."""

from datetime import timedelta

import pytest

from tests.factories import a_practice, a_series, a_webinar, in_english, saved
from tests.support.changes import change
from tests.support.console import console
from tests.support.html import Page
from tests.support.queries import counted_queries
from webinars.clock import utcnow
from webinars.models import FeedFamily, FeedFetch, FeedKind

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DAY = timedelta(days=1)
OF_SERIES = "/organize/feeds/guide/"


@pytest.fixture
def series(db):
    series = a_series(slug="guide", title=in_english("Guide"))
    one = a_webinar(slug="one", series=series, title=in_english("First one"))
    two = a_webinar(slug="two", series=series, title=in_english("Second one"))
    return saved(series, one, two)


def a_fetch(kind, owner_id, **values):
    given = {"family": FeedFamily.GOOGLE, "asked_at": utcnow() - 3 * DAY / 24, "seen_at": utcnow()}
    return FeedFetch(kind=kind, owner_id=owner_id, **(given | values))


def words(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return Page(response.text).words


def test_nobody_asked_yet(client, series):
    console(client)

    assert "No calendar program has asked for it yet." in words(client, OF_SERIES)
    assert "asked for any of our calendars yet" in words(client, "/organize/feeds/")


def test_it_says_who_has_the_newest_version_and_who_is_behind(client, db, series):
    before = utcnow() - DAY
    saved(
        a_fetch(FeedKind.SERIES, series.id),
        a_fetch(FeedKind.SERIES, series.id, family=FeedFamily.APPLE, seen_at=before),
        a_fetch(
            FeedKind.SERIES,
            series.id,
            family=FeedFamily.OUTLOOK,
            seen_at=before - 9 * DAY,
            asked_at=before - 8 * DAY,
        ),
        a_fetch(FeedKind.WEBINAR, series.webinars[1].id, family=FeedFamily.OTHER),
    )
    change(series.webinars[0], title=in_english("Renamed"), now=utcnow() - DAY / 2)
    console(client, "viewer", series)

    page = words(client, OF_SERIES)

    for sentence in (
        "Google last asked 3 hours ago and has the newest version.",
        "Apple last asked 3 hours ago, before the last change.",
        "Outlook last asked 1 week ago. Perhaps it does not follow this calendar any more.",
        "Another program last asked 3 hours ago and has the newest version.",
        "Every 8 to 24 hours, at times only after days.",
    ):
        assert sentence in page
    assert "Second one" in page
    assert "First one" not in page


def test_owners_see_all_feeds_and_personal_ones_together(client, db, series):
    practice = saved(a_practice(name=in_english("Listening")))
    saved(
        a_fetch(FeedKind.EVERYTHING, 0),
        a_fetch(FeedKind.PERSONAL, 0, seen_at=None),
        a_fetch(FeedKind.SERIES, series.id),
        a_fetch(FeedKind.WEBINAR, series.webinars[0].id),
        a_fetch(FeedKind.PRACTICE, practice.id),
        a_fetch(FeedKind.SPONSOR, 404),
    )
    console(client)

    page = words(client, "/organize/feeds/")

    order = ["All public webinars", "Guide Series", "Listening Practice", "Personal calendars"]
    places = [page.index(name) for name in order]
    assert places == sorted(places)
    assert "First one" not in page
    assert "Google last asked 3 hours ago. " in page


def test_many_feeds_cost_no_more_questions_than_one(client, db, series):
    console(client)
    saved(a_fetch(FeedKind.SERIES, series.id))
    client.get("/organize/feeds/")
    with counted_queries() as few:
        client.get("/organize/feeds/")
    saved(*(a_fetch(FeedKind.SERIES, saved(a_series()).id) for _ in range(3)))

    with counted_queries() as many:
        client.get("/organize/feeds/")

    assert len(many) == len(few)


def test_only_owners_see_the_feeds_of_all(client, series):
    console(client, "organizer", series)

    assert client.get("/organize/feeds/").status_code == 403
