from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import a_series, a_webinar
from webinars.domain.calendar_links import LinkedEvent
from webinars.domain.ical.event import EventText
from webinars.event_texts import event_text, linked_event
from webinars.models import WebinarStatus
from webinars.texts import Texts

JOIN = "http://127.0.0.1:8000/join/abc"
PAGE = "http://127.0.0.1:8000/series/equity/leading/"
ABOUT = f"About this webinar: {PAGE}"
WHEN = (
    "In the host's time zone: Wednesday, March 25, 2026, 11:00\u202fAM to 12:30\u202fPM EDT "
    "(Eastern Daylight Time)"
)


@pytest.fixture(autouse=True)
def _in_the_application(app):
    with app.app_context():
        yield


@pytest.fixture
def database_url(tmp_path):
    """No test here asks the database."""
    return f"sqlite:///{tmp_path / 'unused.db'}"


def leading(**values):
    series = a_series(slug="equity", time_zone="America/New_York")
    starts_at = datetime(2026, 3, 25, 15, tzinfo=UTC)
    defaults = {
        "series": series,
        "slug": "leading",
        "title": Texts({"en": "Leading", "es": "Dirigir"}),
        "description": Texts.of("How *departments* [lead](https://example.org).", "en"),
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=90),
    }
    return a_webinar(**(defaults | values))


def test_a_public_event_names_the_page_and_no_place_to_join():
    assert event_text(leading(), "en") == EventText(
        summary="Leading",
        cancelled_summary="Cancelled: Leading",
        description=f"How departments lead (https://example.org).\n\n{WHEN}\n\n{ABOUT}",
        location="Online",
        join_label="Join the webinar",
    )


def test_an_event_says_that_a_text_is_in_another_language():
    description = event_text(leading(), "es").description

    assert description.split("\n\n")[:2] == [
        "How departments lead (https://example.org).",
        "Este texto está disponible solo en inglés.",
    ]


def test_the_holder_of_a_seat_reads_where_to_join():
    text = event_text(leading(), "en", join_url=JOIN)

    assert text.location == JOIN
    assert text.description.endswith(f"{ABOUT}\n\nYour own link to join: {JOIN}")


def test_a_cancelled_webinar_says_so_first_and_cannot_be_joined():
    text = event_text(leading(status=WebinarStatus.CANCELLED), "en", join_url=JOIN)

    assert text.summary == "Cancelled: Leading"
    assert text.description.startswith("This webinar is cancelled.\n\nHow departments")
    assert text.location == "Online"
    assert "join" not in text.description


def test_the_time_is_that_of_the_host_and_of_the_day():
    winter = datetime(2026, 11, 1, 13, tzinfo=UTC)
    webinar = leading(
        time_zone="Europe/Berlin", starts_at=winter, ends_at=winter + timedelta(hours=1)
    )

    assert "Sunday, November 1, 2026, 2:00\u202fPM to 3:00\u202fPM" in (
        event_text(webinar, "en").description
    )


def test_titles_are_in_the_asked_language_or_their_own():
    webinar = leading()

    assert event_text(webinar, "es").summary == "Dirigir"
    assert event_text(webinar, "fr").summary == "Leading"


def test_a_webinar_without_a_date_has_no_time():
    webinar = leading(starts_at=None, ends_at=None)

    assert event_text(webinar, "en").description.endswith(f"{ABOUT}")
    assert "time zone" not in event_text(webinar, "en").description


def test_a_linked_event_is_the_public_one():
    webinar = leading()

    assert linked_event(webinar, "en") == LinkedEvent(
        title="Leading",
        starts_at=webinar.starts_at,
        ends_at=webinar.ends_at,
        text=event_text(webinar, "en").description,
        location="Online",
        page_url=PAGE,
        ics_url="http://127.0.0.1:8000/series/equity/leading/calendar.ics",
    )


def test_a_webinar_without_a_date_cannot_be_linked():
    with pytest.raises(ValueError, match="has no date"):
        linked_event(leading(starts_at=None, ends_at=None), "en")
