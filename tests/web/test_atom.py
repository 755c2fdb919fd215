"""The news feeds, as feed readers ask for them."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from tests.factories import (
    a_practice,
    a_series,
    a_sponsor,
    a_webinar,
    an_enrollment,
    in_english,
    saved,
)
from tests.support.queries import counted_queries
from tests.web.feeds.objects import DAY, changed, coming, equity
from webinars.clock import utcnow
from webinars.extensions import transaction
from webinars.models import SeriesStatus, WebinarStatus
from webinars.services import webinars
from webinars.texts import Texts

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESSES = ("/feed.atom", "/series/equity/feed.atom")
HOST = "http://127.0.0.1:8000"


@pytest.fixture
def webinar(db):
    series = equity(
        title=in_english("Equity"),
        organizer=a_sponsor(slug="hip", name=in_english("Human Impact")),
    )
    practice = a_practice(slug="lead", name=in_english("Lead"))
    return saved(coming(series, "leading", title=in_english("Leading"), practices=[practice]))


def feed_at(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return ET.fromstring(response.data)


def entries(feed):
    return feed.findall(f"{ATOM}entry")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_feed_keeps_what_rfc_4287_asks_for(client, webinar, address):
    saved(coming(webinar.series, "second"))

    feed = feed_at(client, address)

    for element in (feed, *entries(feed)):
        for needed in ("id", "title", "updated"):
            assert len(element.findall(ATOM + needed)) == 1
        assert element.findtext(f"{ATOM}author/{ATOM}name")
        alternates = [
            one for one in element.findall(f"{ATOM}link") if one.get("rel") == "alternate"
        ]
        assert len(alternates) == 1
    ids = [one.text for one in feed.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids)) == 3
    [self_link] = [one for one in feed.findall(f"{ATOM}link") if one.get("rel") == "self"]
    assert self_link.get("href") == HOST + address
    newest = max(one.findtext(f"{ATOM}updated") for one in entries(feed))
    assert feed.findtext(f"{ATOM}updated") == newest


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_entry_tells_what_when_and_by_whom(client, webinar, address):
    [entry] = entries(feed_at(client, address))

    assert entry.findtext(f"{ATOM}title") == "Leading"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Human Impact"
    assert entry.find(f"{ATOM}link").get("href") == f"{HOST}/series/equity/leading/"
    assert entry.find(f"{ATOM}category").get("label") == "Lead"
    summary = entry.findtext(f"{ATOM}summary")
    assert summary.startswith("When: ")
    assert summary.endswith(". What it is about.")
    content = entry.findtext(f"{ATOM}content")
    assert "<p>What it is about.</p>" in content
    assert f'<a href="{HOST}/series/equity/leading/">About this webinar</a>' in content


@pytest.mark.parametrize("address", ADDRESSES)
def test_news_tell_nobody_where_to_join_nor_who_attends(client, webinar, address):
    seat = saved(an_enrollment(webinar))

    text = client.get(address).text

    assert "platform.example.com" not in text
    assert seat.registration.registrant.name not in text
    assert "@example.org" not in text


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_happens_to_a_webinar_is_news_under_the_same_id(client, webinar, address):
    before = feed_at(client, address)

    with transaction():
        details = webinars.details_of(webinar)
        cancelled = changed(details, status=WebinarStatus.CANCELLED)
        webinars.change(webinar, cancelled, now=utcnow())

    after = feed_at(client, address)
    [old], [new] = entries(before), entries(after)
    assert new.findtext(f"{ATOM}id") == old.findtext(f"{ATOM}id")
    assert new.findtext(f"{ATOM}updated") > old.findtext(f"{ATOM}updated")
    assert new.findtext(f"{ATOM}title") == "Cancelled: Leading"
    assert new.findtext(f"{ATOM}summary").startswith("This webinar is cancelled.")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_new_date_and_a_recording_are_told(client, webinar, address):
    webinar.scheduled_at = webinar.created_at + timedelta(days=1)
    webinar.recording_url = "https://videos.example.org/1?a=b&c=d"
    saved(webinar)

    [entry] = entries(feed_at(client, address))

    assert "This date was set on " in entry.findtext(f"{ATOM}summary")
    recording = "The recording is there: https://videos.example.org/1?a=b"
    assert f"{recording}&c=d" in entry.findtext(f"{ATOM}summary")
    assert f"<p>{recording}&amp;c=d</p>" in entry.findtext(f"{ATOM}content")


def test_a_webinar_without_a_date_is_announced(client, db):
    saved(coming(equity(), "later", starts_at=None))

    [entry] = entries(feed_at(client, "/feed.atom"))

    assert entry.findtext(f"{ATOM}summary").startswith("The date is still to be announced.")


def test_hostile_texts_stay_texts(client, db):
    hostile = in_english("</content><script>alert(1)</script> [x](javascript:alert(1))")
    saved(coming(equity(title=hostile), "bad", title=hostile, description=hostile))

    [entry] = entries(feed_at(client, "/feed.atom"))

    assert entry.findtext(f"{ATOM}title") == hostile["en"]
    assert "<script" not in entry.findtext(f"{ATOM}content")
    assert 'href="javascript' not in entry.findtext(f"{ATOM}content")


@pytest.mark.parametrize(
    ("address", "language", "title"),
    [
        ("/series/equity/feed.atom", "es", "Dirigir"),
        ("/series/equity/feed.atom?lang=en", "en", "Leading"),
        ("/series/equity/feed.atom?lang=xx", "es", "Dirigir"),
        ("/feed.atom?lang=es", "es", "Dirigir"),
        ("/feed.atom", "en", "Dirigir"),
    ],
)
def test_a_feed_speaks_the_language_asked_for_or_the_series_own(
    client, db, address, language, title
):
    both = Texts({"es": "Dirigir", "en": "Leading"})
    saved(coming(equity(language="es"), "leading", title=both))

    feed = feed_at(client, address)

    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    assert [one.findtext(f"{ATOM}title") for one in entries(feed)] == [title]


@pytest.mark.parametrize("address", ADDRESSES)
def test_unchanged_news_are_not_sent_again(client, webinar, address):
    first = client.get(address)

    assert first.content_type == "application/atom+xml; charset=utf-8"
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert {"Set-Cookie", "Vary"}.isdisjoint(first.headers.keys())
    assert client.get(address).data == first.data
    for headers in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        assert client.get(address, headers=headers).status_code == 304


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_is_given_again_at_once_but_not_after_a_commit(client, webinar, address):
    first = client.get(address)

    with counted_queries() as statements:
        again = [client.get(address).data for _ in range(20)]
    webinar.title = in_english("Renamed")
    saved(webinar)
    renamed = client.get(address)

    assert set(again) == {first.data}
    assert len(statements) < 20
    assert b"Renamed" in renamed.data


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_webinar_that_leaves_makes_the_feed_a_newer_one(client, webinar, address):
    gone = saved(coming(webinar.series, "gone"))
    first = client.get(address)

    webinar.series.links_changed_at = utcnow()
    webinar.series.webinars.remove(gone)
    saved(webinar.series)

    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    again = client.get(address, headers=since)
    assert again.status_code == 200
    assert len(entries(ET.fromstring(again.data))) == 1


def test_drafts_are_nowhere(client, webinar):
    saved(coming(equity(slug="draft", status=SeriesStatus.DRAFT), "hidden"))

    assert len(entries(feed_at(client, "/feed.atom"))) == 1
    assert client.get("/series/draft/feed.atom").status_code == 404
    assert client.get("/series/nothing/feed.atom").status_code == 404


def test_an_empty_installation_has_an_empty_feed(client, db):
    feed = feed_at(client, "/feed.atom")

    assert entries(feed) == []
    assert feed.findtext(f"{ATOM}updated") == "2026-01-01T00:00:00Z"


@pytest.mark.parametrize("number", [1, 3])
def test_a_feed_asks_as_much_for_one_as_for_three(client, db, number):
    series = a_series(slug="equity")
    practice = a_practice()
    webinars_of_it = [a_webinar(series=series, practices=[practice]) for _ in range(number)]
    saved(*webinars_of_it)

    with counted_queries() as statements:
        assert len(entries(feed_at(client, "/feed.atom"))) == number

    assert len([one for one in statements if one.startswith("SELECT")]) <= 4


def test_only_the_newest_hundred_are_told(client, db):
    series = a_series()
    moment = utcnow()
    saved(*(a_webinar(series=series, updated_at=moment - number * DAY) for number in range(103)))

    found = entries(feed_at(client, "/feed.atom"))

    assert len(found) == 100
    updated = [one.findtext(f"{ATOM}updated") for one in found]
    assert updated == sorted(updated, reverse=True)
