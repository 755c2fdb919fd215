from datetime import timedelta

import pytest

from tests.factories import NOW, a_webinar
from webinars.domain.joining import Door, door, is_web_address
from webinars.models import WebinarStatus

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("begins_in", "stands"),
    [
        (15 * MINUTE + SECOND, Door.EARLY),
        (15 * MINUTE, Door.OPEN),
        (timedelta(0), Door.OPEN),
        (-90 * MINUTE + SECOND, Door.OPEN),
        (-90 * MINUTE, Door.OVER),
    ],
)
def test_the_door_is_open_from_a_quarter_before_the_start_to_the_end(begins_in, stands):
    assert door(a_webinar(starts_at=NOW + begins_in), NOW) is stands


@pytest.mark.parametrize(
    ("values", "stands"),
    [
        ({"starts_at": None}, Door.UNDATED),
        ({"starts_at": NOW, "status": WebinarStatus.CANCELLED}, Door.CANCELLED),
        ({"starts_at": None, "status": WebinarStatus.CANCELLED}, Door.CANCELLED),
        ({"starts_at": NOW, "join_url": None}, Door.WITHOUT_ADDRESS),
        ({"starts_at": NOW + 60 * MINUTE, "join_url": None}, Door.EARLY),
    ],
)
def test_the_door_is_shut(values, stands):
    assert door(a_webinar(**values), NOW) is stands


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://example.org/j/1?pwd=x#y", True),
        ("http://127.0.0.1:8000/", True),
        ("https://[2001:db8::1]/", True),
        (None, False),
        ("", False),
        ("example.org", False),
        ("//example.org", False),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://", False),
        ("https://[broken/", False),
        ("https://example.org/ x", False),
        ("https://example.org/\n", False),
        ("https://example.org/\x00", False),
    ],
)
def test_people_are_sent_to_full_web_addresses_only(address, is_one):
    assert is_web_address(address) is is_one
