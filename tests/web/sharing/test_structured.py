"""What search engines are told of series and webinars."""

import json
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import (
    a_case_study,
    a_practice,
    a_series,
    a_speaker,
    a_sponsor,
    a_webinar,
    an_enrollment,
    in_english,
    saved,
)
from webinars.clock import utcnow
from webinars.models import Appearance, WebinarStatus
from webinars.texts import Texts

HOST = "http://127.0.0.1:8000"
PAGE = "/series/equity/one/"
SCHEMA = "https://schema.org/"
TEMPLATES = Path(__file__).parents[3] / "templates"
MACROS = (
    Flask(__name__, template_folder=str(TEMPLATES))
    .jinja_env.get_template("macros/sharing.html")
    .module
)
START = datetime(2031, 3, 4, 20, 0, tzinfo=UTC)


class Data(HTMLParser):
    """The data blocks of a page, found as a browser would find them."""

    def __init__(self, html):
        super().__init__()
        self.things, self.scripts, self.is_data = [], 0, False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.is_data = tag == "script" and dict(attributes).get("type") == "application/ld+json"
        self.scripts += tag == "script"

    def handle_data(self, text):
        if self.is_data:
            self.things.append(json.loads(text))

    def handle_endtag(self, tag):
        self.is_data = False


def facts(client, address):
    """Return what a page says of itself, by type."""
    return {thing["@type"]: thing for thing in Data(client.get(address).text).things}


def the_series(**values):
    organizer = a_sponsor(slug="hip", acronym="HIP", name=in_english("Human Impact"))
    gare = a_sponsor(slug="gare", acronym=None, name=in_english("GARE"), website=None,
                     logo=b"png", logo_type="image/png")  # fmt: skip
    defaults = {"slug": "equity", "title": in_english("Equity"), "organizer": organizer}
    return a_series(**(defaults | {"co_sponsors": [gare]} | values))


def the_webinar(series=None, **values):
    defaults = {"slug": "one", "title": in_english("One"), "starts_at": START}
    return saved(a_webinar(series=series or the_series(), **(defaults | values)))


def test_a_webinar_is_an_event_with_all_that_is_known(client, db):
    opens, closes = utcnow() - timedelta(days=1), START - timedelta(days=1)
    speaker = a_speaker(name="Sol", organization=in_english("A county"))
    series = the_series(registration_opens_at=opens, registration_closes_at=closes)
    webinar = the_webinar(series, capacity=80, interpretation=["es"])
    webinar.appearances = [Appearance(speaker=speaker, role=Texts(), position=1)]
    saved(webinar)

    event = facts(client, PAGE)["Event"]

    [picture] = event.pop("image")
    assert picture.startswith(f"{HOST}/series/equity/picture-")
    offer = event.pop("offers")
    assert offer.pop("validFrom").endswith(("-05:00", "-04:00"))
    assert offer == {
        "@type": "Offer",
        "price": "0",
        "priceCurrency": "USD",
        "availability": SCHEMA + "InStock",
        "url": f"{HOST}/series/equity/register?webinars=one",
        "validThrough": "2031-03-03T15:00:00-05:00",
    }
    assert event == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": f"{HOST}{PAGE}#event",
        "url": HOST + PAGE,
        "name": "One",
        "description": "What it is about.",
        "startDate": "2031-03-04T15:00:00-05:00",
        "endDate": "2031-03-04T16:30:00-05:00",
        "eventStatus": SCHEMA + "EventScheduled",
        "eventAttendanceMode": SCHEMA + "OnlineEventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": HOST + PAGE},
        "organizer": {
            "@type": "Organization",
            "@id": f"{HOST}/sponsors/hip/#organization",
            "name": "Human Impact",
            "alternateName": "HIP",
            "url": "https://sponsor.example.org/",
        },
        "sponsor": [
            {
                "@type": "Organization",
                "@id": f"{HOST}/sponsors/gare/#organization",
                "name": "GARE",
                "url": f"{HOST}/sponsors/gare/",
                "logo": f"{HOST}/sponsors/gare/logo",
            }
        ],
        "performer": [
            {
                "@type": "Person",
                "name": "Sol",
                "affiliation": {"@type": "Organization", "name": "A county"},
            }
        ],
        "inLanguage": ["en", "es"],
        "maximumVirtualAttendeeCapacity": 80,
        "isAccessibleForFree": True,
        "superEvent": {
            "@type": "EventSeries",
            "@id": f"{HOST}/series/equity/#series",
            "url": f"{HOST}/series/equity/",
            "name": "Equity",
        },
    }


@pytest.mark.parametrize("address", [PAGE, "/series/equity/"])
def test_nobody_is_told_where_to_join(client, db, address):
    the_webinar()

    assert "platform.example.com" not in client.get(address).text


def test_a_series_spans_its_dated_webinars(client, db):
    series = the_series()
    the_webinar(series)
    the_webinar(series, slug="two", starts_at=START + timedelta(days=7))
    the_webinar(series, slug="later", starts_at=None)
    called_off = START + timedelta(days=30)
    the_webinar(series, slug="off", starts_at=called_off, status=WebinarStatus.CANCELLED)

    whole = facts(client, "/series/equity/")["EventSeries"]

    assert whole["startDate"] == "2031-03-04T15:00:00-05:00"
    assert whole["endDate"].startswith("2031-03-11T")
    assert whole["organizer"]["name"] == "Human Impact"
    parts = {part["url"].split("/")[-2]: part["eventStatus"] for part in whole["subEvent"]}
    assert parts == {
        "one": SCHEMA + "EventScheduled",
        "two": SCHEMA + "EventScheduled",
        "off": SCHEMA + "EventCancelled",
    }


def test_what_has_no_date_is_no_event(client, db):
    the_webinar(starts_at=None)

    assert "EventSeries" not in facts(client, "/series/equity/")
    assert "Event" not in facts(client, PAGE)


def test_a_series_without_an_organizer_is_the_sites_own(client, db):
    the_webinar(the_series(organizer=None, co_sponsors=[]))

    event = facts(client, PAGE)["Event"]

    own = {"@type": "Organization", "name": "Webinars", "url": f"{HOST}/"}
    assert event["organizer"] == own
    assert "sponsor" not in event


def test_a_full_webinar_is_sold_out(client, db):
    webinar = the_webinar(capacity=1)
    saved(an_enrollment(webinar))

    assert facts(client, PAGE)["Event"]["offers"]["availability"] == SCHEMA + "SoldOut"


@pytest.mark.parametrize(
    ("series", "webinar"),
    [
        ({"registration_closes_at": datetime(2026, 1, 1, tzinfo=UTC)}, {}),
        ({}, {"status": WebinarStatus.CANCELLED}),
        ({}, {"starts_at": datetime(2026, 1, 1, tzinfo=UTC)}),
    ],
)
def test_nothing_is_on_offer_that_cannot_be_had(client, db, series, webinar):
    the_webinar(the_series(**series), **webinar)

    assert "offers" not in facts(client, PAGE)["Event"]


def test_a_recording_is_told_once_the_webinar_is_over(client, db):
    address = "https://videos.example.org/1"
    webinar = the_webinar(recording_url=address)
    assert "recordedIn" not in facts(client, PAGE)["Event"]

    webinar.starts_at = START.replace(year=2026, month=1)
    webinar.ends_at = webinar.starts_at + timedelta(hours=1)
    saved(webinar)

    recording = facts(client, PAGE)["Event"]["recordedIn"]
    assert (recording["@type"], recording["url"]) == ("VideoObject", address)
    assert (recording["name"], recording["description"]) == ("One", "What it is about.")


def test_pages_below_others_say_the_way_to_them(client, db):
    the_webinar(practices=[a_practice(slug="lead", name=in_english("Lead"))])
    saved(a_case_study(slug="story", title=in_english("Story")))

    ways = {
        address: [
            (item["position"], item["name"], item["item"].removeprefix(HOST))
            for item in facts(client, address)["BreadcrumbList"]["itemListElement"]
        ]
        for address in (PAGE, "/practices/lead/", "/case-studies/story/")
    }

    assert ways == {
        PAGE: [(1, "Equity", "/series/equity/"), (2, "One", PAGE)],
        "/practices/lead/": [
            (1, "Strategic practices", "/practices/"),
            (2, "Lead", "/practices/lead/"),
        ],
        "/case-studies/story/": [
            (1, "Case studies", "/case-studies/"),
            (2, "Story", "/case-studies/story/"),
        ],
    }


@given(
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.sampled_from(["</script><b>", "<!--<script>", "\u2028\u2029", "'\"&amp;\\u003c", "]]>"])
)
def test_any_text_comes_through_and_stays_inside(title):
    # The template that writes all such blocks, without the rest of a page.
    html = str(MACROS.linked_data({"name": title}))

    data = Data(html + "<p>")
    assert data.things == [{"name": title}]
    assert data.scripts == 1
    inside = html.partition(">")[2].rpartition("</script>")[0]
    assert not set(inside) & set("<>&\u2028\u2029")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_facts_break_nothing_in_a_real_browser(visitors, processes, db):
    hostile = in_english("</script><script>alert(1)</script><!-- ‘ \u2028")
    the_webinar(the_series(title=hostile), title=hostile, description=hostile)
    address = processes.serve()

    for path in (PAGE, "/series/equity/"):
        page = visitors.open(address + path)
        for text in page.locator('script[type="application/ld+json"]').all_text_contents():
            assert "alert(1)" in json.dumps(json.loads(text))
