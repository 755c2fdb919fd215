"""What pages say of a past webinar's recording."""

from datetime import UTC, datetime

import pytest

from tests.factories import NOW, a_practice, a_series, a_webinar, saved
from tests.support.html import page_of
from webinars.models import WebinarStatus

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WINTER = datetime(2035, 1, 9, 20, 0, tzinfo=UTC)
RECORDING = "https://video.example.org/1"
PAGES = ("/series/guide/", "/series/guide/first/", "/practices/allocate/", "/practices/")


def a_first_webinar(**values):
    return saved(
        a_webinar(
            **{
                "series": a_series(slug="guide"),
                "slug": "first",
                "starts_at": NOW,
                "practices": [a_practice(slug="allocate")],
                **values,
            }
        )
    )


@pytest.mark.parametrize("address", PAGES)
def test_a_past_webinar_with_a_recording_says_so_and_leads_to_it(client, db, address):
    a_first_webinar(recording_url=RECORDING)

    page = page_of(client, address)

    assert "Past, with recording" in page.words
    assert RECORDING in page.links


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    "values", [{"starts_at": WINTER}, {"starts_at": None}, {"status": WebinarStatus.CANCELLED}]
)
def test_no_other_webinar_shows_one(client, db, address, values):
    a_first_webinar(recording_url=RECORDING, **values)

    page = page_of(client, address)

    assert "with recording" not in page.words
    assert RECORDING not in page.links


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"is_recorded": True},
            "This webinar has taken place. The recording will follow here.",
        ),
        (
            {"is_recorded": False},
            "This webinar has taken place. No recording is planned.",
        ),
        (
            {"is_recorded": False, "recording_url": RECORDING},
            "This webinar has taken place. Watch the recording",
        ),
    ],
)
def test_the_page_of_a_past_webinar_says_what_becomes_of_its_recording(client, db, values, said):
    a_first_webinar(**values)

    assert said in page_of(client, "/series/guide/first/").words
