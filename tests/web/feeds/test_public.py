"""What all public feeds have in common."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.factories import a_practice, a_sponsor, in_english, saved
from tests.support.calendars import HOSTILE, calendar_name, event_of, events_of, properties
from tests.support.queries import counted_queries
from tests.web.feeds.objects import DAY, changed, coming, equity, http_date, stamp
from webinars.clock import utcnow
from webinars.extensions import transaction
from webinars.models import SeriesStatus, WebinarStatus
from webinars.services import webinars
from webinars.texts import Texts

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FEEDS = {
    "/calendar.ics": ("webinars.ics", "Webinars"),
    "/series/equity/calendar.ics": ("equity.ics", "Series of equity"),
    "/series/equity/leading/calendar.ics": ("leading.ics", "Leading"),
    "/practices/lead/calendar.ics": ("lead.ics", "Lead"),
    "/sponsors/hip/calendar.ics": ("hip.ics", "Organizer"),
    "/sponsors/gare/calendar.ics": ("gare.ics", "Co-sponsor"),
}


@pytest.fixture
def webinar(db):
    """A webinar that is in every kind of feed."""
    series = equity(
        title=in_english("Series of equity"),
        organizer=a_sponsor(slug="hip", name=in_english("Organizer")),
        co_sponsors=[a_sponsor(slug="gare", name=in_english("Co-sponsor"))],
    )
    practice = a_practice(slug="lead", name=in_english("Lead"))
    leading = coming(series, "leading", title=in_english("Leading"), practices=[practice])
    return saved(leading)


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_is_a_calendar_that_may_be_kept_for_five_minutes(client, webinar, address):
    file_name, name = FEEDS[address]

    response = client.get(address)

    assert response.status_code == 200
    assert response.content_type == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'inline; filename="{file_name}"'
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert response.headers["Content-Length"] == str(len(response.data))
    assert calendar_name(response.data) == name
    assert b"SOURCE;VALUE=URI:http://127.0.0.1:8000" in response.data
    assert properties(response.data, "UID", "SUMMARY", "SEQUENCE") == [
        (f"webinar-{webinar.id}@127.0.0.1", "Leading", "0")
    ]


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_tells_nobody_where_to_join_nor_who_attends(client, webinar, address):
    content = client.get(address).data

    event = event_of(content)
    assert event["LOCATION"] == "Online"
    assert event["URL"] == "http://127.0.0.1:8000/series/equity/leading/"
    assert event["ORGANIZER"] == "mailto:invites@webinars.example.org"
    assert {"CONFERENCE", "ATTENDEE"}.isdisjoint(event)
    assert b"platform.example.com" not in content
    assert b"/join/" not in content


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_sets_no_cookie_and_is_not_compressed(client, webinar, address):
    plain = client.get(address)
    asked = client.get(
        f"{address}?lang=en",
        headers={
            "Accept": "text/html",
            "Accept-Encoding": "gzip, br",
            "Accept-Language": "es",
            "Cookie": "session=x; language=es",
        },
    )

    unfolded = [response.data.replace(b"\r\n ", b"") for response in (plain, asked)]
    assert unfolded[1].replace(b"?lang=en", b"") == unfolded[0]
    for response in (plain, asked):
        assert {"Set-Cookie", "Content-Encoding", "Vary"}.isdisjoint(response.headers.keys())


@pytest.mark.parametrize("address", FEEDS)
def test_an_unchanged_feed_is_not_sent_again(client, webinar, address):
    first = client.get(address)
    etag, modified = first.headers["ETag"], first.headers["Last-Modified"]

    assert client.get(address).data == first.data
    assert client.get(address).headers["ETag"] == etag
    for headers in (
        {"If-None-Match": etag},
        {"If-None-Match": f'"x", {etag}'},
        {"If-None-Match": f"W/{etag}"},
        {"If-None-Match": "*"},
        {"If-Modified-Since": modified},
    ):
        again = client.get(address, headers=headers)
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == etag
        assert again.headers["Cache-Control"] == "public, max-age=300"
    for headers in (
        {"If-None-Match": '"x"', "If-Modified-Since": modified},
        {"If-Modified-Since": "Mon, 01 Jan 1990 00:00:00 GMT"},
        {"If-Modified-Since": "rubbish"},
    ):
        assert client.get(address, headers=headers).data == first.data


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_takes_get_and_head_only(client, webinar, address):
    whole, head = client.get(address), client.head(address)

    assert (head.status_code, head.data) == (200, b"")
    for name in ("Content-Type", "Content-Length", "ETag", "Last-Modified", "Cache-Control"):
        assert head.headers[name] == whole.headers[name]
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert client.open(address, method=method).status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/series/nothing/calendar.ics",
        "/series/draft/calendar.ics",
        "/series/draft/hidden/calendar.ics",
        "/series/equity/nothing/calendar.ics",
        "/practices/nothing/calendar.ics",
        "/sponsors/nothing/calendar.ics",
    ],
)
def test_what_is_not_public_has_no_feed(client, webinar, address):
    saved(coming(equity(slug="draft", status=SeriesStatus.DRAFT), "hidden"))

    response = client.get(address)

    assert response.status_code == 404
    assert b"BEGIN:VCALENDAR" not in response.data


@pytest.mark.parametrize("address", FEEDS)
def test_an_edit_gives_other_bytes_a_higher_sequence_and_a_newer_date(client, webinar, address):
    before = client.get(address)

    with transaction():
        details = webinars.details_of(webinar)
        webinars.change(webinar, changed(details, title=in_english("Renamed")), now=utcnow())

    after = client.get(address, headers={"If-Modified-Since": before.headers["Last-Modified"]})
    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]
    assert after.last_modified > before.last_modified
    assert properties(after.data, "SUMMARY", "SEQUENCE", "LAST-MODIFIED", "DTSTAMP") == [
        ("Renamed", "1", stamp(after.last_modified), stamp(after.last_modified))
    ]


@pytest.mark.parametrize("address", FEEDS)
def test_a_cancelled_webinar_stays_and_says_so(client, webinar, address):
    client.get(address)

    with transaction():
        details = webinars.details_of(webinar)
        off = changed(details, status=WebinarStatus.CANCELLED)
        webinars.change(webinar, off, now=utcnow())

    content = client.get(address).data
    assert properties(content, "SUMMARY", "STATUS", "SEQUENCE", "TRANSP") == [
        ("Cancelled: Leading", "CANCELLED", "1", "TRANSPARENT")
    ]
    assert str(event_of(content)["DESCRIPTION"]).startswith("This webinar is cancelled.")


@pytest.mark.parametrize("address", [address for address in FEEDS if "leading" not in address])
def test_a_webinar_that_left_is_gone_and_the_date_tells(client, webinar, address):
    before = client.get(address)

    with transaction():
        details = webinars.details_of(webinar)
        undated = changed(details, starts_at=None, ends_at=None)
        webinars.change(webinar, undated, now=utcnow())

    after = client.get(address, headers={"If-Modified-Since": before.headers["Last-Modified"]})
    assert after.status_code == 200
    assert events_of(after.data) == []
    assert after.last_modified > before.last_modified


def test_last_modified_is_the_newest_change_shown(client, db):
    newest = utcnow() - 2 * DAY
    series = equity()
    saved(coming(series, "one", updated_at=newest), coming(series, "two"))

    response = client.get("/series/equity/calendar.ics")

    assert response.headers["Last-Modified"] == http_date(newest)
    assert f"LAST-MODIFIED:{stamp(newest)}".encode() in response.data


def test_a_feed_may_remind_a_quarter_of_an_hour_before(client, webinar):
    address = "/series/equity/calendar.ics"

    plain, alarmed = client.get(address).data, client.get(f"{address}?alarm=15").data

    [alarm] = event_of(alarmed).walk("VALARM")
    assert alarm["TRIGGER"].to_ical() == b"-PT15M"
    assert event_of(plain).walk("VALARM") == []
    assert client.get(f"{address}?alarm=5&x=1").data == plain
    assert b"SOURCE;VALUE=URI:http://127.0.0.1:8000/series/equity/calendar.ics?alarm=15" in (
        alarmed.replace(b"\r\n ", b"")
    )


def test_a_feed_speaks_its_series_language_unless_asked(client, db):
    texts = Texts({"es": "Dirigir", "en": "Leading"})
    series = equity(language="es", title=Texts({"es": "Equidad", "en": "Equity"}))
    saved(coming(series, "leading", title=texts))
    address = "/series/equity/calendar.ics"

    own, asked = client.get(address).data, client.get(f"{address}?lang=en").data

    assert (calendar_name(own), properties(own, "SUMMARY")) == ("Equidad", [("Dirigir",)])
    assert (calendar_name(asked), properties(asked, "SUMMARY")) == ("Equity", [("Leading",)])
    assert client.get(f"{address}?lang=xx").data == own
    assert properties(client.get("/calendar.ics").data, "SUMMARY") == [("Dirigir",)]


def test_a_hostile_title_adds_no_event(client, webinar):
    with transaction():
        webinar.title = webinar.description = webinar.series.title = in_english(HOSTILE)
        webinars.touch(webinar, now=utcnow())

    content = client.get("/series/equity/calendar.ics").data

    assert event_of(content)["UID"] == f"webinar-{webinar.id}@127.0.0.1"
    assert content.count(b"BEGIN:VEVENT\r\n") == 1


@pytest.mark.parametrize("number", [1, 20])
def test_an_unchanged_feed_costs_one_question(client, db, number):
    series = equity()
    saved(series, *(coming(series, f"w{at}") for at in range(number)))
    # With an option no answer of the last second is given again.
    address = "/series/equity/calendar.ics?alarm=15"
    client.get(address)

    with counted_queries() as queries:
        client.get(address)

    assert len([query for query in queries if query.startswith("SELECT")]) == 1


def test_links_in_a_feed_are_those_of_the_settings(make_app: Callable[..., Flask], webinar):
    client = make_app(base_url="https://webinars.example.org").test_client()

    content = client.get(
        "/series/equity/calendar.ics",
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
    ).data

    assert b"evil" not in content
    assert event_of(content)["URL"] == "https://webinars.example.org/series/equity/leading/"
    assert event_of(content)["UID"] == f"webinar-{webinar.id}@webinars.example.org"
