"""What Gmail counts complaints by says which mail it was, and nothing about its reader."""

import pytest

from tests.factories import (
    a_broadcast,
    a_delivery,
    a_registration,
    a_series,
    a_webinar,
    an_enrollment,
)
from webinars.domain.mail.feedback import feedback_id
from webinars.models import MessageKind

HOST = "webinars.example.org"
SENDER = "webinarsexample"


def a_seat_of_equity():
    return an_enrollment(a_webinar(id=7, series=a_series(slug="equity")))


@pytest.mark.parametrize(
    ("delivery", "told"),
    [
        (
            a_delivery(
                kind=MessageKind.REMINDER, enrollment=a_seat_of_equity(), details={"rule": 3}
            ),
            "rule-3:reminder:equity",
        ),
        (
            a_delivery(kind=MessageKind.UPDATED, enrollment=a_seat_of_equity(), details={}),
            "webinar-7:updated:equity",
        ),
        (
            a_delivery(
                kind=MessageKind.BROADCAST,
                broadcast_id=12,
                broadcast=a_broadcast(series=a_series(slug="equity")),
            ),
            "mail-12:broadcast:equity",
        ),
        (
            a_delivery(
                kind=MessageKind.WELCOME,
                registration=a_registration(series=a_series(slug="equity")),
            ),
            "none:welcome:equity",
        ),
        (a_delivery(kind=MessageKind.PRIVATE_LINK), "none:private_link:none"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_campaign_kind_series_and_sender_are_told(delivery, told):
    assert feedback_id(delivery, host=HOST) == f"{told}:{SENDER}"


@pytest.mark.parametrize(
    ("host", "sender"),
    [
        ("webinars.example.org", "webinarsexample"),
        ("a-b.de", "abde0"),
        ("w.ie", "wie00"),
        ("127.0.0.1", "127001"),
    ],
)
def test_the_sender_has_five_to_fifteen_letters(host, sender):
    told = feedback_id(a_delivery(), host=host)

    assert told.rpartition(":")[2] == sender
