from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given

from tests.domain.ical.objects import STAMP, a_cancel, a_dated_webinar, a_request, invited, words
from tests.domain.ical.test_text import ANY_TEXT
from tests.support.calendars import HOSTILE, event_of, lines_of, properties
from tests.support.golden import golden
from webinars.domain.ical.text import clean_parameter
from webinars.models import PartStat

DAY = timedelta(days=1)


def test_a_request():
    assert a_request() == golden("request.ics")


def test_a_request_for_a_new_time():
    # The second 02:30 of that night in Berlin: a local time could not tell it from the first.
    moved = a_dated_webinar(starts_at=datetime(2026, 10, 25, 1, 30, tzinfo=UTC))

    assert a_request(moved, sequence=1, stamped_at=STAMP + DAY) == golden("request-moved.ics")


def test_a_request_with_a_hostile_title():
    text = words(title=HOSTILE, description=HOSTILE)

    assert a_request(text=text) == golden("request-hostile.ics")


def test_a_cancel():
    assert a_cancel(sequence=2, stamped_at=STAMP + 2 * DAY) == golden("cancel.ics")


def test_a_withdrawn_invitation_reads_as_cancelled_though_the_webinar_takes_place():
    content = a_cancel(a_dated_webinar())

    assert properties(content, "SUMMARY", "STATUS", "TRANSP") == [
        ("Cancelled: Part 1: Leading\\, with equity\\; and joy", "CANCELLED", "TRANSPARENT")
    ]


def test_invitation_update_and_cancel_are_one_event_in_order():
    webinar = a_dated_webinar()
    invitation = invited(webinar)
    messages = [
        a_request(webinar, invitation=invitation, sequence=0),
        a_request(webinar, invitation=invitation, sequence=1, stamped_at=STAMP + DAY),
        a_cancel(webinar, invitation=invitation, sequence=2, stamped_at=STAMP + 2 * DAY),
    ]

    found = [properties(content, "UID", "SEQUENCE", "DTSTAMP")[0] for content in messages]

    uid = "webinar-7-e21-g1-0123456789abcdef@webinars.example.org"
    assert found == [
        (uid, "0", "20260301T090030Z"),
        (uid, "1", "20260302T090030Z"),
        (uid, "2", "20260303T090030Z"),
    ]


def test_uid_organizer_and_attendee_are_those_of_the_invitation():
    webinar = a_dated_webinar()
    invitation = invited(
        webinar,
        uid="webinar-7-e1-g2-fedcba9876543210@old.example.org",
        organizer="old@old.example.org",
        attendee="zoë@bücher.example",
        partstat=PartStat.ACCEPTED,
    )

    found = event_of(a_request(webinar, invitation=invitation, attendee_name="Zoë"))

    assert found["UID"] == invitation.uid
    assert found["ORGANIZER"] == "mailto:old@old.example.org"
    assert found["ORGANIZER"].params == {"CN": "Health Equity Webinars"}
    assert found["ATTENDEE"] == "mailto:zo%C3%AB@xn--bcher-kva.example"
    assert found["ATTENDEE"].params == {
        "CN": "Zoë",
        "CUTYPE": "INDIVIDUAL",
        "PARTSTAT": "ACCEPTED",
        "ROLE": "REQ-PARTICIPANT",
        "RSVP": "TRUE",
    }


def test_an_attendee_without_a_name_is_called_by_the_address():
    found = event_of(a_request(attendee_name=" \x00 "))

    assert found["ATTENDEE"].params["CN"] == "zoe.o+series@practice.example.com"


@pytest.mark.parametrize("make", [a_request, a_cancel])
def test_a_webinar_without_a_date_has_no_message(make):
    undated = a_dated_webinar()
    undated.starts_at = undated.ends_at = None

    with pytest.raises(ValueError, match="webinar 7 has no date"):
        make(undated)


@given(ANY_TEXT)
@example("\\")
@example('a, "b"\\')
@example("a\\;ROLE=CHAIR:mailto:b@example.org")
def test_whatever_people_are_called_they_stay_one_attendee(name):
    content = a_request(attendee_name=name, organizer_name=name)

    found = event_of(content)
    assert found["ATTENDEE"] == "mailto:zoe.o+series@practice.example.com"
    if clean_parameter(name):
        assert found["ATTENDEE"].params["CN"] == clean_parameter(name)
        assert found["ORGANIZER"].params["CN"] == clean_parameter(name)
    assert all(len(line) <= 75 for line in lines_of(content))
